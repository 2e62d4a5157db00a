using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>
/// A network as a graph of ONNX operators, put together in the order of the data flow. Emitted code says which nodes a layer is;
/// each reads what the one before it wrote, and what is said of it besides.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class OnnxGraph
{
    private readonly NetworkState _state;
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<(OnnxValue Value, OnnxTensor Tensor)> _initializers = [];
    private string _layer = "", _group = "";
    private OnnxValue _layerInput;

    internal OnnxGraph(NetworkState state, OnnxOptions options)
    {
        _state = state;
        Predicts = options.Output != OnnxOutput.Logits;
        Input = Current = _layerInput = new OnnxValue(options.InputName);
    }

    /// <summary>Whether the graph is to give what <c>Predict</c> gives, and not what the last layer does.</summary>
    public bool Predicts { get; }

    internal OnnxValue Input { get; }

    /// <summary>What the nodes so far make of the input.</summary>
    internal OnnxValue Current { get; set; }

    internal IReadOnlyList<OnnxNode> Nodes => _nodes;

    internal IReadOnlyList<(OnnxValue Value, OnnxTensor Tensor)> Initializers => _initializers;

    /// <summary>Begins a layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fileName">What it is called in files; null for its name.</param>
    public OnnxGraph Layer(string name, string? fileName = null)
    {
        _layer = name;
        // a key may be empty; nodes are then called as the layer is
        _group = string.IsNullOrEmpty(fileName) ? name : fileName;
        _layerInput = Current;
        return this;
    }

    /// <summary>Adds a node that reads what the last one wrote.</summary>
    /// <param name="op">The operator of opset 13.</param>
    public OnnxGraph Node(string op)
    {
        Current = Add(op, Current);
        return this;
    }

    /// <summary>Lets the node also read what its layer reads.</summary>
    public OnnxGraph LayerInput() => Reading(_layerInput);

    /// <summary>Lets the node also read a parameter of its layer.</summary>
    /// <param name="name">The part after the layer's name: <c>weight</c>.</param>
    /// <param name="shape">Its shape in the graph; none for its own.</param>
    public OnnxGraph Tensor(string name, params int[] shape)
    {
        ParameterLayout layout = Array.Find(_state.Layouts, layout => layout.Name == $"{_layer}.{name}")
            ?? throw new ArgumentException($"{_layer} has no parameter {name}.", nameof(name));
        return Reading(Initializer(
            layout.FileName, shape.Length == 0 ? layout.Shape : shape,
            values => layout.Unpack(_state.Arena(layout), values)));
    }

    /// <summary>Lets the node also read a number.</summary>
    public OnnxGraph Number(float value) => Reading(Constant(OnnxTensor.Of(value), _nodes.Count - 1));

    /// <summary>Lets the node also read a row of whole numbers.</summary>
    public OnnxGraph Integers(params long[] values) => Reading(Constant(OnnxTensor.Of(values), _nodes.Count - 1));

    /// <summary>Gives the node an attribute that is a number.</summary>
    public OnnxGraph Float(string attribute, float value)
    {
        _nodes[^1].Float(attribute, value);
        return this;
    }

    /// <summary>Gives the node an attribute that is a whole number.</summary>
    public OnnxGraph Int(string attribute, long value)
    {
        _nodes[^1].Int(attribute, value);
        return this;
    }

    /// <summary>Gives the node an attribute that is a row of whole numbers.</summary>
    public OnnxGraph Ints(string attribute, params long[] values)
    {
        _nodes[^1].Ints(attribute, values);
        return this;
    }

    /// <summary>Adds a node that reads these values; returns what it writes.</summary>
    internal OnnxValue Add(string op, params ReadOnlySpan<OnnxValue> inputs)
    {
        var node = new OnnxNode(op, _group);
        node.Inputs.AddRange(inputs);
        _nodes.Add(node);
        return node.Output;
    }

    /// <summary>A value that is always the same.</summary>
    internal OnnxValue Constant(OnnxTensor tensor) => Constant(tensor, _nodes.Count);

    /// <summary>A tensor of the file, under its own name.</summary>
    internal OnnxValue Initializer(string name, IReadOnlyList<int> shape, SafetensorsWriter.FillTensor fill)
    {
        var value = new OnnxValue(name);
        _initializers.Add((value, OnnxTensor.Of(name, shape, fill)));
        return value;
    }

    /// <summary>Makes what has come of the input the graph's output, and gives every node and value its name.</summary>
    /// <exception cref="ArgumentException">The names of input and output are those of something else.</exception>
    internal void Complete(string output)
    {
        if (Current == Input)
        {
            Layer(output);
            Node("Identity");
        }
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((OnnxValue value, _) in _initializers)
            taken.Add(value.Name);
        foreach (string name in new[] { Input.Name, output })
        {
            if (!taken.Add(name))
            {
                throw new ArgumentException(
                    $"Expected names of input and output that differ from each other and from every tensor, found " +
                    $"{Quoted.Value(name)} a second time.", "options");
            }
        }
        for (int i = 0; i < _nodes.Count; i++)
        {
            OnnxNode node = _nodes[i];
            bool isLast = i == _nodes.Count - 1 || _nodes[i + 1].Group != node.Group;
            node.Name = Unused(taken, isLast ? node.Group : $"{node.Group}.{node.Op}");
            node.Output.Name = node.Output == Current ? output : node.Name;
        }
    }

    // a node has to stand behind what it reads
    private OnnxValue Constant(OnnxTensor tensor, int at)
    {
        var node = new OnnxNode("Constant", _group);
        node.Tensor("value", tensor);
        _nodes.Insert(at, node);
        return node.Output;
    }

    private static string Unused(HashSet<string> taken, string name)
    {
        string unused = name;
        for (int number = 2; !taken.Add(unused); number++)
            unused = $"{name}_{number}";
        return unused;
    }

    private OnnxGraph Reading(OnnxValue value)
    {
        _nodes[^1].Inputs.Add(value);
        return this;
    }
}
