using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Whether a search's options suit each other and the rows, before anything is written.</summary>
internal static class SearchChecks
{
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void CheckOptions(SearchOptions options, bool hasFolds)
    {
        ArgumentNullException.ThrowIfNull(options.Space, "options.Space");
        ArgumentNullException.ThrowIfNull(options.Strategy, "options.Strategy");
        ArgumentNullException.ThrowIfNull(options.Training, "options.Training");
        if (options.Networks is not { Count: > 0 })
            throw Bad("at least one class in Networks, such as Candidate.Of<Net>(); there is none");
        if (options.Networks.Contains(null!))
            throw Bad("Networks that are not null; one is");
        if (options.Networks.GroupBy(network => network.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Bad($"Networks with a name each; {Quoted.Value(twice.Key)} is there twice. Candidate.Of takes another one");
        if (options.Parallel < 1)
            throw Bad($"Parallel of at least 1; it is {options.Parallel}");
        if (options.CheckpointEvery < TimeSpan.Zero)
            throw Bad($"CheckpointEvery of at least 0; it is {options.CheckpointEvery}");
        if (options.Directory is { } directory && string.IsNullOrWhiteSpace(directory))
            throw Bad("the name of a folder, or null; Directory is empty");
        FitOptions training = options.Training;
        if (options.Objective is { } objective && !training.Metrics.Any(metric => metric?.Name == objective.Name))
            throw Bad($"Objective among Training.Metrics, which are measured; it is {objective.Name}");
        Refuse(training.Validation != null, "Validation", "rows to validate on are the search's own");
        Refuse(training.Steps != null, "Steps", "trials are as long as Epochs says, or a strategy's share of it");
        Refuse(training.Checkpoint != null, "Checkpoint", "trials have theirs in the search's Directory");
        Refuse(training.Callbacks.Count > 0, "Callbacks", "trials run at the same time and in any order; Loggers get a place for each");
        Refuse(training.Progress != null, "Progress", "trials run at the same time; the search has a Progress of its own");
        Refuse(training.RowWeights != null && hasFolds, "RowWeights", "they are for rows in their order, and each fold has others");

        static void Refuse(bool isThere, string name, string reason)
        {
            if (isThere)
                throw Bad($"no {name} in Training: {reason}");
        }
    }

    /// <exception cref="ArgumentException">A class of networks cannot be trained on the rows.</exception>
    public static void CheckNetworks(SearchOptions options, SearchData data, IReadOnlyList<INetwork> networks)
    {
        foreach (INetwork network in networks)
        {
            FitChecks.Check(network, data.Folds[0].Training, options.Training with { Validation = data.Folds[0].Validation });
            RepeatedRuns.ForRun(options.Training, "trial0");
        }
    }

    private static ArgumentException Bad(string expected) => new($"Expected {expected}.", "options");
}
