using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Library;

/// <summary>What was done to the training data, done again by the runtime library alone.</summary>
public sealed class PreparationTests : IDisposable
{
    private static readonly NetworkPlan Five = new(
        "FiveInputs", 5, [new Dense(7), new Tanh(), new Dense(2)], new MeanSquaredError(), new Adam());

    private static readonly NetworkPlan NoBias = Five with
    {
        Name = "WithoutBias",
        Layers = [new Dense(7) { Bias = false }, new Dense(2)],
    };

    private static readonly NetworkPlan TanhFirst = Five with { Name = "TanhFirst", Layers = [new Tanh(), new Dense(2)] };

    private readonly TemporaryDirectory _directory = new();

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source([Five, NoBias, TanhFirst]));

    // two numbers and three cities become five inputs
    private static Preparation Houses() => new(
        [
            new NumberColumn("area") { Shift = 100, Scale = 0.5f, Minimum = 0, Maximum = 400, Missing = 120 },
            new CategoryColumn("city", ["Paris", "Rome", "\u00C5bo \"x\""]) { AllowUnseen = true },
            new NumberColumn("rooms") { LogOffset = 1, Shift = 1, Scale = 3 },
        ],
        targets: [new NumberColumn("price") { LogOffset = 0, Shift = 12, Scale = 2 }, new NumberColumn("age") { Scale = 0.1f }]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Rows_become_what_their_columns_say()
    {
        Preparation houses = Houses();
        CategoryColumn city = Assert.IsType<CategoryColumn>(houses.Columns[1]);
        float[] raw =
        [
            110, city.Code("Rome"), 2,
            float.NaN, city.Code("Paris"), 0,
            -7, city.Code("London"), 5,
            1e9f, float.NaN, 1,
        ];
        float[] prepared = new float[4 * 5];
        houses.Apply(raw, prepared);
        float[] expected =
        [
            5, 0, 1, 0, (MathF.Log(3) - 1) * 3,
            10, 1, 0, 0, -3,
            -50, 0, 0, 0, (MathF.Log(6) - 1) * 3,
            150, 0, 0, 0, (MathF.Log(2) - 1) * 3,
        ];
        Assert.All(expected.Zip(prepared), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal((3, 5), (houses.RawSize, houses.PreparedSize));

        Assert.Equal(0, Allocated.By(() => houses.Apply(raw, prepared)));
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 0, 1, true)]
    [InlineData(1, 3, 1, false)]
    [InlineData(1, 0.5f, 1, false)]
    [InlineData(1, -2, 1, false)]
    [InlineData(1, 0, -1, false)]
    [InlineData(1, 0, float.NaN, false)]
    [InlineData(1, 0, float.PositiveInfinity, false)]
    public void A_number_that_cannot_be_prepared_is_named_and_nothing_is_written(float area, float city, float rooms, bool isFine)
    {
        float[] raw = [100, 0, 1, area, city, rooms], prepared = [.. Enumerable.Repeat(7f, 10)];
        if (isFine)
        {
            Houses().Apply(raw, prepared); // clipped
            return;
        }

        ArgumentException error = Assert.Throws<ArgumentException>(() => Houses().Apply(raw, prepared));
        Assert.Contains("of row 1 is", error.Message);
        Assert.Equal("raw", error.ParamName);
        Assert.All(prepared, number => Assert.Equal(7f, number));
    }

    [Fact]
    public void Targets_go_there_and_back()
    {
        Preparation houses = Houses();
        float[] raw = [250_000, 30, 1, -4], prepared = new float[4], back = new float[4];
        houses.ApplyToTargets(raw, prepared);
        Assert.Equal((MathF.Log(250_000) - 12) * 2, prepared[0], 1e-4f);
        Assert.Equal(3f, prepared[1], 1e-6f);
        houses.RestoreTargets(prepared, back);
        Assert.All(raw.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-4f * Math.Abs(pair.First)));
        Assert.Throws<ArgumentException>(() => houses.ApplyToTargets([0f, 1f], new float[2])); // there is no log 0
        Assert.Throws<ArgumentException>(() => houses.RestoreTargets(prepared, new float[3]));
        Assert.Throws<InvalidOperationException>(
            () => new Preparation([new NumberColumn("x")]).RestoreTargets(prepared, back));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(19, 19)]
    [InlineData(37, 40)]
    public void A_projection_is_the_product_with_its_matrix(int inputs, int outputs)
    {
        var random = new Random(5);
        float[] matrix = Batch.Normal(random, inputs * outputs), mean = Batch.Normal(random, inputs), raw = Batch.Normal(random, 3 * inputs);
        var preparation = new Preparation(
            [.. Enumerable.Range(0, inputs).Select(i => new NumberColumn("x" + i) { Shift = i, Scale = 0.5f })],
            new Projection(matrix, mean));
        float[] prepared = new float[3 * outputs];
        preparation.Apply(raw, prepared);
        for (int row = 0; row < 3; row++)
        {
            for (int j = 0; j < outputs; j++)
            {
                double expected = Enumerable.Range(0, inputs).Sum(
                    i => matrix[j * inputs + i] * ((raw[row * inputs + i] - i) * 0.5 - mean[i]));
                Assert.Equal(expected, prepared[row * outputs + j], 1e-3);
            }
        }

        preparation.Apply(raw, prepared);
        Assert.Equal(0, Allocated.By(() => preparation.Apply(raw, prepared)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Folded_into_the_first_layer_predictions_agree_to_rounding(bool isProjected)
    {
        var random = new Random(3);
        var preparation = new Preparation(
            [.. Enumerable.Range(0, 5).Select(i => new NumberColumn("x" + i) { Shift = 10 * i - 20, Scale = 0.1f + i })],
            isProjected ? new Projection(Batch.Normal(random, 25), Batch.Normal(random, 5)) : null);
        INetwork network = Compiled.Create("FiveInputs", 4), folded = Compiled.Create("FiveInputs", 4);
        float[] raw = [.. Batch.Normal(random, 50).Select((x, i) => 10 * (i % 5) - 20 + x)], prepared = new float[50];
        float[] expected = new float[20], actual = new float[20];
        preparation.Apply(raw, prepared);
        network.Predict(prepared, expected);
        preparation.FoldInto(folded);
        folded.Predict(raw, actual);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
        Assert.NotEqual(Bits.OfParameters(network), Bits.OfParameters(folded));
    }

    [Fact]
    public void What_cannot_be_folded_is_refused_with_the_reason()
    {
        PreparedColumn[] plain = [.. Enumerable.Range(0, 5).Select(i => new NumberColumn("x" + i) { Scale = 2 })];
        NumberColumn shifted = new("s") { Shift = 3 }, log = new("l") { LogOffset = 1 };
        (Preparation Preparation, string Network, string Reason)[] cases =
        [
            (Houses(), "FiveInputs", "found 3 and 5"),
            (new Preparation([.. plain[1..], log]), "FiveInputs", "found 'l'"),
            (new Preparation([.. plain[1..], shifted]), "WithoutBias", "has none"),
            (new Preparation(plain), "TanhFirst", "found tanh1 (Tanh)"),
            (new Preparation([.. plain, shifted]), "FiveInputs", "found 6 and 6"),
        ];
        foreach ((Preparation preparation, string name, string reason) in cases)
        {
            INetwork network = Compiled.Create(name, 1);
            byte[] before = Bits.OfFile(network);
            Assert.Contains(
                reason, Assert.Throws<InvalidOperationException>(() => preparation.FoldInto(network)).Message);
            Assert.Equal(before, Bits.OfFile(network));
        }

        new Preparation(plain).FoldInto(Compiled.Create("WithoutBias", 1));
    }

    [Fact]
    public void It_comes_back_from_the_networks_file_number_for_number()
    {
        var random = new Random(1);
        var preparation = new Preparation(
            Houses().Columns, new Projection(Batch.Normal(random, 25), Batch.Normal(random, 5)), Houses().Targets);
        INetwork first = Compiled.Create("FiveInputs", 1), second = Compiled.Create("FiveInputs", 2);
        preparation.Save(_directory["net"], first, new Dictionary<string, string> { ["note"] = "mine" });
        Preparation loaded = Preparation.Load(_directory["net"], second)!;
        Assert.Equal(Bits.OfFile(first), Bits.OfFile(second));
        Assert.Equal(preparation.Columns, loaded.Columns);
        Assert.Equal(preparation.Targets, loaded.Targets);
        Assert.Equal(preparation.Projection!.Matrix.ToArray(), loaded.Projection!.Matrix.ToArray());
        Assert.Equal(preparation.Projection.Mean.ToArray(), loaded.Projection.Mean.ToArray());
        Assert.Equal("mine", second.Load(_directory["net"])["note"]);

        first.Save(_directory["plain"]);
        Assert.Null(Preparation.Load(_directory["plain"], second));
    }

    [Fact]
    public void A_preparation_of_another_network_or_a_key_that_is_taken_is_refused_before_a_file_is_touched()
    {
        INetwork network = Compiled.Create("FiveInputs", 1);
        var narrow = new Preparation([new NumberColumn("x")]);
        Assert.Contains("rows of 5 inputs", Assert.Throws<ArgumentException>(() => narrow.Save(_directory["a"], network)).Message);
        var one = new Preparation(Houses().Columns, targets: [new NumberColumn("y")]);
        Assert.Contains("2 targets or none", Assert.Throws<ArgumentException>(() => one.Save(_directory["a"], network)).Message);
        var metadata = new Dictionary<string, string> { ["preparation"] = "" };
        Assert.Throws<ArgumentException>(() => Houses().Save(_directory["a"], network, metadata));
        Assert.False(File.Exists(_directory["a"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"columns":[]}""")]
    [InlineData("""{"version":1,"columns":[]}""")]
    [InlineData("""{"version":1,"columns":[{"name":null,"shift":0,"scale":1}]}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","shift":0,"scale":0}]}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","shift":1e99,"scale":1}]}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","categories":["x","x"],"unseen":true}]}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","categories":[null],"unseen":true}]}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","shift":0,"scale":1}],"matrix":"AAA","mean":"AAAAAA=="}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","shift":0,"scale":1}],"matrix":"AAAAAA==","mean":"AAAAAAAAAAA="}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","shift":0,"scale":1}],"targets":[{"name":"a","categories":["x"],"unseen":true}]}""")]
    [InlineData("""{"version":1,"columns":[{"name":"a","shift":0,"scale":1}]}""")]
    public void A_damaged_one_is_refused_and_the_network_is_as_it_was(string text)
    {
        INetwork first = Compiled.Create("FiveInputs", 1), second = Compiled.Create("FiveInputs", 2);
        first.Save(_directory["net"], new Dictionary<string, string> { ["preparation"] = text });
        byte[] before = Bits.OfFile(second);
        Assert.Throws<InvalidDataException>(() => Preparation.Load(_directory["net"], second));
        Assert.Equal(before, Bits.OfFile(second));
    }

    [Fact]
    public void Columns_and_maps_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Preparation([]));
        Assert.Throws<ArgumentException>(() => new Preparation([new NumberColumn("a") { Scale = float.NaN }]));
        Assert.Throws<ArgumentException>(() => new Preparation([new NumberColumn("a") { Minimum = 2, Maximum = 1 }]));
        Assert.Throws<ArgumentException>(() => new Preparation([new NumberColumn("a") { Missing = float.NaN }]));
        Assert.Throws<ArgumentException>(() => new CategoryColumn("a", []));
        Assert.Throws<ArgumentException>(() => new CategoryColumn("a", ["x"]).Code("y"));
        Assert.Throws<ArgumentException>(() => new Projection([1, 2, 3], [1, 2]));
        Assert.Throws<ArgumentException>(() => new Projection([1, float.NaN], [1, 2]));
        Assert.Throws<ArgumentException>(() => new Preparation([new NumberColumn("a")], new Projection([1, 2], [1, 2])));
        float[] same = new float[4];
        Assert.Throws<ArgumentException>(() => new Preparation([new NumberColumn("a")]).Apply(same, same));
        Assert.Throws<ArgumentException>(() => Houses().Apply(new float[4], new float[5]));
        Assert.Throws<ArgumentException>(() => Houses().Apply(new float[3], new float[6]));
    }
}
