namespace DeepTrain;

/// <summary>Trains a network several times, each time without other rows, and measures it on those.</summary>
public static class CrossValidation
{
    /// <summary>Runs a cross-validation of a network class.</summary>
    /// <param name="data">Raw rows, of which nothing is known yet.</param>
    /// <param name="folds">How many rounds, at least 2.</param>
    /// <param name="options">
    /// How each network is trained; null for the defaults. Validation rows are the round's own; checkpoints and logs get a
    /// place for each round.
    /// </param>
    /// <param name="prepare">Preprocessing, which each round fits to its own training rows; null for none.</param>
    /// <param name="split">How rows are shared out; null for the defaults.</param>
    /// <param name="seed">The seed of the first round's network; the others count on.</param>
    /// <param name="repeats">
    /// How often all rows are shared out anew, at least 1, by seeds that count on from that of <paramref name="split"/>: the
    /// mean of more rounds, and less chance in who validates whom.
    /// </param>
    /// <param name="token">Ends the round that is under way, and those behind it.</param>
    /// <exception cref="ArgumentException">The options have Validation or RowWeights, or something does not suit the
    /// rows.</exception>
    public static KFoldResult Run<TNetwork>(
        Dataset data, int folds = 5, FitOptions? options = null, Preprocessing? prepare = null, SplitOptions? split = null,
        ulong seed = 0, int repeats = 1, CancellationToken token = default)
        where TNetwork : class, INetwork<TNetwork> =>
        Run(TNetwork.Create, data, folds, options, prepare, split, seed, repeats, token);

    /// <summary>Runs a cross-validation of networks that a function creates from a seed.</summary>
    /// <inheritdoc cref="Run{TNetwork}"/>
    /// <param name="create">A new network.</param>
    /// <param name="data">Raw rows, of which nothing is known yet.</param>
    /// <param name="folds">How many rounds, at least 2.</param>
    /// <param name="options">How each network is trained; null for the defaults.</param>
    /// <param name="prepare">Preprocessing, which each round fits to its own training rows; null for none.</param>
    /// <param name="split">How rows are shared out; null for the defaults.</param>
    /// <param name="seed">The seed of the first round's network; the others count on.</param>
    /// <param name="repeats">
    /// How often all rows are shared out anew, at least 1, by seeds that count on from that of <paramref name="split"/>: the
    /// mean of more rounds, and less chance in who validates whom.
    /// </param>
    /// <param name="token">Ends the round that is under way, and those behind it.</param>
    public static KFoldResult Run(
        Func<ulong, INetwork> create, Dataset data, int folds = 5, FitOptions? options = null, Preprocessing? prepare = null,
        SplitOptions? split = null, ulong seed = 0, int repeats = 1, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new FitOptions();
        if (options.Validation != null)
            throw new ArgumentException("Expected no Validation: each round has rows of its own to validate on.", nameof(options));
        if (options.RowWeights != null)
            throw new ArgumentException(
                "Expected no RowWeights, which are for rows in their order: each round has others.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        split ??= new SplitOptions();
        if (repeats > 1 && split.TimeOrdered)
            throw new ArgumentException(
                "Expected no repeats of what is TimeOrdered: rows in their order are shared out in one way.", nameof(repeats));
        var results = new List<FoldResult>();
        // all of them before the first fit: what cannot be shared out is known at once
        Fold[] rounds = [.. Enumerable.Range(0, repeats).SelectMany(repeat =>
            data.KFold(folds, split with { Seed = unchecked(split.Seed + (ulong)repeat) }).Select(
                fold => fold with { Number = repeat * folds + fold.Number }))];
        foreach (Fold fold in rounds)
        {
            Preprocessing? fitted = prepare?.FitTo(fold.Training);
            Dataset training = fitted?.Apply(fold.Training) ?? fold.Training;
            Dataset validation = fitted?.Apply(fold.Validation) ?? fold.Validation;
            FitOptions own = RepeatedRuns.ForRun(options, $"fold{fold.Number}") with { Validation = validation };
            FitResult run = Trainer.Fit(create(unchecked(seed + (ulong)fold.Number)), training, own, token);
            results.Add(new FoldResult(fold, fitted, run, Trainer.Evaluate(run.Network, validation, options.Metrics)));
            if (run.Stopped == StopReason.Cancelled)
                break;
        }
        return new KFoldResult(results, options.Metrics);
    }
}
