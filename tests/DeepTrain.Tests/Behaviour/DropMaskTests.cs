using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>
/// Masks drop as often as they are told to, and no element knows of another: rows share random words, neighbouring columns
/// follow each other in the counter.
/// </summary>
public sealed class DropMaskTests
{
    private const int Columns = 48;
    private const int Rows = 20_000;
    private const double Sigmas = 5;

    private static readonly float[] s_rates = [0.01f, 0.1f, 0.125f, 0.2f, 0.25f, 0.3f, 0.5f, 0.75f, 0.9f];

    private static readonly IReadOnlyList<NetworkPlan> s_plans =
    [
        .. s_rates.Select(rate => new NetworkPlan(
            Name(rate), Columns, [new Dropout(rate), new Dense(1)], new MeanSquaredError(), new SGD())),
    ];

    public static TheoryData<float> Rates => [.. s_rates];

    [Theory]
    [MemberData(nameof(Rates))]
    public void Elements_are_dropped_at_the_rate_and_the_rest_keeps_the_mean(float rate)
    {
        float[] seen = Outputs(Create(rate));
        float kept = (float)(1 / (1 - rate.AsDecimal()));
        Assert.Equal([0, kept], seen.Distinct().Order());
        AssertChance(Dropped(seen).Count(dropped => dropped), seen.Length, rate);
        for (int column = 0; column < Columns; column++)
            AssertChance(Enumerable.Range(0, Rows).Count(row => seen[row * Columns + column] == 0), Rows, rate);
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Rows_columns_and_batches_drop_independently(float rate)
    {
        INetwork network = Create(rate);
        bool[] now = Dropped(Outputs(network));
        foreach (int rows in new[] { 1, 2, 3, 4, 8, 16, 31, 32 })
            AssertIndependent(now, now[(rows * Columns)..], rate);
        foreach (int columns in new[] { 1, 8, 16, 32 })
            AssertIndependent(now, now[columns..], rate);

        network.TrainBatch(Ones(Columns), [0f]);
        AssertIndependent(now, Dropped(Outputs(network)), rate);
    }

    private static string Name(float rate) => $"DropMask{rate.AsDecimal() * 1000:F0}";

    private static INetwork Create(float rate) => NetworkCompiler.Compile(NetworkPlan.Source(s_plans)).Create(Name(rate), 3);

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static float[] Outputs(INetwork network)
    {
        var recorder = new LayerRecorder();
        network.Inspect(Ones(Rows * Columns), new float[Rows], recorder);
        return [.. recorder.Layers[0].Activations];
    }

    private static bool[] Dropped(float[] outputs) => [.. outputs.Select(value => value == 0)];

    private static void AssertIndependent(bool[] first, bool[] second, float rate)
    {
        int both = 0, count = Math.Min(first.Length, second.Length);
        for (int i = 0; i < count; i++)
            both += first[i] && second[i] ? 1 : 0;
        AssertChance(both, count, rate.AsDecimal() * rate.AsDecimal());
    }

    private static void AssertChance(int happened, int of, double probability)
    {
        double expected = of * probability, deviation = Math.Sqrt(expected * (1 - probability));
        Assert.InRange(happened, expected - Sigmas * deviation, expected + Sigmas * deviation);
    }
}
