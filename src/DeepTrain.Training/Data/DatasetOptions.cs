namespace DeepTrain;

/// <summary>What numbers alone do not say about a dataset that is made from memory.</summary>
public sealed record DatasetOptions
{
    /// <summary>
    /// [features] or [channels, height, width]; null for [features]. An image's row is its channels one after the other,
    /// each
    /// row by row.
    /// </summary>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>A name for each input, null for <c>input0</c>, <c>input1</c> and so on.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>A name for each target, null for <c>target0</c> and so on.</summary>
    public IReadOnlyList<string>? TargetNames { get; init; }

    /// <summary>
    /// The classes' names in the order of their labels, null for <c>0</c>, <c>1</c> and so on up to the highest label.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }
}
