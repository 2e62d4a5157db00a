using System.Diagnostics;
using System.Globalization;
using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests.Mpi;

/// <summary>Ranks that are killed at random moments, again and again, and a job that goes on with other numbers of
/// them.</summary>
[Collection(Job.Collection)]
public sealed class KillTests(ITestOutputHelper report)
{
    private const int Epochs = 400, Kills = 10;

    // 10 of each implementation. Checkpoints are written all the time: many kills are within a write, an exchange, or MPI's
    // start.
    [Theory]
    [InlineData(MpiKind.OpenMpi, 1)]
    [InlineData(MpiKind.Mpich, 2)]
    public async Task Killed_anywhere_on_any_number_of_ranks_it_ends_with_the_same_bits(MpiKind kind, int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        Outcome expected = FitTask.Run("classes", FitTask.Options("classes", Outcomes.Shards, Epochs), communicator: null);
        MpiInstallation? mpi = MpiInstallation.Of(kind);
        for (int kill = 0; kill < Kills; kill++)
        {
            int ranks = 2 + kill % 3, victim = random.Next(ranks);
            if (mpi == null)
                KillThread(folder.Path, ranks, victim, random);
            else
            {
                while (!await KillProcessAsync(mpi, folder.Path, ranks, victim, random))
                {
                    // a quick machine comes to the end before it is killed: it begins anew
                    Outcomes.AssertSame(expected, Outcomes.Read(folder.Path, "end"), $"{kind}");
                    File.Delete(folder.File("checkpoint.deeptrain"));
                }
            }
        }
        if (mpi != null)
        {
            report.WriteLine(await Job.RunAsync(mpi, 3, Arguments(folder.Path, every: 60_000)));
            Outcomes.AssertSame(expected, Outcomes.Read(folder.Path, "end"), $"{kind}");
            return;
        }
        report.WriteLine($"without MPI: {MpiInstallation.Problem}");
        ThreadCommunicator.Run(3, communicator => Outcomes.AssertSame(
            expected, FitTask.Run("classes", FitTask.Options("classes", Outcomes.Shards, Epochs, folder.Path), communicator), "threads"));
    }

    private static string[] Arguments(string folder, int every) =>
        ["resume", $"folder={folder}", $"shards={Outcomes.Shards}", $"epochs={Epochs}", $"every={every}"];

    // False where the job came to its end before.
    private async Task<bool> KillProcessAsync(MpiInstallation mpi, string folder, int ranks, int victim, Random random)
    {
        string[] pids = [.. Enumerable.Range(0, ranks).Select(rank => Path.Combine(folder, $"rank{rank}.pid"))];
        foreach (string file in pids)
            File.Delete(file);
        using Job job = Job.Start(mpi, ranks, Arguments(folder, every: 0));
        var clock = Stopwatch.StartNew();
        while (!(File.Exists(pids[victim]) && new FileInfo(pids[victim]).Length > 0) && !job.HasEnded && clock.Elapsed.TotalMinutes < 5)
            await Task.Delay(5);
        await Task.Delay(random.Next(700));
        int id = int.Parse(await File.ReadAllTextAsync(pids[victim]), CultureInfo.InvariantCulture);
        bool isKilled = !job.HasEnded && Kill(id);
        (int code, string output) = await job.EndAsync();
        if (!isKilled || code == 0)
        {
            Assert.True(code == 0, output);
            return false;
        }
        report.WriteLine($"rank {victim} of {ranks} killed after {clock.ElapsedMilliseconds} ms: {code}");
        // the launcher's words, or those of the ranks that are left
        Assert.True(
            output.Contains("exited on signal 9", StringComparison.Ordinal) || output.Contains("Killed (signal 9)", StringComparison.Ordinal)
            || output.Contains("DistributedException", StringComparison.Ordinal), output);
        return true;
    }

    private static bool Kill(int id)
    {
        try
        {
            using Process rank = Process.GetProcessById(id);
            rank.Kill();
            return true;
        }
        catch (Exception ended) when (ended is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void KillThread(string folder, int ranks, int victim, Random random)
    {
        int batch = random.Next(1, 200);
        var failed = Assert.Throws<AggregateException>(() => ThreadCommunicator.Run(ranks, communicator =>
        {
            FitOptions options = FitTask.Options("classes", Outcomes.Shards, Epochs, folder, every: 0);
            if (communicator.Rank == victim)
                options = options with { Callbacks = [new Ending(batch)] };
            FitTask.Run("classes", options, communicator);
        }));
        Assert.Equal(ranks, failed.InnerExceptions.Count);
        Assert.Equal(ranks - 1, failed.InnerExceptions.Count(error => error is DistributedException of && of.Ranks.SequenceEqual([victim])));
    }

    private sealed class Ending(int batches) : ICallback
    {
        private int _batches;

        public void OnBatchEnd(FitContext context, float loss)
        {
            if (++_batches == batches)
                throw new OperationCanceledException("killed");
        }
    }
}
