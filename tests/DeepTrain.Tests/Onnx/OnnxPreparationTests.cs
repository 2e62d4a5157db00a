using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Onnx;

/// <summary>What was done to the training data, in front of the network in its file, and the way back behind it.</summary>
public sealed class OnnxPreparationTests
{
    private static readonly NetworkPlan Six = new(
        "OnnxSix", 6, [new Dense(7), new Tanh(), new Dense(2)], new MeanSquaredError(), new Adam());

    private static readonly NetworkPlan Picture = NetworkPlan.OfImages(
        "OnnxPicture", Dims.Image(1, 2, 3), [new Conv2D(2, 2), new ReLU(), new Conv2D(2, 1), new GlobalAveragePool2D()],
        new MeanSquaredError(), new SGD());

    // numbers that were clipped, missing and logarithms, between and around categories
    private static readonly PreparedColumn[] Mixed =
    [
        new NumberColumn("area") { Shift = 98f, Scale = 0.02f, Missing = 120f, Minimum = 50f },
        new NumberColumn("age") { LogOffset = 0.5f, Shift = 2f, Maximum = 90f },
        new CategoryColumn("city", ["Paris", "Rome", "Oslo"]),
        new NumberColumn("gain") { SignedLog = true, Scale = 3f },
    ];

    private static readonly float[] MixedRows =
    [
        100f, 3f, 0f, -1e-6f,
        float.NaN, 0f, 1f, 1e4f,
        -5f, 1e9f, 2f, -0.3f,
        50f, 12.5f, 1f, 0f,
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source([Six, Picture]));

    [Fact]
    public void Raw_rows_go_in()
    {
        var preparation = new Preparation(Mixed);
        Check("OnnxSix", preparation, MixedRows);
    }

    [Fact]
    public void Categories_alone_and_at_both_ends()
    {
        CategoryColumn two = new("sex", ["f", "m"]), three = new("city", ["a", "b", "c"]) { AllowUnseen = true };
        Check("OnnxSix", new Preparation([two, new NumberColumn("x"), three]), [0, 2.5f, 2, 1, -1, -1, 0, 0, float.NaN]);
        Check("OnnxSix", new Preparation([three, three with { AllowUnseen = false }]), [2, 0, -1, 1, float.NaN, 2]);
    }

    [Fact]
    public void Principal_axes_come_last()
    {
        var random = new Random(3);
        float[] matrix = Batch.Normal(random, 6 * 7), mean = Batch.Normal(random, 7);
        PreparedColumn[] columns = [.. Mixed, new NumberColumn("rest") { Shift = 0.5f }];
        float[] rows = [.. MixedRows.Chunk(4).SelectMany((row, i) => row.Append(i))];
        Check("OnnxSix", new Preparation(columns, new Projection(matrix, mean)), rows);
    }

    [Fact]
    public void Columns_that_are_left_as_they_are_add_no_node()
    {
        INetwork network = Compiled.Create("OnnxSix", 1);
        var options = new OnnxOptions { Preparation = new Preparation([.. Enumerable.Range(0, 6).Select(i => new NumberColumn($"{i}"))]) };
        Assert.Equal(new OnnxModel(OnnxSession.Export(network)).Ops, new OnnxModel(OnnxSession.Export(network, options)).Ops);
    }

    [Fact]
    public void Images_are_prepared_as_rows()
    {
        NumberColumn[] pixels = [.. Enumerable.Range(0, 6).Select(i => new NumberColumn($"{i}") { Shift = i, Scale = 1 / 255f })];
        Check("OnnxPicture", new Preparation(pixels), [.. Enumerable.Range(0, 18).Select(i => i * 14f)]);
    }

    [Fact]
    public void Targets_come_out_as_they_were()
    {
        NumberColumn[] targets = [new("price") { LogOffset = 1f, Shift = 2f, Scale = 0.5f }, new("gain") { SignedLog = true, Shift = 0.1f }];
        var preparation = new Preparation(Mixed, targets: targets);
        Check("OnnxSix", preparation, MixedRows, OnnxOutput.Targets);
        Check("OnnxPicture", new Preparation(
            [.. Enumerable.Range(0, 6).Select(i => new NumberColumn($"{i}"))], targets: [targets[1], targets[1]]),
            [1, 2, 3, 4, 5, 6], OnnxOutput.Targets);
    }

    [Fact]
    public void What_cannot_be_prepared_is_no_number()
    {
        INetwork network = Compiled.Create("OnnxSix", 1);
        using var session = new OnnxSession(network, new OnnxOptions { Preparation = new Preparation(Mixed) });
        float[][] rows =
        [
            [100f, 3f, 3f, 0f], [100f, 3f, 0.5f, 0f], [100f, 3f, float.NaN, 0f], [100f, -2f, 0f, 0f],
            [100f, 3f, 0f, float.NaN], [100f, float.NaN, 0f, 0f],
        ];
        Assert.All(session.Run([.. rows.SelectMany(row => row)]), output => Assert.True(float.IsNaN(output), $"{output}"));
    }

    [Fact]
    public void The_names_of_columns_and_categories_are_in_the_metadata()
    {
        INetwork network = Compiled.Create("OnnxSix", 1);
        using var session = new OnnxSession(network, new OnnxOptions { Preparation = new Preparation(Mixed) });
        Preparation read = Preparation.FromMetadata(session.Metadata)!;
        Assert.Equal(Mixed, read.Columns);
    }

    private static void Check(string name, Preparation preparation, float[] raw, OnnxOutput output = OnnxOutput.Predictions)
    {
        INetwork network = MovedParameters.Of(Compiled.Create(name, 1));
        int rows = raw.Length / preparation.RawSize;
        float[] inputs = new float[rows * network.InputSize], expected = new float[rows * network.OutputSize];
        preparation.Apply(raw, inputs);
        network.Predict(inputs, expected);
        if (output == OnnxOutput.Targets)
            preparation.RestoreTargets(expected, expected);
        using var session = new OnnxSession(network, new OnnxOptions { Preparation = preparation, Output = output });
        Assert.Equal([-1, preparation.RawSize], session.Input.Value.Dimensions);
        OnnxAgreement.Check(name, expected, session.Run(raw));
    }
}
