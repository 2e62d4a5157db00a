namespace DeepTrain;

/// <summary>Trains one network on many processes or machines.</summary>
public static class DistributedTrainer
{
    /// <summary>
    /// As <see cref="Trainer.Fit"/>, by all processes that a launcher of MPI has started; without one, by this process
    /// alone. Each of them calls it with the same network, rows and options, trains its shards of every batch, and has the
    /// same result.
    /// </summary>
    /// <param name="network">The network, from one seed or one file on all ranks.</param>
    /// <param name="data">All rows; each rank reads those of its shards.</param>
    /// <param name="options">
    /// How. <see cref="FitOptions.Shards"/> has to be given, and at least as many as ranks: it decides the bits, and the
    /// number of ranks does not. Callbacks are called on every rank, loggers and progress on rank 0, which also reads and
    /// writes the checkpoint.
    /// </param>
    /// <param name="token">
    /// Ends the fit on all ranks when it is cancelled on one of them: after the next batch, and with the same result
    /// everywhere.
    /// </param>
    /// <exception cref="ArgumentException">
    /// As for <see cref="Trainer.Fit"/>, on any rank; or the ranks are about to train something different. Nothing has
    /// changed.
    /// </exception>
    /// <exception cref="DistributedException">A rank has failed, or did not answer in time; this is thrown on all others. A
    /// checkpoint is what is left: start the job again, on any number of ranks.</exception>
    /// <exception cref="MpiException">There is no MPI library, or one that does not fit the launcher.</exception>
    public static FitResult<TNetwork> Fit<TNetwork>(
        TNetwork network, Dataset data, FitOptions options, CancellationToken token = default)
        where TNetwork : class, INetwork => Fit(network, data, options, Mpi.World, token);

    /// <summary>As <see cref="Fit{TNetwork}(TNetwork, Dataset, FitOptions, CancellationToken)"/>, by the ranks of a
    /// communicator.</summary>
    /// <param name="network">The network, from one seed or one file on all ranks.</param>
    /// <param name="data">All rows.</param>
    /// <param name="options">How.</param>
    /// <param name="communicator">The ranks.</param>
    /// <param name="token">Ends the fit on all ranks.</param>
    public static FitResult<TNetwork> Fit<TNetwork>(
        TNetwork network, Dataset data, FitOptions options, Communicator communicator, CancellationToken token = default)
        where TNetwork : class, INetwork
    {
        ArgumentNullException.ThrowIfNull(communicator);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            ReplicaCheck.Require(communicator, network, data, options, () =>
            {
                FitChecks.Check(network, data, options);
                CheckShards(options, communicator);
            });
        }
        catch (ArgumentException)
        {
            throw;
        }
        catch (Exception failure)
        {
            communicator.ReportFailure(failure);
            throw;
        }
        FitOptions own = communicator.Rank == 0 ? options : options with { Loggers = [], Progress = null };
        try
        {
            var group = new ClusterGroup(communicator);
            FitResult<TNetwork> result = Trainer.FitTogether(network, data, own, group, token);
            // the last checkpoint is written: whoever goes on may rely on it
            communicator.Barrier();
            group.End();
            return result;
        }
        catch (Exception failure)
        {
            communicator.ReportFailure(failure);
            throw;
        }
    }

    private static void CheckShards(FitOptions options, Communicator communicator)
    {
        if (options.Shards is not { } shards)
        {
            throw new ArgumentException(
                "Expected a number of Shards, on which the result depends, so that it does not depend on the number of ranks; there "
                + "is none.", nameof(options));
        }
        if (shards < communicator.Size)
        {
            throw new ArgumentException(
                $"Expected at least {communicator.Size} Shards, one for each rank; there are {shards}.", nameof(options));
        }
    }
}
