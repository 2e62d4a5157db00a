namespace DeepTrain;

/// <summary>What becomes of one column of raw data: one number of a network's inputs, or several.</summary>
public abstract record PreparedColumn
{
    private protected PreparedColumn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The column's name in the data, for messages.</summary>
    public string Name { get; }

    /// <summary>How many prepared numbers a raw one becomes.</summary>
    public abstract int Size { get; }

    /// <summary>Checks what the column was made of.</summary>
    internal abstract void Check();

    /// <summary>Why a raw number cannot be prepared; null if it can.</summary>
    internal abstract string? Problem(float raw);

    /// <summary>Writes the <see cref="Size"/> prepared numbers of a raw one that has no problem.</summary>
    internal abstract void Apply(float raw, Span<float> prepared);
}

/// <summary>
/// A column of numbers. In this order: a missing number is replaced, the number is clipped, its logarithm taken, and
/// <c>(x - Shift) * Scale</c> is the prepared number. As a target it goes the way back too.
/// </summary>
public sealed record NumberColumn : PreparedColumn
{
    /// <summary>A column that is taken as it is, unless more is said.</summary>
    /// <param name="name">The column's name in the data.</param>
    public NumberColumn(string name)
        : base(name)
    {
    }

    /// <summary>What stands for NaN, a missing number; null: a missing number is an error.</summary>
    public float? Missing { get; init; }

    /// <summary>Smaller raw numbers become this one.</summary>
    public float Minimum { get; init; } = float.NegativeInfinity;

    /// <summary>Larger raw numbers become this one.</summary>
    public float Maximum { get; init; } = float.PositiveInfinity;

    /// <summary>If there is one, x becomes <c>log(x + LogOffset)</c>; a number of which there is no logarithm is an
    /// error.</summary>
    public float? LogOffset { get; init; }

    /// <summary>Whether x becomes <c>sign(x) log(1 + |x|)</c>, for long tails on both sides of 0; not together with
    /// <see cref="LogOffset"/>.</summary>
    public bool SignedLog { get; init; }

    /// <summary>What is taken off, as a rule the mean. Finite.</summary>
    public float Shift { get; init; }

    /// <summary>What the rest is multiplied by, as a rule 1 / standard deviation. Finite and not 0.</summary>
    public float Scale { get; init; } = 1;

    /// <inheritdoc/>
    public override int Size => 1;

    /// <summary>Whether the prepared number is a linear function of the raw one.</summary>
    internal bool IsAffine =>
        Missing is null && LogOffset is null && !SignedLog && float.IsNegativeInfinity(Minimum) && float.IsPositiveInfinity(Maximum);

    internal override void Check()
    {
        if (!float.IsFinite(Shift) || !float.IsFinite(Scale) || Scale == 0)
            throw Bad($"a finite Shift and a finite Scale that is not 0, found {Shift} and {Scale}");
        if (!(Minimum <= Maximum) || Minimum == float.PositiveInfinity || Maximum == float.NegativeInfinity)
            throw Bad($"a Minimum that is not above the Maximum, found {Minimum} and {Maximum}");
        if (Missing is { } missing && !float.IsFinite(missing))
            throw Bad($"a finite number for Missing, found {missing}");
        if (LogOffset is { } offset && !float.IsFinite(offset))
            throw Bad($"a finite LogOffset, found {offset}");
        if (LogOffset is not null && SignedLog)
            throw Bad("a LogOffset or a SignedLog, found both");
    }

    internal override string? Problem(float raw)
    {
        if (float.IsNaN(raw) && Missing is null)
            return "is missing (NaN), and the preparation says nothing of missing numbers";
        float x = Math.Clamp(float.IsNaN(raw) ? Missing!.Value : raw, Minimum, Maximum);
        if (LogOffset is { } offset && !(x + offset > 0))
            return $"is {raw}, and there is no logarithm of {x} + {offset}";
        return float.IsFinite(x) ? null : $"is {raw}, expected a finite number";
    }

    internal override void Apply(float raw, Span<float> prepared)
    {
        float x = Math.Clamp(float.IsNaN(raw) ? Missing!.Value : raw, Minimum, Maximum);
        if (LogOffset is { } offset)
            x = MathF.Log(x + offset);
        else if (SignedLog)
            x = MathF.CopySign((float)double.LogP1(Math.Abs((double)x)), x);
        prepared[0] = (x - Shift) * Scale;
    }

    /// <summary>The raw number of a prepared one; what was clipped does not come back.</summary>
    internal float Restore(float prepared)
    {
        float x = prepared / Scale + Shift;
        if (SignedLog)
            return MathF.CopySign((float)double.ExpM1(Math.Abs((double)x)), x);
        return LogOffset is { } offset ? MathF.Exp(x) - offset : x;
    }

    private ArgumentException Bad(string expected) => new($"Column '{Name}': expected {expected}.", "columns");
}

/// <summary>
/// A column of categories, one prepared number for each: 1 for the row's own, 0 for the others. Raw rows hold the categories'
/// numbers, from 0; <see cref="Code"/> finds them.
/// </summary>
public sealed record CategoryColumn : PreparedColumn
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    /// <summary>A column of categories.</summary>
    /// <param name="name">The column's name in the data.</param>
    /// <param name="categories">The categories in the order of their numbers, at least one, all different.</param>
    public CategoryColumn(string name, IReadOnlyList<string> categories)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(categories);
        Categories = Array.AsReadOnly([.. categories]);
        for (int i = 0; i < Categories.Count; i++)
        {
            if (Categories[i] is not { } category || !_codes.TryAdd(category, i))
            {
                throw new ArgumentException(
                    $"Column '{name}': expected categories that differ, found {Quoted(Categories[i])} a second time or null.",
                    nameof(categories));
            }
        }
        if (Categories.Count == 0)
            throw new ArgumentException($"Column '{name}': expected at least one category, found none.", nameof(categories));
    }

    /// <summary>The categories in the order of their numbers.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Whether a category that is not among them is a row of zeros; otherwise it is an error.</summary>
    public bool AllowUnseen { get; init; }

    /// <inheritdoc/>
    public override int Size => Categories.Count;

    /// <summary>The number that stands for a category in a raw row; -1 for one that is not known, where those are allowed.</summary>
    /// <exception cref="ArgumentException">The category is not known.</exception>
    public float Code(string category)
    {
        ArgumentNullException.ThrowIfNull(category);
        if (_codes.TryGetValue(category, out int code))
            return code;
        return AllowUnseen
            ? -1
            : throw new ArgumentException(
                $"Column '{Name}': expected one of {Categories.Count} categories, found {Quoted(category)}.", nameof(category));
    }

    /// <summary>Whether both are the same column with the same categories.</summary>
    public bool Equals(CategoryColumn? other) =>
        other is not null && Name == other.Name && AllowUnseen == other.AllowUnseen && Categories.SequenceEqual(other.Categories);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, AllowUnseen, Categories.Count);

    internal override void Check()
    {
    }

    internal override string? Problem(float raw)
    {
        if (raw >= 0 && raw < Categories.Count && raw == MathF.Floor(raw))
            return null;
        return AllowUnseen && (raw == -1 || float.IsNaN(raw))
            ? null
            : $"is {raw}, expected the number of a category, from 0 to {Categories.Count - 1}";
    }

    internal override void Apply(float raw, Span<float> prepared)
    {
        prepared.Clear();
        if (raw >= 0)
            prepared[(int)raw] = 1;
    }

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
