namespace DeepTrain;

/// <summary>Which learning rate to train with.</summary>
public static class LearningRate
{
    /// <summary>
    /// Trains for a short while, with a rate that grows from step to step, and sees where the loss begins to fall and where it
    /// explodes (Smith 2017).
    /// </summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="train">Rows as the network takes them, to train on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">Ends the test.</param>
    /// <exception cref="ArgumentException">The rows do not suit the network, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RateRange RangeTest<TNetwork>(
        Dataset train, RangeTestOptions? options = null, CancellationToken token = default)
        where TNetwork : class, INetwork<TNetwork> =>
        RangeTest(TNetwork.Create, train, options, token);

    /// <summary>The same for networks that a function makes.</summary>
    /// <param name="create">Makes a network of a seed. If it hands out one that is in use, this is afterwards as it was.</param>
    /// <param name="train">Rows as the network takes them, to train on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">Ends the test.</param>
    /// <exception cref="ArgumentException">
    /// The rows do not suit the network, its parameters are not finite, or an option is out of its range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the network is as it was.</exception>
    public static RateRange RangeTest(
        Func<ulong, INetwork> create, Dataset train, RangeTestOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new RangeTestOptions();
        options.Check();
        INetwork network = create(options.Seed)
            ?? throw new ArgumentException($"Expected a network for the seed {options.Seed}; there is none.", nameof(create));
        return RangeTest(network, train, options, token);
    }

    /// <summary>The same from where a network stands, optimizer included; afterwards it is as it was, to the byte.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">Rows as the network takes them, to train on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">Ends the test.</param>
    /// <exception cref="ArgumentException">
    /// The rows do not suit the network, its parameters are not finite, or an option is out of its range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the network is as it was.</exception>
    public static RateRange RangeTest(
        INetwork network, Dataset train, RangeTestOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        options ??= new RangeTestOptions();
        options.Check();
        FitChecks.Check(network, train, new FitOptions { BatchSize = options.BatchSize });
        float own = network.LearningRate;
        using var visit = new NetworkVisit(network);
        return RateCurveReader.Read(RateSweep.Run(network, train, options, token), own, network.Description);
    }
}
