using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Distributed.Ranks;

/// <summary>A search, and what is left of it as text.</summary>
public static class SearchTask
{
    /// <summary>Trials of each variant.</summary>
    public const int Trials = 12;

    /// <summary>A search by a strategy that is told its results, or not.</summary>
    public static SearchOptions Options(string variant, string? folder = null) => new()
    {
        Space = new Space { LearningRate = Space.LogUniform(1e-3f, 1), BatchSize = Space.Choice(8, 16) },
        Networks = [Candidate.Of<Small>()],
        Strategy = variant switch
        {
            "halving" => Strategies.Halving(8),
            "bayesian" => Strategies.Bayesian(Trials, 4, 4),
            _ => Strategies.Random(Trials),
        },
        Training = new FitOptions { Epochs = 9, Metrics = [Metrics.Accuracy] },
        Directory = folder,
        Seed = 2,
    };

    /// <summary>The search of one process, without ranks.</summary>
    public static SearchResult Alone(string variant)
    {
        (Dataset training, Dataset validation) = FitTask.Labels(117, 1).Split(0.7, 0.3);
        return Search.RunAsync(Options(variant), training, validation).GetAwaiter().GetResult();
    }

    /// <summary>The same by ranks.</summary>
    public static SearchResult Run(SearchOptions options, Communicator communicator, CancellationToken token = default)
    {
        (Dataset training, Dataset validation) = FitTask.Labels(117, 1).Split(0.7, 0.3);
        return DistributedSearch.RunAsync(options, training, validation, communicator, token).GetAwaiter().GetResult();
    }

    /// <summary>All of a result but the time, a line for each trial.</summary>
    public static string[] Lines(SearchResult result) =>
        [.. result.Trials.Select(trial => (trial with { Seconds = 0 }).ToJson()), $"{result.Stopped}"];

    /// <summary>Searches, and writes on every rank what came of it and which trials it did; a victim ends in the midst of its first
    /// trial, when others have done some.</summary>
    public static void Write(Communicator communicator, string folder, string variant, bool isKept, int victim)
    {
        var done = new Numbers();
        SearchOptions options = Options(variant, isKept ? Path.Combine(folder, "search") : null) with
        {
            Progress = done,
            Configure = (_, fit) =>
            {
                // trials of some length, that all ranks get some of
                Thread.Sleep(communicator.Rank == victim ? 500 : 100);
                // SIGKILL: nothing runs any more
                if (communicator.Rank == victim)
                    Process.GetCurrentProcess().Kill();
                return fit;
            },
        };
        communicator.Barrier();
        File.WriteAllLines(Path.Combine(folder, $"{variant}.{communicator.Rank}"), Lines(Run(options, communicator)));
        File.WriteAllLines(
            Path.Combine(folder, $"{variant}.{communicator.Rank}.done"), done.All.Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    private sealed class Numbers : IProgress<SearchProgress>
    {
        public List<int> All { get; } = [];

        public void Report(SearchProgress value) => All.Add(value.Latest.Number);
    }
}
