namespace DeepTrain;

/// <summary>What was measured in an epoch. Losses are means over rows, weighted as in training, without what L1 and L2
/// add.</summary>
public sealed record EpochRecord
{
    /// <summary>From 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>Updates since the fit began.</summary>
    public required long Steps { get; init; }

    /// <summary>Rows that were trained on; fewer than in other epochs if the fit ended in its midst.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// The mean of the batches' losses, each before its update, in training mode: with dropout and batch statistics, and of
    /// weights that change meanwhile. For a comparison with <see cref="ValidationLoss"/> see
    /// <see cref="TrainingLossInInference"/>.
    /// </summary>
    public required double TrainingLoss { get; init; }

    /// <summary>
    /// The loss of the training rows at the end of the epoch, in inference mode; null where
    /// <see cref="FitOptions.EvaluateTraining"/> did not ask for it.
    /// </summary>
    public double? TrainingLossInInference { get; init; }

    /// <summary>The loss of the validation rows at the end of the epoch, in inference mode; null without such
    /// rows.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>
    /// Metrics at the end of the epoch, in the order of <see cref="FitOptions.Metrics"/>: of the validation rows, or of the
    /// training rows where there are no others. NaN where a metric is undefined.
    /// </summary>
    public IReadOnlyList<double> Metrics { get; init; } = [];

    /// <summary>What L1 and L2 add to the loss at the end of the epoch.</summary>
    public double Penalty { get; init; }

    /// <summary>The learning rate of the last update.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Seconds for training and measuring; those before an interruption included.</summary>
    public required double Seconds { get; init; }
}
