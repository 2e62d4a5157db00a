using System.Text;

namespace DeepTrain.Gen.Model;

/// <summary>
/// What a layer is in ONNX, written down as calls of the runtime library's <c>OnnxGraph</c>. Each node reads what the one before
/// it wrote, the first one what the layer reads.
/// </summary>
internal sealed class OnnxCode(LayerSpec? layer = null)
{
    private readonly StringBuilder _calls = new();

    /// <summary>The calls; empty where the layer does nothing.</summary>
    public string Calls => _calls.ToString();

    /// <summary>A node of an operator of opset 13.</summary>
    public OnnxCode Node(string op) => Call("Node", CSharpLiteral.Of(op));

    /// <summary>The node also reads what the layer reads.</summary>
    public OnnxCode LayerInput() => Call("LayerInput");

    /// <summary>The node also reads a parameter of the layer, if the layer has it.</summary>
    /// <param name="shape">The shape that the operator needs; none for the parameter's own.</param>
    public OnnxCode Tensor(string name, params int[] shape) => layer!.Parameters.Any(parameter => parameter.Name == name)
        ? Call("Tensor", [CSharpLiteral.Of(name), .. shape.Select(CSharpLiteral.Of)])
        : this;

    /// <summary>The node also reads a number.</summary>
    public OnnxCode Number(float value) => Call("Number", CSharpLiteral.Of(value));

    /// <summary>The node also reads a row of whole numbers.</summary>
    public OnnxCode Integers(params int[] values) => Call("Integers", [.. values.Select(CSharpLiteral.Of)]);

    public OnnxCode Float(string attribute, float value) =>
        Call("Float", CSharpLiteral.Of(attribute), CSharpLiteral.Of(value));

    public OnnxCode Int(string attribute, int value) => Call("Int", CSharpLiteral.Of(attribute), CSharpLiteral.Of(value));

    public OnnxCode Ints(string attribute, params int[] values) =>
        Call("Ints", [CSharpLiteral.Of(attribute), .. values.Select(CSharpLiteral.Of)]);

    private OnnxCode Call(string method, params string[] arguments)
    {
        _calls.Append('.').Append(method).Append('(').Append(string.Join(", ", arguments)).Append(')');
        return this;
    }
}
