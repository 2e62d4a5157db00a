namespace DeepTrain;

/// <summary>Trains networks on datasets.</summary>
public static class Trainer
{
    /// <summary>
    /// Trains a network batch by batch, measures it after each epoch, and ends when all is done or when there is a reason
    /// to: see <see cref="StopReason"/>. Two fits from one network, one dataset and one set of options leave the same bits,
    /// whatever <see cref="FitOptions.Workers"/> and <see cref="FitOptions.Threads"/> are.
    /// </summary>
    /// <param name="network">
    /// The network, whose optimizer goes on from where it stands. Afterwards it has the weights that
    /// <see cref="FitResult.Network"/> tells of, and the learning rate from before.
    /// </param>
    /// <param name="data">Rows as the network takes them, to train on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">
    /// Ends the fit after the batch that is under way: it returns as it would otherwise, with
    /// <see cref="StopReason.Cancelled"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The rows do not suit the network, they are a part to validate or to test on, or an option is out of its range.
    /// Nothing has changed.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The checkpoint is damaged, or one of another network or of other options; or a streamed row's file is damaged.
    /// </exception>
    /// <exception cref="IOException">The checkpoint cannot be read or written.</exception>
    public static FitResult<TNetwork> Fit<TNetwork>(
        TNetwork network, Dataset data, FitOptions? options = null, CancellationToken token = default)
        where TNetwork : class, INetwork
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FitOptions();
        FitChecks.Check(network, data, options);
        return FitTogether(network, data, options, SingleProcess.Instance, token);
    }

    /// <summary>As above, by several processes, each of which calls it with what has been checked.</summary>
    internal static FitResult<TNetwork> FitTogether<TNetwork>(
        TNetwork network, Dataset data, FitOptions options, IFitGroup group, CancellationToken token)
        where TNetwork : class, INetwork
    {
        int threads = network.Threads;
        try
        {
            if (options.Threads is int asked)
                network.Threads = asked;
            using var run = new FitRun(network, data, options, group);
            try
            {
                return run.End(run.Run(token), network);
            }
            catch
            {
                run.Fail();
                throw;
            }
        }
        finally
        {
            network.Threads = threads;
        }
    }

    /// <summary>Measures a network on rows, in inference mode: those of the test, at the end.</summary>
    /// <param name="network">The network, which stays as it is.</param>
    /// <param name="data">Rows as the network takes them.</param>
    /// <param name="metrics">What to measure besides the loss.</param>
    /// <exception cref="ArgumentException">The rows do not suit the network, or a metric does not.</exception>
    public static EvaluationResult Evaluate(INetwork network, Dataset data, params IReadOnlyList<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metrics);
        FitChecks.CheckRows(network, data, "the rows", nameof(data));
        FitChecks.CheckMetrics(network, data, metrics, nameof(metrics));
        using var evaluation = new Evaluation(network, data, metrics, workers: 0);
        evaluation.Run();
        return new EvaluationResult(evaluation.Loss, [.. metrics.Select(metric => metric.Name)], evaluation.Values());
    }
}
