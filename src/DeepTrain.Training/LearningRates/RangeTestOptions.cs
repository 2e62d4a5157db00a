namespace DeepTrain;

/// <summary>How <see cref="LearningRate"/> tries rates.</summary>
public sealed record RangeTestOptions
{
    /// <summary>The first rate; finite, above 0.</summary>
    public float Lowest { get; init; } = 1e-6f;

    /// <summary>The last rate; finite, above <see cref="Lowest"/>.</summary>
    public float Highest { get; init; } = 10f;

    /// <summary>Updates from the first rate to the last, each by the same factor above the one before; at least 20.</summary>
    public int Steps { get; init; } = 200;

    /// <summary>Rows in a batch, at least 1, as they are to be in training.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The seed of the network, where one is made, and of the order of the rows.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Check()
    {
        if (!(Lowest > 0) || !float.IsFinite(Lowest))
            throw Bad("a finite Lowest above 0", Lowest);
        if (!(Highest > Lowest) || !float.IsFinite(Highest))
            throw Bad($"a finite Highest above Lowest, {Words.Number(Lowest)}", Highest);
        if (Steps < 20)
            throw Bad("at least 20 Steps", Steps);
        if (BatchSize < 1)
            throw Bad("a BatchSize of at least 1", BatchSize);
    }

    private static ArgumentException Bad(string expected, double came) => new(
        $"Expected {expected}; it is {came.ToString(System.Globalization.CultureInfo.InvariantCulture)}.", "options");
}
