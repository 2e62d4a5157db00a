using System.Diagnostics;
using System.Globalization;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Trains and measures a trial.</summary>
internal sealed class TrialRunner(SearchOptions options, SearchAxes axes, SearchData data, string? checkpoints)
{
    private const int MostPoints = 200;
    private const string TrialPrefix = "trial-";

    /// <summary>Does a trial; null if the token ended it.</summary>
    public TrialResult? Run(TrialPlan plan, CancellationToken token)
    {
        var settings = new TrialSettings(axes, plan.Values);
        var runs = new List<FitResult>();
        long start = Stopwatch.GetTimestamp();
        for (int fold = 0; fold < data.Folds.Count; fold++)
        {
            (Dataset training, Dataset validation) = data.Folds[fold];
            FitOptions fit = RepeatedRuns.ForRun(FitOf(settings, plan.WholeEpochs, fold), RunName(plan.Number, fold)) with
            {
                Validation = validation, Callbacks = [new EpochLimit(plan.Epochs)], Checkpoint = CheckpointOf(plan, fold),
            };
            FitResult run = Trainer.Fit(CreateNetwork(settings, fold), training, fit, token);
            if (run.Stopped == StopReason.Cancelled)
                return null;
            runs.Add(run);
            // one broken fold is enough to know
            if (IsBroken(run))
                break;
        }
        return ResultOf(plan, settings, runs, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Trains a network as a whole trial would, on other rows or for longer use.</summary>
    public FitResult Train(
        IReadOnlyList<double> values, Dataset training, Dataset? validation, CancellationToken token)
    {
        var settings = new TrialSettings(axes, values);
        FitOptions fit = FitOf(settings, options.Training.Epochs, fold: 0) with { Validation = validation, Loggers = [] };
        return Trainer.Fit(CreateNetwork(settings, fold: 0), training, fit, token);
    }

    /// <summary>Removes what a trial was to go on from, once its result is there.</summary>
    public void Forget(TrialPlan plan)
    {
        if (checkpoints != null && !options.Strategy.ContinuesTrials)
            Remove(FolderOf(plan.Root));
    }

    /// <summary>Removes the checkpoints of the first trials, once they are done; a longer search may be at work on later
    /// ones.</summary>
    public void ForgetAll(int trials)
    {
        if (!Directory.Exists(checkpoints))
            return;
        foreach (string folder in Directory.GetDirectories(checkpoints, TrialPrefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(folder)[TrialPrefix.Length..], CultureInfo.InvariantCulture, out int root)
                && root < trials)
                Remove(folder);
        }
        try
        {
            Directory.Delete(checkpoints);
        }
        catch (IOException)
        {
            // there are others in it, or another process was first
        }
    }

    private FitOptions FitOf(TrialSettings settings, int epochs, int fold)
    {
        FitOptions fit = options.Training with
        {
            Schedule = settings.Schedule ?? options.Training.Schedule,
            Augmentation = settings.Augmentation ?? options.Training.Augmentation,
            BatchSize = settings.BatchSize ?? options.Training.BatchSize,
        };
        fit = options.Configure == null ? fit : options.Configure(settings, fit)
            ?? throw new InvalidOperationException($"Expected options from Configure; for {settings} it returned null.");
        return fit with { Epochs = epochs, Steps = null, Seed = SeedOf(fold, 0x6f72646572732121), Progress = null };
    }

    private INetwork CreateNetwork(TrialSettings settings, int fold)
    {
        Candidate candidate = options.Networks.First(network => network.Name == settings.Network);
        INetwork network = candidate.Create(SeedOf(fold, 0x7765696768747321));
        if (settings.LearningRate is float rate)
            network.LearningRate = rate;
        if (settings.Regularization is float factor)
            network.Regularization = factor;
        return network;
    }

    // Not of the trial: all begin with the same weights and see rows in the same order, so that they differ by their
    // settings alone.
    private ulong SeedOf(int fold, ulong purpose) => unchecked(RandomStream.Mix(options.Seed ^ purpose) + (uint)fold);

    private Checkpoint? CheckpointOf(TrialPlan plan, int fold) => checkpoints == null ? null
        : new Checkpoint(Path.Combine(FolderOf(plan.Root), string.Create(CultureInfo.InvariantCulture, $"fold{fold}")))
        {
            Every = options.CheckpointEvery, AtEnd = options.Strategy.ContinuesTrials,
        };

    private string FolderOf(int root) =>
        Path.Combine(checkpoints!, string.Create(CultureInfo.InvariantCulture, $"{TrialPrefix}{root}"));

    private string RunName(int number, int fold) => string.Create(
        CultureInfo.InvariantCulture, $"trial{number}{(data.Folds.Count == 1 ? "" : $"-fold{fold}")}");

    private TrialResult ResultOf(TrialPlan plan, TrialSettings settings, List<FitResult> runs, double seconds)
    {
        EpochRecord?[] left = [.. runs.Select(Left)];
        double Mean(Func<EpochRecord, double> value) => left.Average(epoch => epoch == null ? double.NaN : value(epoch));
        return new TrialResult
        {
            Number = plan.Number, Stage = plan.Stage, ContinuedFrom = plan.ContinuedFrom, Network =
                settings.Network, Values = plan.Values,
            Epochs = runs.Max(run => run.History.Count), Steps = runs.Sum(run => run.History.Count == 0 ? 0 : run.History[^1].Steps),
            Stopped = runs.Select(run => run.Stopped).MaxBy(Badness),
            Score = Mean(Objective), FoldScores = [.. left.Select(epoch => epoch == null ? double.NaN : Objective(epoch))],
            Loss = Mean(epoch => epoch.ValidationLoss!.Value),
            Metrics = [.. Enumerable.Range(0, options.Training.Metrics.Count).Select(metric => Mean(epoch => epoch.Metrics[metric]))],
            Curve = CurveOf(runs), Seconds = seconds,
        };
    }

    // the epoch whose weights the fit leaves; null where there are none to speak of
    private static EpochRecord? Left(FitResult run)
    {
        if (IsBroken(run))
            return null;
        return run.Options.RestoreBest
            ? run.History.FirstOrDefault(epoch => epoch.Epoch == run.BestEpoch)
            : run.History.LastOrDefault(epoch => epoch.ValidationLoss != null);
    }

    private double Objective(EpochRecord epoch)
    {
        if (options.Objective is not { } objective)
            return epoch.ValidationLoss ?? double.NaN;
        for (int metric = 0; metric < options.Training.Metrics.Count; metric++)
        {
            if (options.Training.Metrics[metric].Name == objective.Name)
                return epoch.Metrics[metric];
        }
        return double.NaN;
    }

    private CurvePoint[] CurveOf(List<FitResult> runs)
    {
        int epochs = runs.Max(run => run.History.Count);
        return [.. HistogramGrid.Spread(epochs, MostPoints).Select(place => new CurvePoint(
            place + 1, runs.Where(run => run.History.Count > place).Average(run => Objective(run.History[place]))))];
    }

    private static bool IsBroken(FitResult run) => run.Stopped is StopReason.NotFinite or StopReason.Diverged;

    private static int Badness(StopReason stopped) => stopped switch
    {
        StopReason.NotFinite => 4,
        StopReason.Diverged => 3,
        StopReason.EarlyStopping => 2,
        StopReason.Requested => 1,
        _ => 0,
    };

    private static void Remove(string folder)
    {
        // other processes tidy up too: what one of them has removed meanwhile is no reason to leave the rest
        for (int attempt = 0; attempt < 5 && Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // and in the end it is in nobody's way
            }
        }
    }
}
