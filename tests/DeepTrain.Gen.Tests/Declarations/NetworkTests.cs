using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Declarations;

/// <summary>What is read of the class and of the network as a whole.</summary>
public class NetworkTests
{
    [Fact]
    public void The_network_attribute_is_silent_by_default()
    {
        NetworkSpec spec = Parsing.Spec(Networks.Digits);

        Assert.Equal(0UL, spec.Seed);
        Assert.Null(spec.UnrollLimit);
        Assert.Equal(new DataFacts(Samples: null, InputMean: 0, InputStd: 1), spec.Data);
    }

    [Fact]
    public void The_network_attribute_is_read()
    {
        NetworkSpec spec = Parsing.Spec("""
            [Network(Seed = 18446744073709551615UL, UnrollLimit = 0, Samples = 1, InputMean = -0.5f, InputStd = 0f)]
            [Input(4)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;
            """);

        Assert.Equal(ulong.MaxValue, spec.Seed);
        Assert.Equal(0, spec.UnrollLimit);
        Assert.Equal(new DataFacts(Samples: 1, InputMean: -0.5f, InputStd: 0), spec.Data);
    }

    [Fact]
    public void So_is_what_it_says_of_targets_and_training() => Assert.Equal(
        new DataFacts(Samples: null, InputMean: 0, InputStd: 1) { TargetMean = 22.5f, TargetStd = 0f, Steps = 1, BatchSize = 32 },
        Parsing.Spec("""
            [Network(TargetMean = 22.5f, TargetStd = 0f, Steps = 1, BatchSize = 32)]
            [Input(4)] [Dense(2)] [MeanSquaredError] [SGD] partial class Net;
            """).Data);

    [Fact]
    public void Digits_has_the_size_that_its_declaration_says()
    {
        NetworkSpec spec = Parsing.Spec(Networks.Digits);

        Assert.Equal(Shape.Flat(64), spec.Input);
        Assert.Equal(Shape.Flat(10), spec.Output);
        Assert.Equal(2474, spec.ParameterCount);
        Assert.Equal(["dense1", "batchnorm1", "relu1", "dropout1", "dense2"], spec.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void An_image_is_channels_by_height_by_width() => Assert.Equal(
        Shape.Image(3, 8, 6),
        Parsing.Spec(Networks.WithSteps("[Input(3, 8, 6)] [Flatten] [Dense(2)] [MeanSquaredError] [SGD]")).Input);

    [Fact]
    public void Shapes_run_through_the_layers() => Assert.Equal(
        ["3x8x6 -> 3x8x6", "3x8x6 -> 144", "144 -> 5", "5 -> 5", "5 -> 2"],
        Parsing.Spec(Networks.WithSteps(
            "[Input(3, 8, 6)] [ReLU] [Flatten] [Dense(5)] [Tanh] [Maxout(2)] [MeanSquaredError] [SGD]"))
            .Layers.Select(layer => $"{layer.Input} -> {layer.Output}"));

    [Fact]
    public void Steps_follow_the_source_in_whatever_lists_they_stand() => Assert.Equal(
        ["dense1", "relu1", "dense2", "tanh1"],
        Parsing.Spec("[Network, Input(4), Dense(3)] [ReLU] [Dense(2), Tanh, MeanSquaredError] [SGD] partial class Net;")
            .Layers.Select(layer => layer.Name));

    [Theory]
    [InlineData("[Dense(3)] [ReLU] [Dense(3)] [ReLU]", "dense1 relu1 dense2 relu2")]
    [InlineData("""[Dense(3, Name = "fc")] [Dense(3)] [ReLU]""", "fc dense2 relu1")]
    [InlineData("""[Dense(3)] [Maxout(3)] [Dense(3, Name = "head")] [Maxout(3)]""", "dense1 maxout1 head maxout2")]
    [InlineData("""[Dense(3, Name = "class")] [ReLU(Name = "_")]""", "class _")]
    public void Names_count_the_layers_of_a_kind(string layers, string names) =>
        Assert.Equal(names.Split(' '), Parsing.Layers(layers).Select(layer => layer.Name));

    [Theory]
    [InlineData("[Dense(3)] [ReLU]", Gen.Model.Init.HeNormal)]
    [InlineData("[Dense(3)] [BatchNorm] [Dropout(0.5f)] [AlphaDropout(0.5f)] [Flatten] [SELU]", Gen.Model.Init.LeCunNormal)]
    [InlineData("[Dense(3)] [Tanh] [ReLU]", Gen.Model.Init.GlorotUniform)]
    [InlineData("[Dense(3)] [Softmax] [ReLU]", Gen.Model.Init.GlorotUniform)]
    [InlineData("[Dense(3)] [BatchNorm] [Maxout(3)] [ReLU]", Gen.Model.Init.GlorotUniform)]
    [InlineData("[Dense(3)]", Gen.Model.Init.GlorotUniform)]
    [InlineData("[Dense(3, Init = DeepTrain.Init.HeUniform)] [Tanh]", Gen.Model.Init.HeUniform)]
    internal void Auto_init_looks_for_the_activation_that_follows(string layers, Gen.Model.Init expected) =>
        Assert.Equal(expected, Assert.IsType<DenseLayer>(Parsing.Layers(layers)[0]).Init);

    [Theory]
    [InlineData("public partial class Net", "public")]
    [InlineData("partial class Net", "internal")]
    public void Accessibility_is_as_declared(string header, string accessibility) =>
        Assert.Equal(accessibility, Parsing.Spec(Networks.WithHeader(header)).Header.Accessibility);

    [Fact]
    public void A_nested_class_knows_the_types_around_it()
    {
        string network = Networks.WithHeader("private protected sealed partial class @record");

        NetworkHeader header = Parsing.Spec($$"""
            namespace A.@class
            {
                public partial interface IOuter<T, U>
                {
                    partial record struct Middle
                    {
                        static partial class Inner { {{network}} }
                    }
                }
            }
            """).Header;

        Assert.Equal("A.@class", header.Namespace);
        Assert.Equal(
            ["partial interface IOuter<T, U>", "partial record struct Middle", "partial class Inner"],
            header.Containers.Select(container => container.Declaration));
        Assert.Equal("private protected", header.Accessibility);
        Assert.Equal("@record", header.Name);
        Assert.Equal("A.class.IOuter{T,U}+Middle+Inner+record", header.HintName);
    }

    [Fact]
    public void The_global_namespace_has_no_name() => Assert.Null(Parsing.Spec(Networks.Digits).Header.Namespace);
}
