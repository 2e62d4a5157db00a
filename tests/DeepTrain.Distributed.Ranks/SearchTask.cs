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

    /// <summary>
    /// Searches, and writes on every rank what came of it and which trials it did. In a new search no trial goes on before each rank
    /// has one; a victim ends in the midst of it, when others have done some, as far as that is seen in the folder.
    /// </summary>
    public static void Write(Communicator communicator, string folder, string variant, bool isKept, int victim)
    {
        string kept = Path.Combine(folder, "search");
        string Begun(int rank) => Path.Combine(folder, $"{variant}.{communicator.Size}.{rank}.begun");
        bool HasResults() =>
            Directory.Exists(kept) && Directory.EnumerateFiles(kept, "*.jsonl").Any(log => new FileInfo(log).Length > 0);
        // of a search that goes on there may be fewer trials left than ranks
        bool isNew = !isKept || !HasResults();
        var done = new Numbers();
        SearchOptions options = Options(variant, isKept ? kept : null) with
        {
            Progress = done,
            Configure = (_, fit) =>
            {
                File.WriteAllText(Begun(communicator.Rank), "");
                if (isNew)
                    WaitFor(() => Enumerable.Range(0, communicator.Size).All(rank => File.Exists(Begun(rank))));
                if (communicator.Rank == victim)
                {
                    WaitFor(() => !isKept || HasResults());
                    // SIGKILL: nothing runs any more
                    Process.GetCurrentProcess().Kill();
                }
                return fit;
            },
        };
        File.WriteAllLines(Path.Combine(folder, $"{variant}.{communicator.Rank}"), Lines(Run(options, communicator)));
        File.WriteAllLines(
            Path.Combine(folder, $"{variant}.{communicator.Rank}.done"), done.All.Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }

    private static void WaitFor(Func<bool> isSo)
    {
        while (!isSo())
            Thread.Sleep(5);
    }

    private sealed class Numbers : IProgress<SearchProgress>
    {
        public List<int> All { get; } = [];

        public void Report(SearchProgress value) => All.Add(value.Latest.Number);
    }
}
