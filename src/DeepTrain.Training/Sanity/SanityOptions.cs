namespace DeepTrain;

/// <summary>How <see cref="Sanity"/> checks.</summary>
public sealed record SanityOptions
{
    /// <summary>The seed of the network that is checked, and of the directions that gradients are checked in.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Rows that losses and activations are measured on, at least 1, taken at equal distances.</summary>
    public int Rows { get; init; } = 256;

    /// <summary>Rows in a batch, at least 1, as they are to be in training.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Rows that are to be learnt by heart, at least 1.</summary>
    public int TinyRows { get; init; } = 20;

    /// <summary>Updates within which they are to be learnt, at least 1. As many are tried with each of a few other rates.</summary>
    public int TinySteps { get; init; } = 400;

    /// <summary>Rows that gradients are checked with, at least 1.</summary>
    public int GradientRows { get; init; } = 16;

    internal void Check()
    {
        AtLeastOne(Rows, nameof(Rows));
        AtLeastOne(BatchSize, nameof(BatchSize));
        AtLeastOne(TinyRows, nameof(TinyRows));
        AtLeastOne(TinySteps, nameof(TinySteps));
        AtLeastOne(GradientRows, nameof(GradientRows));
    }

    private static void AtLeastOne(int number, string name)
    {
        if (number < 1)
            throw new ArgumentException($"Expected {name} of at least 1; it is {number}.", "options");
    }
}
