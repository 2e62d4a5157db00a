using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Training.Tests.Searching;

/// <summary>Searches in processes of their own, which are killed: no trial is lost and none is done twice.</summary>
public sealed class SearchInterruptionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("random", 600, 600, 20)]
    [InlineData("halving", 60, 60 + 20 + 6, 5)]
    public async Task Killed_again_and_again_three_workers_do_every_trial_once(string strategy, int trials, int total, int kills)
    {
        using var folder = new TemporaryFolder();
        string shared = Path.Combine(folder.Path, "shared"), alone = Path.Combine(folder.Path, "alone");
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        Process[] workers = [.. Enumerable.Range(0, 3).Select(_ => Start(shared, trials, 1, strategy))];
        try
        {
            for (int kill = 1; kill <= kills; kill++)
            {
                // evenly over the search, and at any place within a trial
                int least = kill * total / (kills + 2);
                while (LinesOf(shared).Count < least && clock.Elapsed < s_patience)
                    await Task.Delay(2);
                await Task.Delay(random.Next(10));
                int victim = random.Next(workers.Length);
                Assert.False(workers[victim].HasExited && workers[victim].ExitCode != 0, "a worker failed");
                workers[victim].Kill();
                await workers[victim].WaitForExitAsync();
                workers[victim].Dispose();
                workers[victim] = Start(shared, trials, 1, strategy);
            }
            foreach (Process worker in workers)
                Assert.Contains($"Completed {total}", await EndOf(worker), StringComparison.Ordinal);
        }
        finally
        {
            foreach (Process worker in workers)
            {
                worker.Kill();
                worker.Dispose();
            }
        }
        TrialResult[] results = [.. LinesOf(shared).Select(TrialResult.FromJson).OrderBy(trial => trial.Number)];
        Assert.Equal(Enumerable.Range(0, total), results.Select(trial => trial.Number));
        Assert.Empty(Directory.GetFiles(Path.Combine(shared, "claims")));
        Assert.False(Directory.Exists(Path.Combine(shared, "checkpoints")));

        using Process one = Start(alone, trials, 2, strategy);
        Assert.Contains($"Completed {total}", await EndOf(one), StringComparison.Ordinal);
        Assert.Equal(
            LinesOf(alone).Select(TrialResult.FromJson).OrderBy(trial => trial.Number).Select(Timeless), results.Select(Timeless));
        Assert.True(strategy == "halving" || results.Any(trial => trial.IsBroken));
    }

    [Fact]
    public async Task A_signal_ends_a_search_with_what_is_done_and_it_goes_on_there()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new TemporaryFolder();
        using (Process process = Start(folder.Path, 400, 2, "bayesian"))
        {
            while (LinesOf(folder.Path).Count < 20 && !process.HasExited)
                await Task.Delay(5);
            using Process sent = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            Assert.Contains("Cancelled", await EndOf(process), StringComparison.Ordinal);
        }
        int before = LinesOf(folder.Path).Count;
        Assert.InRange(before, 20, 399);
        // as many as were done are not done again, and a shorter search is done at once
        using Process again = Start(folder.Path, 20, 1, "bayesian");
        Assert.Contains("Completed 20", await EndOf(again), StringComparison.Ordinal);
        Assert.Equal(before, LinesOf(folder.Path).Count);
    }

    private static string Timeless(TrialResult trial) => (trial with { Seconds = 0 }).ToJson();

    // whole lines of all logs
    private static List<string> LinesOf(string folder)
    {
        var lines = new List<string>();
        foreach (string path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl") : [])
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string text = reader.ReadToEnd();
            lines.AddRange(text.Split('\n')[..^1]);
        }
        return lines;
    }

    private static Process Start(string folder, int trials, int parallel, string strategy)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])
            [
                Path.Combine(AppContext.BaseDirectory, "DeepTrain.Interruptions.dll"), "search", folder,
                trials.ToString(CultureInfo.InvariantCulture), parallel.ToString(CultureInfo.InvariantCulture), strategy,
            ])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<string> EndOf(Process process)
    {
        using var patience = new CancellationTokenSource(s_patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"It ended with {process.ExitCode}.\n{await output}\n{await errors}");
        return await output;
    }
}
