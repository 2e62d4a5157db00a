namespace DeepTrain;

/// <summary>How far a search is.</summary>
/// <param name="Done">Trials that are done, whoever did them.</param>
/// <param name="Total">Trials that there will be.</param>
/// <param name="Latest">The one that has just been done.</param>
/// <param name="Best">The best so far; null if none has a score.</param>
public readonly record struct SearchProgress(int Done, int Total, TrialResult Latest, TrialResult? Best);
