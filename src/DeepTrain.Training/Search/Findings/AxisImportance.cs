namespace DeepTrain;

/// <summary>How much of the differences between trials a setting explains on its own.</summary>
/// <param name="Axis">The setting.</param>
/// <param name="Share">From 0 to 1; what is left of 1 over all settings is theirs together, and chance.</param>
/// <param name="IsTold">Whether that is more than chance would do, or the best trials have it in common.</param>
public sealed record AxisImportance(string Axis, double Share, bool IsTold);
