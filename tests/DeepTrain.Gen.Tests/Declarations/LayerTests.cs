using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Declarations;

using Init = DeepTrain.Gen.Model.Init;

/// <summary>Each layer attribute, bare and with every argument, against the record it must become.</summary>
public class LayerTests
{
    private static readonly Shape Four = Shape.Flat(4);

    private static TLayer Named<TLayer>(TLayer layer, string name)
        where TLayer : LayerSpec => layer with { Name = name, Input = Four, Output = Four };

    private static TLayer To<TLayer>(int units, TLayer layer)
        where TLayer : LayerSpec => layer with { Input = Four, Output = Shape.Flat(units) };

    [Fact]
    public void Dense_has_a_bias_and_no_penalty_by_default() => Assert.Equal(
        To(3, new DenseLayer(3)
        {
            Name = "dense1", Init = Init.GlorotUniform, InitScale = null, Bias = true, BiasInit = 0,
            L1 = 0, L2 = 0, MaxNorm = 0,
        }),
        Parsing.Layer("[Dense(3)]"));

    [Fact]
    public void Dense_reads_every_argument() => Assert.Equal(
        To(3, new DenseLayer(3)
        {
            Name = "fc", Init = Init.Normal, InitScale = 0.5f, Bias = false, BiasInit = -0.25f,
            L1 = 1e-3f, L2 = 1e-4f, MaxNorm = 3.5f,
        }),
        Parsing.Layer("""
            [Dense(3, Name = "fc", Init = Init.Normal, InitScale = 0.5f, Bias = false, BiasInit = -0.25f,
                L1 = 1e-3f, L2 = 1e-4f, MaxNorm = 3.5f)]
            """));

    [Fact]
    public void Maxout_has_two_pieces_by_default() =>
        Assert.Equal(2, Assert.IsType<MaxoutLayer>(Parsing.Layer("[Maxout(3)]")).Pieces);

    [Fact]
    public void Maxout_reads_every_argument() => Assert.Equal(
        To(3, new MaxoutLayer(3, 5)
        {
            Name = "best", Init = Init.Uniform, InitScale = 0.5f, Bias = false, BiasInit = -0.25f,
            L1 = 1e-3f, L2 = 1e-4f, MaxNorm = 3.5f,
        }),
        Parsing.Layer("""
            [Maxout(3, 5, Name = "best", Init = Init.Uniform, InitScale = 0.5f, Bias = false, BiasInit = -0.25f,
                L1 = 1e-3f, L2 = 1e-4f, MaxNorm = 3.5f)]
            """));

    [Fact]
    public void Arguments_can_be_named_constants_in_any_order() => Assert.Equal(
        Parsing.Layers("[Maxout(3, 5)]").Single(),
        Parsing.Spec("""
            static class Sizes { public const int Wide = 3; }
            [Network] [Input(4)] [Maxout(pieces: 4 + 1, units: Sizes.Wide)] [MeanSquaredError] [SGD] partial class Net;
            """).Layers.Single());

    private static readonly Dictionary<string, LayerSpec> Elementwise = new()
    {
        ["[Sigmoid]"] = Named(new SigmoidLayer(), "sigmoid1"),
        ["[Tanh]"] = Named(new TanhLayer(), "tanh1"),
        ["[ReLU]"] = Named(new ReLULayer(), "relu1"),
        ["[LeakyReLU]"] = Named(new LeakyReLULayer(0.01f), "leakyrelu1"),
        ["[LeakyReLU(0.2f)]"] = Named(new LeakyReLULayer(0.2f), "leakyrelu1"),
        ["[PReLU]"] = Named(new PReLULayer(0.25f, PerUnit: false), "prelu1"),
        ["[PReLU(0.1f, PerUnit = true)]"] = Named(new PReLULayer(0.1f, PerUnit: true), "prelu1"),
        ["[RReLU]"] = Named(new RReLULayer(1f / 8, 1f / 3), "rrelu1"),
        ["[RReLU(-0.5f, 0.5f)]"] = Named(new RReLULayer(-0.5f, 0.5f), "rrelu1"),
        ["[ELU]"] = Named(new ELULayer(1f), "elu1"),
        ["[ELU(0.5f)]"] = Named(new ELULayer(0.5f), "elu1"),
        ["[SELU]"] = Named(new SELULayer(), "selu1"),
        ["[Softplus]"] = Named(new SoftplusLayer(), "softplus1"),
        ["[Swish]"] = Named(new SwishLayer(), "swish1"),
        ["[GELU]"] = Named(new GELULayer(), "gelu1"),
        ["[Softmax]"] = Named(new SoftmaxLayer(), "softmax1"),
        ["[BatchNorm]"] = Named(new BatchNormLayer(0.1f, 1e-5f), "batchnorm1"),
        ["[BatchNorm(Momentum = 0.3f, Epsilon = 1e-3f)]"] = Named(new BatchNormLayer(0.3f, 1e-3f), "batchnorm1"),
        ["[Dropout(0.2f)]"] = Named(new DropoutLayer(0.2f), "dropout1"),
        ["[AlphaDropout(0.2f)]"] = Named(new AlphaDropoutLayer(0.2f), "alphadropout1"),
        ["[Flatten]"] = Named(new FlattenLayer(), "flatten1"),
        ["""[ReLU(Name = "gate")]"""] = Named(new ReLULayer(), "gate"),
    };

    public static TheoryData<string> ElementwiseSources => [.. Elementwise.Keys];

    [Theory]
    [MemberData(nameof(ElementwiseSources))]
    public void A_layer_without_weights_becomes_its_record(string source) =>
        Assert.Equal(Elementwise[source], Parsing.Layer(source));
}
