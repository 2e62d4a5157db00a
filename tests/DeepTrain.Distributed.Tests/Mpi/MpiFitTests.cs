using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests.Mpi;

/// <summary>Fits on 1, 2, 3 and 4 ranks of each implementation, against one process that knows nothing of ranks.</summary>
[Collection(Job.Collection)]
public sealed class MpiFitTests(ITestOutputHelper report)
{
    [Theory]
    [InlineData(MpiKind.OpenMpi, 1)]
    [InlineData(MpiKind.OpenMpi, 2)]
    [InlineData(MpiKind.OpenMpi, 3)]
    [InlineData(MpiKind.OpenMpi, 4)]
    [InlineData(MpiKind.Mpich, 1)]
    [InlineData(MpiKind.Mpich, 2)]
    [InlineData(MpiKind.Mpich, 3)]
    [InlineData(MpiKind.Mpich, 4)]
    public async Task Every_rank_ends_with_the_bits_of_one_process(MpiKind kind, int ranks)
    {
        using var folder = new TemporaryFolder();
        if (MpiInstallation.Of(kind) is { } mpi)
        {
            report.WriteLine(await Job.RunAsync(
                mpi, ranks, "fit", $"folder={folder.Path}", $"variants={Outcomes.Variants}", $"shards={Outcomes.Shards}"));
        }
        else
        {
            // no MPI to be had here: the same program on ranks that are threads
            report.WriteLine($"without MPI: {MpiInstallation.Problem}");
            ThreadCommunicator.Run(ranks, communicator => RankProgram.Fit(
                communicator, folder.Path, Outcomes.Variants.Split(','), Outcomes.Shards));
        }
        for (int rank = 0; rank < ranks; rank++)
            Outcomes.AssertSame(Outcomes.Alone("regression"), Outcomes.Read(folder.Path, $"sent.{rank}"), $"by messages, rank {rank} of {ranks}");
        foreach (string variant in Outcomes.Variants.Split(','))
        {
            for (int rank = 0; rank < ranks; rank++)
                Outcomes.AssertSame(Outcomes.Alone(variant), Outcomes.Read(folder.Path, $"{variant}.{rank}"), $"{variant}, rank {rank} of {ranks}");
        }
    }

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task Every_call_does_what_it_says(MpiKind kind)
    {
        foreach (int ranks in (int[])[1, 3])
        {
            if (MpiInstallation.Of(kind) is { } mpi)
            {
                string output = await Job.RunAsync(mpi, ranks, "calls");
                for (int rank = 0; rank < ranks; rank++)
                    Assert.Contains($"rank {rank} of {ranks}: {(kind == MpiKind.OpenMpi ? "Open MPI" : "MPICH")}", output, StringComparison.Ordinal);
            }
            else
            {
                ThreadCommunicator.Run(ranks, RankProgram.Calls);
            }
        }
    }
}
