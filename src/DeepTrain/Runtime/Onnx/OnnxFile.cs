namespace DeepTrain.Runtime;

/// <summary>Writes a network's graph as a <c>ModelProto</c>: IR version 8, opset 13.</summary>
internal sealed class OnnxFile
{
    private const int IRVersion = 8, Opset = 13;
    private const int IRVersionField = 1, ProducerField = 2, GraphField = 7, OpsetField = 8, MetadataField = 14;
    private const int OpsetVersionField = 2, KeyField = 1, TextField = 2;
    private const int NodeField = 1, GraphNameField = 2, InitializerField = 5, InputField = 11, OutputField = 12;
    private const int ValueNameField = 1, ValueTypeField = 2, TensorTypeField = 1, ElementField = 1, ShapeField = 2;
    private const int DimensionField = 1, ExtentField = 1, SymbolField = 2;

    private const string NetworkKey = "network", LossKey = "loss", OutputKey = "output";

    private readonly ProtobufMessage _graph = new();
    private readonly IReadOnlyList<(OnnxValue Value, OnnxTensor Tensor)> _initializers;
    private readonly ProtobufMessage _model = new();

    /// <summary>Puts everything together but the numbers of the parameters.</summary>
    /// <exception cref="ArgumentException">The options do not fit the network.</exception>
    /// <exception cref="NotSupportedException">The network is too large for the format.</exception>
    public OnnxFile(NetworkState state, NetworkDescription network, Action<OnnxGraph> build, OnnxOptions options)
    {
        Check(network, options);
        var graph = new OnnxGraph(state, options);
        IReadOnlyList<int> inputShape = options.Preparation is { } preparation ? [preparation.RawSize] : network.InputShape;
        if (options.Preparation is not null)
            Prepare(graph, network, options.Preparation);
        build(graph);
        IReadOnlyList<int> outputShape = OutputShape(graph, network, options);
        graph.Complete(options.OutputName);

        foreach (OnnxNode node in graph.Nodes)
            _graph.Message(NodeField, node.ToMessage());
        _graph.Text(GraphNameField, network.Name);
        _graph.Message(InputField, ValueInfo(graph.Input.Name, inputShape));
        _graph.Message(OutputField, ValueInfo(options.OutputName, outputShape));
        _initializers = graph.Initializers;

        _model.Integer(IRVersionField, IRVersion).Text(ProducerField, "DeepTrain.Gen");
        _model.Message(OpsetField, new ProtobufMessage().Integer(OpsetVersionField, Opset));
        foreach ((string key, string value) in Metadata(network, options))
            _model.Message(MetadataField, new ProtobufMessage().Text(KeyField, key).Text(TextField, value));
        long length = _graph.Length;
        foreach ((_, OnnxTensor tensor) in _initializers)
            length += InitializerHead(tensor).Length + tensor.Length;
        _model.BeginBytes(GraphField, length);
        if (_model.Length + length > int.MaxValue)
        {
            throw new NotSupportedException(
                $"An ONNX file holds at most {int.MaxValue:N0} bytes; {network.Name} takes {_model.Length + length:N0}.");
        }
    }

    public void Write(Stream stream)
    {
        stream.Write(_model.Bytes);
        stream.Write(_graph.Bytes);
        foreach ((_, OnnxTensor tensor) in _initializers)
        {
            stream.Write(InitializerHead(tensor).Bytes);
            tensor.Write(stream);
        }
    }

    private static ProtobufMessage InitializerHead(OnnxTensor tensor) =>
        new ProtobufMessage().BeginBytes(InitializerField, tensor.Length);

    private static void Prepare(OnnxGraph graph, NetworkDescription network, Preparation preparation)
    {
        OnnxColumns.Prepare(graph, preparation);
        // 0 is the extent that is there: the rows
        if (network.InputShape.Count > 1)
            graph.Layer("image").Node("Reshape").Integers([0, .. network.InputShape.Select(extent => (long)extent)]);
    }

    private static IReadOnlyList<int> OutputShape(OnnxGraph graph, NetworkDescription network, OnnxOptions options)
    {
        IReadOnlyList<int> shape = network.Layers.Count > 0 ? network.Layers[^1].OutputShape : network.InputShape;
        bool isSoftmax = graph.Predicts && network.LossKind == LossKind.SoftmaxCrossEntropy;
        if (options.Output != OnnxOutput.Targets)
            return isSoftmax ? [network.OutputSize] : shape;
        if (shape.Count > 1 && !isSoftmax)
            graph.Layer("rows").Node("Flatten");
        OnnxColumns.Restore(graph, options.Preparation!.Targets);
        return [network.OutputSize];
    }

    private static ProtobufMessage ValueInfo(string name, IReadOnlyList<int> row)
    {
        ProtobufMessage shape = new ProtobufMessage().Message(
            DimensionField, new ProtobufMessage().Text(SymbolField, "batch"));
        foreach (int extent in row)
            shape.Message(DimensionField, new ProtobufMessage().Integer(ExtentField, extent));
        ProtobufMessage tensor = new ProtobufMessage().Integer(ElementField, OnnxTensor.FloatType).Message(ShapeField, shape);
        return new ProtobufMessage().Text(ValueNameField, name)
            .Message(ValueTypeField, new ProtobufMessage().Message(TensorTypeField, tensor));
    }

    private static List<(string Key, string Value)> Metadata(NetworkDescription network, OnnxOptions options)
    {
        List<(string Key, string Value)> all =
            [(NetworkKey, network.Name), (LossKey, network.Loss), (OutputKey, options.Output.ToString())];
        if (options.Preparation is { } preparation)
            all.Add((PreparationText.Key, PreparationText.Write(preparation)));
        foreach ((string key, string value) in options.Metadata ?? new Dictionary<string, string>())
        {
            if (key == null || value == null)
                throw FileMetadata.Bad($"expected keys and values that are not null, found {Quoted.Value(key ?? "null")}");
            bool isTaken = key is NetworkKey or LossKey or OutputKey or PreparationText.Key;
            if (isTaken || all.Exists(pair => pair.Key == key))
            {
                throw FileMetadata.Bad(
                    $"expected keys of your own, each once, found {Quoted.Value(key)}: " +
                    $"{NetworkKey}, {LossKey}, {OutputKey} and {PreparationText.Key} are the file's");
            }
            if (!FileMetadata.IsText(key) || !FileMetadata.IsText(value))
                throw FileMetadata.Bad($"expected valid UTF-16, found half of a surrogate pair at {Quoted.Value(key)}");
            all.Add((key, value));
        }
        return all;
    }

    private static void Check(NetworkDescription network, OnnxOptions options)
    {
        foreach (string name in new[] { options.InputName, options.OutputName })
        {
            if (string.IsNullOrEmpty(name) || !FileMetadata.IsText(name))
            {
                throw new ArgumentException(
                    $"Expected names of input and output that are text, found {(name is null ? "null" : Quoted.Value(name))}.",
                    nameof(options));
            }
        }
        if (options.Output is < OnnxOutput.Predictions or > OnnxOutput.Targets)
            throw new ArgumentOutOfRangeException(nameof(options), options.Output, "Expected an Output that there is.");
        if (options.Preparation is { } preparation && PreparationText.Misfit(preparation, network) is { } misfit)
            throw new ArgumentException(misfit, nameof(options));
        if (options.Output == OnnxOutput.Targets && options.Preparation is not { Targets.Count: > 0 })
        {
            throw new ArgumentException(
                "Expected a Preparation that says what was done to targets, to put out targets; found " +
                (options.Preparation is null ? "no Preparation." : "one that says nothing of targets."), nameof(options));
        }
    }
}
