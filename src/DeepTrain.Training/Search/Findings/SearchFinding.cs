namespace DeepTrain;

/// <summary>Something that a search teaches besides its best trial.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Axis">The setting, such as "learning rate"; null where it is about all.</param>
/// <param name="Text">A sentence or two: what was seen, and what to do.</param>
/// <param name="From">The lower end of the range to try; null where there is none to name.</param>
/// <param name="To">Its upper end.</param>
public sealed record SearchFinding(SearchFindingKind Kind, string? Axis, string Text, double? From = null, double? To = null)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text;
}

/// <summary>What a <see cref="SearchFinding"/> is about.</summary>
public enum SearchFindingKind
{
    /// <summary>The best trials lie at the edge of a range: what is better may lie beyond it.</summary>
    Edge,

    /// <summary>A range over decades is drawn from linearly: most trials lie in the last decade.</summary>
    LinearDecades,

    /// <summary>A setting makes no difference that could be told from chance.</summary>
    Unimportant,

    /// <summary>Trials diverged, and with which rates.</summary>
    Diverged,

    /// <summary>The best trials differ by less than their folds do.</summary>
    WithinSpread,

    /// <summary>No trial has a score.</summary>
    NoScore,
}
