namespace DeepTrain;

/// <summary>How many pictures a <see cref="ContactSheet"/> shows, and how large.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>Lines, each with one picture, at least 1: rows of the dataset at equal distances.</summary>
    public int Pictures { get; init; } = 10;

    /// <summary>How many epochs each picture is shown in, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The seed of the run that is to be looked at.</summary>
    public ulong Seed { get; init; }

    /// <summary>Points of the sheet for a pixel's side, at least 1; null: so many that pictures are about 64 wide.</summary>
    public int? Magnify { get; init; }

    internal void Check()
    {
        if (Pictures < 1 || Epochs < 1 || Magnify < 1)
        {
            throw new ArgumentException(
                $"Expected Pictures, Epochs and Magnify of at least 1; they are {Pictures}, {Epochs} and {Magnify?.ToString() ?? "null"}.", "options");
        }
    }
}
