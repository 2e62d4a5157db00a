namespace DeepTrain.Benchmarks.Predictor;

/// <summary>How well failures were told; a failure is what is to be found.</summary>
internal sealed class Statistics
{
    private readonly IReadOnlyCollection<ScoredNetwork> _networks;

    public Statistics(IReadOnlyCollection<ScoredNetwork> networks)
    {
        _networks = networks;
        Failed = networks.Count(network => network.HasFailed);
        Told = networks.Count(network => network.IsToldToFail);
        Caught = networks.Count(network => network.HasFailed && network.IsToldToFail);
    }

    public int Count => _networks.Count;

    public int Failed { get; }

    public int Told { get; }

    public int Caught { get; }

    /// <summary>Of those told to fail, the share that did.</summary>
    public double Precision => Caught / (double)Told;

    /// <summary>Of those that failed, the share that was told.</summary>
    public double Recall => Caught / (double)Failed;

    /// <summary>The share of right verdicts of either kind.</summary>
    public double Right => (Count - Told - Failed + 2 * Caught) / (double)Count;

    /// <summary>The probability that a network that failed ranks below one that trained.</summary>
    public double Auc
    {
        get
        {
            double[] failed = Scores(true), trained = Scores(false);
            double pairs = 0;
            foreach (double score in failed)
                pairs += trained.Sum(other => score < other ? 1 : score == other ? 0.5 : 0);
            return pairs / ((double)failed.Length * trained.Length);
        }
    }

    /// <summary>The precision where the score's threshold is moved so that this share of failures is told.</summary>
    public double PrecisionAt(double recall)
    {
        double[] failed = [.. Scores(true).Order()];
        if (failed.Length == 0)
            return double.NaN;
        double threshold = failed[Math.Max((int)Math.Ceiling(recall * failed.Length) - 1, 0)];
        int caught = failed.Count(score => score <= threshold);
        return caught / (double)(caught + Scores(false).Count(score => score <= threshold));
    }

    private double[] Scores(bool hasFailed) =>
        [.. _networks.Where(network => network.HasFailed == hasFailed).Select(network => network.Rank)];
}
