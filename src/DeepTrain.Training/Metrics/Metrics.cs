namespace DeepTrain;

/// <summary>The metrics there are.</summary>
public static partial class Metrics;
