using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Onnx;

/// <summary>What stands in an ONNX file besides what it computes, and when none is written.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private static readonly NetworkPlan Keyed = new(
        "OnnxKeyed", 6,
        [
            new Dense(5) { Key = "0" }, new BatchNorm { Key = "encoder.norm 1" }, new Dropout(0.5f), new PReLU { Key = "" },
            new GELU(), new Dense(4) { Name = "weight" }, new Swish { Name = "output" }, new Dense(3) { Name = "input" },
        ],
        new SoftmaxCrossEntropy(), new Adam());

    private static readonly NetworkPlan Nothing = new(
        "OnnxNothing", 4, [new Dropout(0.5f)], new MeanSquaredError(), new SGD());

    private static readonly NetworkPlan ImageOut = NetworkPlan.OfImages(
        "OnnxImageOut", Dims.Image(2, 3, 4),
        [new Conv2D(3, 2), new BatchNorm { Trainable = false }, new PReLU { PerUnit = true, Trainable = false }],
        new SoftmaxCrossEntropy(), new SGD());

    private static readonly NetworkPlan BinaryImageOut = ImageOut with { Name = "OnnxBinaryImageOut", Loss = new BinaryCrossEntropy() };

    private readonly TemporaryDirectory _directory = new();

    private static CompiledNetworks Compiled =>
        NetworkCompiler.Compile(NetworkPlan.Source([Keyed, Nothing, ImageOut, BinaryImageOut]));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Versions_names_and_tensors_are_those_of_other_files()
    {
        INetwork network = MovedParameters.Of(Compiled.Create("OnnxKeyed", 1));
        var model = new OnnxModel(OnnxSession.Export(network));
        Assert.Equal((8, 13), (model.IRVersion, model.Opset));
        string[] names =
        [
            "0.weight", "0.bias", "encoder.norm 1.weight", "encoder.norm 1.bias", "encoder.norm 1.running_mean",
            "encoder.norm 1.running_var", "weight", "weight.weight", "weight.bias", "input.weight", "input.bias",
        ];
        Assert.Equal(names, model.Tensors.Select(tensor => tensor.Name));
        Assert.All(network.Parameters.Zip(model.Tensors), pair =>
        {
            float[] values = new float[pair.First.Length];
            pair.First.CopyTo(values);
            Assert.Equal(pair.First.Shape, pair.Second.Shape);
            Assert.Equal(values, pair.Second.Values);
        });
        Assert.DoesNotContain("Dropout", model.Ops);
        // a name that is taken by a tensor, by the input or by the output gets a number
        Assert.Equal(
            ["0", "encoder.norm 1", "prelu1", "weight_2", "output_2", "input_2", "predictions"],
            model.NodeNames.Where(name => !name.StartsWith("gelu1", StringComparison.Ordinal) && !name.Contains(".Sigmoid")));
        Assert.Contains("gelu1", model.NodeNames);
        Assert.Equal(model.NodeNames.Length, model.NodeNames.Distinct().Count());
        OnnxAgreement.Check(network, Batch.Draw(Keyed, 5, new Random(2)).Inputs);
    }

    [Fact]
    public void Metadata_names_and_a_batch_of_any_size_are_in_the_file()
    {
        INetwork network = Compiled.Create("OnnxKeyed", 1);
        using var session = new OnnxSession(network, new OnnxOptions
        {
            InputName = "x", OutputName = "\u00e4 1", Metadata = new Dictionary<string, string> { ["author"] = "N\u00e9", [""] = "" },
        });
        Assert.Equal("x", session.Input.Key);
        Assert.Equal("\u00e4 1", session.Output.Key);
        Assert.Equal(["batch", ""], session.Input.Value.SymbolicDimensions);
        Assert.Equal(["batch", ""], session.Output.Value.SymbolicDimensions);
        Assert.Equal([-1, 6], session.Input.Value.Dimensions);
        Assert.Equal([-1, 3], session.Output.Value.Dimensions);
        Assert.Equal(("DeepTrain.Gen", "OnnxKeyed"), (session.Producer, session.Graph));
        Assert.Equal("N\u00e9", session.Metadata["author"]);
        Assert.Equal("SoftmaxCrossEntropy", session.Metadata["loss"]);
        Assert.Equal("Predictions", session.Metadata["output"]);
        Assert.Equal("OnnxKeyed", session.Metadata["network"]);
    }

    [Theory]
    [InlineData("OnnxNothing", new[] { -1, 4 }, new[] { -1, 4 })]
    [InlineData("OnnxImageOut", new[] { -1, 2, 3, 4 }, new[] { -1, 18 })]
    [InlineData("OnnxBinaryImageOut", new[] { -1, 2, 3, 4 }, new[] { -1, 3, 2, 3 })]
    public void Networks_without_a_node_and_with_images_at_the_end(string name, int[] input, int[] output)
    {
        INetwork network = MovedParameters.Of(Compiled.Create(name, 1));
        using var session = new OnnxSession(network);
        Assert.Equal(input, session.Input.Value.Dimensions);
        Assert.Equal(output, session.Output.Value.Dimensions);
        OnnxAgreement.Check(network, session, Batch.Normal(new Random(1), 3 * network.InputSize));
    }

    [Fact]
    public void Bad_options_are_refused_and_the_file_stays()
    {
        INetwork network = Compiled.Create("OnnxKeyed", 1);
        string path = _directory["net.onnx"];
        File.WriteAllText(path, "old");
        var small = new Preparation([new NumberColumn("a")]);
        (OnnxOptions Options, string Message)[] bad =
        [
            (new() { InputName = "" }, "Expected names of input and output"),
            (new() { OutputName = null! }, "found null"),
            (new() { InputName = "\ud800" }, "\\uD800"),
            (new() { InputName = "output" }, "\"output\" a second time"),
            (new() { OutputName = "0.bias" }, "\"0.bias\" a second time"),
            (new() { Output = (OnnxOutput)7 }, "Expected an Output that there is"),
            (new() { Output = OnnxOutput.Targets }, "found no Preparation"),
            (new() { Preparation = small }, "rows of 6 inputs, found one of 1"),
            (new() { Metadata = new Dictionary<string, string> { ["loss"] = "" } }, "found \"loss\""),
            (new() { Metadata = new Dictionary<string, string> { ["preparation"] = "" } }, "found \"preparation\""),
            (new() { Metadata = new Dictionary<string, string> { ["a"] = null! } }, "not null"),
            (new() { Metadata = new Dictionary<string, string> { ["a"] = "\ud800" } }, "surrogate"),
        ];
        foreach ((OnnxOptions options, string message) in bad)
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => network.ExportOnnx(path, options)).Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["net.onnx"], _directory.Files);

        Assert.Throws<ArgumentNullException>(() => network.ExportOnnx((Stream)null!));
        Assert.Throws<ArgumentException>(() => network.ExportOnnx(new MemoryStream([], writable: false)));
        Assert.Throws<DirectoryNotFoundException>(() => network.ExportOnnx(Path.Combine(_directory["none"], "net.onnx")));
        network.ExportOnnx(path);
        Assert.Equal(OnnxSession.Export(network), File.ReadAllBytes(path));
        Assert.Equal(["net.onnx"], _directory.Files);
    }

    [Fact]
    public void A_network_that_no_ONNX_file_can_hold_is_refused_before_its_numbers_are_fetched()
    {
        const int floats = 600_000_000;
        string path = _directory["net.onnx"];
        NetworkDescription network = Compiled.Create("OnnxNothing", 1).Description;
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => SampleState.Create().ExportOnnx(
            network,
            graph => graph.Initializer("huge", [floats], _ => throw new InvalidOperationException("These are not needed yet.")),
            path, options: null));
        Assert.Contains("at most 2,147,483,647 bytes; OnnxNothing takes 2,400,000,", refusal.Message);
        Assert.Empty(_directory.Files);
    }

    [Fact]
    public void An_observer_cannot_export_the_network_it_looks_into()
    {
        INetwork network = Compiled.Create("OnnxNothing", 1);
        Assert.Throws<InvalidOperationException>(
            () => network.Inspect(new float[4], new float[4], new Exporting(() => network.ExportOnnx(new MemoryStream()))));
    }

    [Fact]
    public void The_checker_of_the_format_has_no_objections()
    {
        INetwork[] networks =
        [
            .. Catalogue.Layers.Concat(Catalogue.Images).Select(plan => Catalogue.Create(plan.Name)),
            .. new[] { Keyed, Nothing, ImageOut }.Select(plan => Compiled.Create(plan.Name, 1)),
        ];
        for (int i = 0; i < networks.Length; i++)
            networks[i].ExportOnnx(_directory[$"{i}.onnx"]);
        // what a bare machine can say: ONNX Runtime accepts the files
        Assert.All(networks, network => new OnnxSession(network).Dispose());
        if (!SystemPython.Has("onnx"))
            return;
        string said = SystemPython.Run(
            """
            import glob, onnx
            for name in sorted(glob.glob('*.onnx')):
                model = onnx.load(name)
                onnx.checker.check_model(model, full_check=True)
                inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True).graph
                assert all(node.op_type == 'Constant' or node.name for node in inferred.node)
                print(name)
            """,
            Path.GetDirectoryName(_directory["0.onnx"])!);
        Assert.Equal(networks.Length, said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private sealed class Exporting(Action export) : ILayerObserver
    {
        public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) =>
            export();
    }
}
