namespace DeepTrain;

/// <summary>A training loss, epoch by epoch, as rules look at it. Thirds and shares make curves of any length and height alike.</summary>
internal sealed class LossCurve
{
    /// <summary>Fewer epochs have no shape.</summary>
    public const int FewestEpochs = 4;

    private LossCurve(double initial, double[] losses)
    {
        Initial = initial;
        Losses = losses;
        if (losses.Length < FewestEpochs)
            return;
        int third = losses.Length / 3;
        FirstFall = losses[0] - losses[third];
        LastFall = losses[^(1 + third)] - losses[^1];
        for (int next = third + 1; next < losses.Length; next++)
            Rises += Math.Max(0, losses[next] - losses[next - 1]);
    }

    /// <summary>Before the first update.</summary>
    public double Initial { get; }

    /// <summary>The means of the epochs.</summary>
    public double[] Losses { get; }

    /// <summary>The loss of the validation rows; empty where there are none, or their loss was not measured each time.</summary>
    public double[] Validation { get; private init; } = [];

    /// <summary>The share of right answers; empty where it was not measured.</summary>
    public double[] Accuracy { get; private init; } = [];

    /// <summary>What who knows nothing of the inputs has; NaN where the loss does not say.</summary>
    public double Ignorance { get; private init; } = double.NaN;

    /// <summary>Whether training was broken off because the loss exploded.</summary>
    public bool IsBrokenOff { get; private init; }

    public double Last => Losses[^1];

    /// <summary>What has been learnt, as a share of where it began.</summary>
    public double Learnt => (Initial - Last) / Initial;

    /// <summary>By how much the loss fell within the first third of the epochs.</summary>
    public double FirstFall { get; }

    /// <summary>By how much it fell within the last third.</summary>
    public double LastFall { get; }

    /// <summary>The sum of all rises from one epoch to the next, the first third left out.</summary>
    public double Rises { get; }

    public static LossCurve Of(FitResult run)
    {
        EpochRecord[] epochs = [.. run.History];
        int accuracy = run.History.MetricNames.ToList().IndexOf(Metrics.Accuracy.Name);
        return Of(
            run.History.InitialLoss, [.. epochs.Select(epoch => epoch.TrainingLoss)],
            epochs.All(epoch => epoch.ValidationLoss != null) ? [.. epochs.Select(epoch => epoch.ValidationLoss!.Value)] : [],
            accuracy < 0 ? [] : [.. epochs.Select(epoch => epoch.Metrics[accuracy])],
            run.Network.Description.LossKind switch
            {
                LossKind.SoftmaxCrossEntropy => Math.Log(run.Network.OutputSize),
                LossKind.BinaryCrossEntropy => Math.Log(2),
                _ => double.NaN,
            },
            run.Stopped is StopReason.NotFinite or StopReason.Diverged);
    }

    public static LossCurve Of(
        double initial, double[] losses, double[] validation, double[] accuracy, double ignorance, bool isBrokenOff) =>
        new(initial, losses)
        {
            Validation = validation, Accuracy = accuracy, Ignorance = ignorance, IsBrokenOff = isBrokenOff,
        };
}
