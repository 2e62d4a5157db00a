namespace DeepTrain;

/// <summary>The schedules there are.</summary>
public static partial class Schedules;
