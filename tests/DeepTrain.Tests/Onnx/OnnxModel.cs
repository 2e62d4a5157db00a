namespace DeepTrain.Tests.Onnx;

/// <summary>What an ONNX file says of itself; the numbers are the fields of onnx.proto.</summary>
internal sealed class OnnxModel(byte[] file)
{
    private readonly WireFields _model = new(file);

    public long IRVersion => _model.Integer(1);

    public long Opset => _model.Message(8).Integer(2);

    public string[] NodeNames => [.. Graph.Messages(1).Select(node => node.Text(3))];

    public string[] Ops => [.. Graph.Messages(1).Select(node => node.Text(4))];

    /// <summary>Name, shape and numbers of every initializer.</summary>
    public IReadOnlyList<(string Name, int[] Shape, float[] Values)> Tensors =>
    [
        .. Graph.Messages(5).Select(tensor =>
            (tensor.Text(8), tensor.Integers(1).Select(extent => (int)extent).ToArray(), tensor.Floats(9))),
    ];

    private WireFields Graph => _model.Message(7);
}
