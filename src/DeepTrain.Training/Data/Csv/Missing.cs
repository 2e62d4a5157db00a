namespace DeepTrain;

/// <summary>What becomes of an empty cell in a column of numbers.</summary>
/// <remarks>
/// Means and medians are those of all rows that are read. Whoever wants nothing of the test rows in them has a file for
/// each part, and reads the others with the <see cref="CsvSchema"/> of the first.
/// </remarks>
public readonly record struct Missing
{
    private Missing(MissingKind kind, float value) => (Kind, Value) = (kind, value);

    /// <summary>It is an error. The default.</summary>
    public static Missing Error => default;

    /// <summary>The mean of the column's other cells.</summary>
    public static Missing Mean => new(MissingKind.Mean, 0);

    /// <summary>The median of the column's other cells.</summary>
    public static Missing Median => new(MissingKind.Median, 0);

    internal MissingKind Kind { get; }

    internal float Value { get; }

    /// <summary>A number.</summary>
    /// <param name="value">Finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Missing Fill(float value) => float.IsFinite(value)
        ? new Missing(MissingKind.Value, value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite number.");
}

internal enum MissingKind
{
    Error,
    Mean,
    Median,
    Value,
}
