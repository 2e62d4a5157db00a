using System.Globalization;
using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests.Mpi;

/// <summary>Searches on ranks of each implementation, against that of one process.</summary>
[Collection(Job.Collection)]
public sealed class MpiSearchTests(ITestOutputHelper report)
{
    private const string Variants = "random,halving";

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task Every_rank_has_the_result_of_one_process_and_no_trial_is_done_twice(MpiKind kind)
    {
        const int Ranks = 3;
        using var folder = new TemporaryFolder();
        if (MpiInstallation.Of(kind) is { } mpi)
            await Job.RunAsync(mpi, Ranks, "search", $"folder={folder.Path}", $"variants={Variants}");
        else
        {
            report.WriteLine($"without MPI: {MpiInstallation.Problem}");
            ThreadCommunicator.Run(Ranks, communicator =>
            {
                foreach (string variant in Variants.Split(','))
                    SearchTask.Write(communicator, folder.Path, variant, isKept: false, victim: -1);
            });
        }
        foreach (string variant in Variants.Split(','))
        {
            SearchResult alone = SearchTask.Alone(variant);
            int[][] done = [.. Enumerable.Range(0, Ranks).Select(rank => Done(folder.Path, variant, rank))];
            Assert.Equal(Enumerable.Range(0, alone.Trials.Count), done.SelectMany(numbers => numbers).Order());
            Assert.All(done, numbers => Assert.NotEmpty(numbers));
            for (int rank = 0; rank < Ranks; rank++)
                Assert.Equal(SearchTask.Lines(alone), await File.ReadAllLinesAsync(folder.File($"{variant}.{rank}")));
        }
    }

    // A launcher that is told to go on leaves it to rank 0 to find out.
    [Fact]
    public async Task A_rank_that_is_killed_frees_its_trial()
    {
        using var folder = new TemporaryFolder();
        if (MpiInstallation.Of(MpiKind.OpenMpi) is not { } mpi)
        {
            // SharedSearchTests has a rank that falls silent
            report.WriteLine($"without MPI: {MpiInstallation.Problem}");
            return;
        }
        using Job job = Job.Start(
            mpi, 3, ["search", $"folder={folder.Path}", "victim=1", "timeout=2"], "--enable-recovery");
        report.WriteLine((await job.EndAsync()).Output);
        string[] expected = SearchTask.Lines(SearchTask.Alone("random"));
        foreach (int rank in (int[])[0, 2])
            Assert.Equal(expected, await File.ReadAllLinesAsync(folder.File($"random.{rank}")));
        Assert.False(File.Exists(folder.File("random.1")));
        Assert.Equal(SearchTask.Trials, Done(folder.Path, "random", 0).Length + Done(folder.Path, "random", 2).Length);
    }

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task A_job_that_is_ended_with_one_of_its_ranks_goes_on_on_others(MpiKind kind)
    {
        using var folder = new TemporaryFolder();
        if (MpiInstallation.Of(kind) is not { } mpi)
        {
            report.WriteLine($"without MPI: {MpiInstallation.Problem}");
            return;
        }
        string[] arguments = ["search", $"folder={folder.Path}", "kept=yes"];
        using (Job job = Job.Start(mpi, 3, [.. arguments, "victim=2"]))
            Assert.NotEqual(0, (await job.EndAsync()).Code);
        int before = Directory.GetFiles(folder.File("search"), "*.jsonl").Sum(log => File.ReadAllLines(log).Length);
        await Job.RunAsync(mpi, 2, arguments);

        string[] expected = SearchTask.Lines(SearchTask.Alone("random"));
        foreach (int rank in (int[])[0, 1])
            Assert.Equal(expected, await File.ReadAllLinesAsync(folder.File($"random.{rank}")));
        Assert.InRange(before, 1, SearchTask.Trials - 1);
        Assert.Equal(SearchTask.Trials - before, Done(folder.Path, "random", 0).Length + Done(folder.Path, "random", 1).Length);
    }

    private static int[] Done(string folder, string variant, int rank) =>
        [.. File.ReadAllLines(Path.Combine(folder, $"{variant}.{rank}.done")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
}
