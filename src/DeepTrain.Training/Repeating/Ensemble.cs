using System.Globalization;

namespace DeepTrain;

/// <summary>Trains ensembles: networks of one class whose mean output is the prediction.</summary>
public static class Ensemble
{
    /// <summary>Trains networks that differ in their weights at first and in the order of rows.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="data">Rows as the networks take them, to train on.</param>
    /// <param name="options">
    /// How; null for the defaults. <see cref="FitOptions.Seed"/> counts on from network to network; checkpoints and logs get
    /// a place for each.
    /// </param>
    /// <param name="seed">The seed of the first network; the others count on.</param>
    /// <param name="parallel">Networks that are trained at once, at least 1. Any number gives the same bits.</param>
    /// <param name="token">Ends the fits that are under way, and those behind them.</param>
    /// <exception cref="ArgumentException">
    /// As for <see cref="Trainer.Fit"/>; or callbacks and progress are there, and several networks would call them at once.
    /// </exception>
    public static Ensemble<TNetwork> Train<TNetwork>(
        int count, Dataset data, FitOptions? options = null, ulong seed = 0, int parallel = 1, CancellationToken token = default)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FitOptions();
        if (parallel > 1 && (options.Callbacks.Count > 0 || options.Progress != null))
        {
            throw new ArgumentException(
                "Expected no Callbacks and no Progress where several networks are trained at once; Loggers get a place for each.", nameof(options));
        }
        FitOptions[] own = [.. Enumerable.Range(0, count).Select(number =>
            RepeatedRuns.ForRun(options, string.Create(CultureInfo.InvariantCulture, $"member{number}")) with
            {
                Seed = unchecked(options.Seed + (ulong)number),
            })];
        var runs = new FitResult<TNetwork>?[count];
        RepeatedRuns.ForEach(count, parallel, token, number =>
            runs[number] = Trainer.Fit(TNetwork.Create(unchecked(seed + (ulong)number)), data, own[number], token));
        return new Ensemble<TNetwork>([.. runs.OfType<FitResult<TNetwork>>()]);
    }

    /// <summary>
    /// Trains one network, whose rate falls to 0 and begins anew several times, and keeps what it is at the end of each
    /// cycle: an ensemble for the price of one fit (Huang et al. 2017).
    /// </summary>
    /// <remarks>
    /// The first members are those of a fit as short as a cycle: where that is too short to learn in, they make the mean worse than the
    /// last weights are.
    /// </remarks>
    /// <param name="cycles">How many, at least 1; no more than there are updates.</param>
    /// <param name="data">Rows as the network takes them, to train on.</param>
    /// <param name="options">
    /// How; null for the defaults. Without a schedule it is <c>Schedules.Cosine(restarts: cycles - 1)</c>; another one has
    /// to be a cosine of as many cycles. Best weights are of no account: a member is what it is at the end of its cycle.
    /// </param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="token">Ends the fit; what it has kept is the ensemble.</param>
    /// <exception cref="ArgumentException">As for <see cref="Trainer.Fit"/>; or the schedule has no such cycles, or weights
    /// are averaged.</exception>
    public static Ensemble<TNetwork> Snapshots<TNetwork>(
        int cycles, Dataset data, FitOptions? options = null, ulong seed = 0, CancellationToken token = default)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cycles, 1);
        options ??= new FitOptions();
        Schedule schedule = options.Schedule ?? Schedules.Cosine(restarts: cycles - 1);
        if (schedule is not CosineSchedule cosine || cosine.Restarts != cycles - 1)
        {
            throw new ArgumentException(
                $"Expected a schedule of {Words.Count(cycles, "cycle")}, Schedules.Cosine(restarts: {cycles - 1}), or none; it is {schedule}.", nameof(options));
        }
        if (options.Averaging != null)
            throw new ArgumentException("Expected no Averaging: members are the weights at the ends of cycles.", nameof(options));
        var keeper = new CycleSnapshots(cosine);
        FitResult<TNetwork> run = Trainer.Fit(
            TNetwork.Create(seed), data, options with { Schedule = schedule, Callbacks = [.. options.Callbacks, keeper] }, token);
        var members = new List<TNetwork>();
        foreach (NetworkSnapshot snapshot in keeper.Snapshots.Where(snapshot => snapshot.IsFinite))
        {
            TNetwork member = TNetwork.Create(seed);
            snapshot.Restore(member);
            members.Add(member);
        }
        return new Ensemble<TNetwork>([run], members);
    }

    /// <summary>Loads what <see cref="Ensemble{TNetwork}.Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds networks of another class.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Ensemble<TNetwork> Load<TNetwork>(string path)
        where TNetwork : class, INetwork<TNetwork> =>
        new([], EnsembleFile.Read(path, () => TNetwork.Create(0), out Preparation? preparation)) { Preparation = preparation };
}
