namespace DeepTrain;

/// <summary>
/// What is worth knowing before a network is trained for long: whether it starts as it should, has right gradients, learns a few
/// rows by heart, and suits its rows.
/// </summary>
public static class Sanity
{
    /// <summary>Checks a class of networks with the rows that it is to be trained on.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="data">Rows as the network takes them: prepared, and not the part to test on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">Ends the checks.</param>
    /// <exception cref="ArgumentException">The rows do not suit the network, or an option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CheckReport Check<TNetwork>(Dataset data, SanityOptions? options = null, CancellationToken token = default)
        where TNetwork : class, INetwork<TNetwork> =>
        Check(TNetwork.Create, data, options, token);

    /// <summary>Checks networks that a function makes.</summary>
    /// <param name="create">Makes a network of a seed. If it hands out one that is in use, this is afterwards as it was.</param>
    /// <param name="data">Rows as the network takes them.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">Ends the checks.</param>
    /// <exception cref="ArgumentException">
    /// The rows do not suit the network, its parameters are not finite, or an option is out of its range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the network is as it was.</exception>
    public static CheckReport Check(
        Func<ulong, INetwork> create, Dataset data, SanityOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new SanityOptions();
        options.Check();
        INetwork network = create(options.Seed)
            ?? throw new ArgumentException($"Expected a network for the seed {options.Seed}; there is none.", nameof(create));
        return Check(network, data, options, token);
    }

    /// <summary>Checks a network, which afterwards is as it was.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Rows as the network takes them.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="token">Ends the checks.</param>
    /// <exception cref="ArgumentException">
    /// The rows do not suit the network, its parameters are not finite, or an option is out of its range.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the network is as it was.</exception>
    public static CheckReport Check(
        INetwork network, Dataset data, SanityOptions? options = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new SanityOptions();
        options.Check();
        FitChecks.Check(network, data, new FitOptions { BatchSize = options.BatchSize });
        using var visit = new NetworkVisit(network);
        return new CheckReport(network.Description.Name, new SanityRun(visit, data, options, token).Run());
    }
}
