namespace DeepTrain.Runtime;

/// <summary>A <c>NodeProto</c>: an operator, what it reads, the one value that it writes, its attributes.</summary>
/// <param name="op">The operator of opset 13.</param>
/// <param name="group">The layer that it is part of.</param>
internal sealed class OnnxNode(string op, string group)
{
    private const int InputField = 1, OutputField = 2, NameField = 3, OpField = 4, AttributeField = 5;
    private const int AttributeNameField = 1, FloatField = 2, IntField = 3, TensorField = 5, IntsField = 8, TypeField = 20;
    private const int FloatType = 1, IntType = 2, TensorType = 4, IntsType = 7;

    private readonly ProtobufMessage _attributes = new();

    public string Op => op;

    public string Group => group;

    public string Name { get; set; } = "";

    public List<OnnxValue> Inputs { get; } = [];

    public OnnxValue Output { get; } = new();

    public void Float(string name, float value) => Attribute(name, FloatType, new ProtobufMessage().Float(FloatField, value));

    public void Int(string name, long value) => Attribute(name, IntType, new ProtobufMessage().Integer(IntField, value));

    public void Ints(string name, ReadOnlySpan<long> values)
    {
        var message = new ProtobufMessage();
        foreach (long value in values)
            message.Integer(IntsField, value);
        Attribute(name, IntsType, message);
    }

    public void Tensor(string name, OnnxTensor tensor) =>
        Attribute(name, TensorType, new ProtobufMessage().Message(TensorField, tensor.ToMessage()));

    public ProtobufMessage ToMessage()
    {
        var node = new ProtobufMessage();
        foreach (OnnxValue input in Inputs)
            node.Text(InputField, input.Name);
        return node.Text(OutputField, Output.Name).Text(NameField, Name).Text(OpField, op).Append(_attributes.Bytes);
    }

    private void Attribute(string name, int type, ProtobufMessage value) => _attributes.Message(
        AttributeField,
        new ProtobufMessage().Text(AttributeNameField, name).Append(value.Bytes).Integer(TypeField, type));
}
