namespace DeepTrain;

/// <summary>One round of a cross-validation.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Training">To train on, and to fit preprocessing on.</param>
/// <param name="Validation">What this round validates on, and no other.</param>
public sealed record Fold(int Number, Dataset Training, Dataset Validation);
