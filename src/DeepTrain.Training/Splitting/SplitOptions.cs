namespace DeepTrain;

/// <summary>How the rows of a dataset are shared out.</summary>
public sealed record SplitOptions
{
    /// <summary>Which of all random splits it is.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Whether each part gets its share of each class, and at least one row of each; with
    /// <see cref="Groups"/> as near to that as whole groups allow. Null: if rows have labels and are not
    /// <see cref="TimeOrdered"/>.
    /// </summary>
    public bool? Stratified { get; init; }

    /// <summary>
    /// A number for each row; rows of one number stay in one part: all pictures of one patient, all minutes of one day.
    /// Otherwise a network may know the patient, and validation takes that for knowledge.
    /// </summary>
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>
    /// Whether rows stay in their order, the first to train on and the last to test on, as is due to forecasts.
    /// <see cref="Dataset.KFold"/> then trains each time on all rows before those that it validates on.
    /// </summary>
    public bool TimeOrdered { get; init; }

    /// <summary>
    /// Rows that are left out between what is trained on and what comes after it, at least 0, for rows that are
    /// <see cref="TimeOrdered"/>: where inputs look back, the first rows to validate on would know the last ones to train on.
    /// </summary>
    public int Gap { get; init; }

    /// <summary>
    /// The most rows that a round of <see cref="Dataset.KFold"/> trains on, the latest, at least 1, for rows that are
    /// <see cref="TimeOrdered"/>; null for all before those that it validates on.
    /// </summary>
    public int? Window { get; init; }

    /// <summary>Whether a part may be without a class that other parts have; otherwise that is an error.</summary>
    public bool AllowAbsentClasses { get; init; }
}
