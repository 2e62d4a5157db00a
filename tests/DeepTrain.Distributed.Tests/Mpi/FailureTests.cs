using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests.Mpi;

/// <summary>A rank that fails, hangs, ends or differs: all others say so, and nobody waits for ever.</summary>
[Collection(Job.Collection)]
public sealed class FailureTests
{
    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task An_error_on_one_rank_is_told_on_all(MpiKind kind)
    {
        string output = await FailAsync(kind, "throw");
        Assert.Contains("IOException: the disk is full\n", output, StringComparison.Ordinal);
        Assert.Equal(2, Count(output, "Rank 1 has failed: IOException: the disk is full"));
    }

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task Ranks_that_are_about_to_differ_say_so_before_anything_has_changed(MpiKind kind)
    {
        Assert.Equal(3, Count(await FailAsync(kind, "options"), "rank 1 differs from rank 0 in its options"));
        Assert.Equal(3, Count(await FailAsync(kind, "network"), "rank 1 differs from rank 0 in its network"));
    }

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task A_rank_that_does_not_answer_is_named_by_all_others(MpiKind kind)
    {
        string output = await FailAsync(kind, "hang");
        Assert.Equal(2, Count(output, "DistributedException: No answer from rank 1 within 8 s"));
    }

    // Told not to end all ranks when one has ended, a launcher leaves it to the ranks to find out.
    [Theory]
    [InlineData("kill")]
    [InlineData("kill-long")] // within sums in shared memory
    public async Task A_rank_that_has_ended_is_named_by_all_others(string how)
    {
        string output = await FailAsync(MpiKind.OpenMpi, how, "--enable-recovery");
        Assert.Equal(2, Count(output, "DistributedException: No answer from rank 1 within 8 s"));
    }

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task A_launcher_ends_the_job_when_a_rank_has_ended(MpiKind kind)
    {
        string output = await FailAsync(kind, "kill");
        Assert.True(
            output.Contains("exited on signal 9", StringComparison.Ordinal) || output.Contains("Killed (signal 9)", StringComparison.Ordinal)
            || Count(output, "No answer from rank 1") == 2, output);
    }

    [Theory]
    [InlineData(MpiKind.OpenMpi)]
    [InlineData(MpiKind.Mpich)]
    public async Task Who_aborts_ends_all(MpiKind kind)
    {
        string output = await FailAsync(kind, "abort");
        Assert.Contains("Rank 1 ends all ranks: the test says so", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_library_it_says_what_was_tried()
    {
        using Job job = Job.StartAlone(null, start => { }, "calls", "library=/nowhere/libmpi.so");
        (int code, string output) = await job.EndAsync();
        Assert.Equal(3, code);
        Assert.Contains("MpiException: Expected an MPI library; tried were /nowhere/libmpi.so. Install it", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_is_none_is_told()
    {
        string other = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        using Job job = Job.StartAlone(null, start => start.Environment["DEEPTRAIN_MPI"] = other, "calls");
        (int code, string output) = await job.EndAsync();
        Assert.Equal(3, code);
        Assert.Contains($"{other} (no MPI library)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_of_another_family_than_the_launcher_is_told()
    {
        if (MpiInstallation.Of(MpiKind.OpenMpi) is not { } open || MpiInstallation.Of(MpiKind.Mpich) is null)
        {
            // what the ranks would be told by the launcher, without one
            Assert.Equal(4, MpiLauncher.Find(name => name == "OMPI_COMM_WORLD_SIZE" ? "4" : null)!.Ranks);
            return;
        }
        using Job job = Job.Start(open, 2, ["calls", "library=libmpich.so.12"]);
        (int code, string output) = await job.EndAsync();
        Assert.NotEqual(0, code);
        Assert.Contains("Expected 2 ranks, as mpirun of Open MPI says; MPICH", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4", "Open MPI", 4)]
    [InlineData("PMI_SIZE=2;PMI_RANK=0", "MPICH", 2)]
    [InlineData("SLURM_PROCID=1;SLURM_STEP_NUM_TASKS=8;PMIX_RANK=1", null, 8)]
    [InlineData("PMIX_RANK=1", null, null)]
    public void A_launcher_is_known_by_its_variables(string variables, string? family, int? ranks)
    {
        var set = variables.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        MpiLauncher launcher = MpiLauncher.Find(set.GetValueOrDefault)!;
        Assert.Equal(family, launcher.Family);
        Assert.Equal(ranks, launcher.Ranks);
    }

    // A batch script's own step has one task, and is no launcher of ranks.
    [Theory]
    [InlineData("")]
    [InlineData("SLURM_PROCID=0;SLURM_STEP_NUM_TASKS=1")]
    [InlineData("SLURM_JOB_ID=7")]
    public void Without_a_launcher_a_process_is_alone(string variables)
    {
        var set = variables.Split(';').Select(pair => pair.Split('=')).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Null(MpiLauncher.Find(set.GetValueOrDefault));
    }

    [Fact]
    public void A_thread_that_does_not_come_is_named()
    {
        var failed = Assert.Throws<AggregateException>(() => ThreadCommunicator.Run(3, communicator =>
        {
            // however long it takes to start them all
            communicator.Barrier();
            communicator.Timeout = TimeSpan.FromSeconds(2);
            if (communicator.Rank != 1)
                communicator.Barrier();
        }));
        Assert.All(failed.InnerExceptions, error =>
            Assert.Equal([1], Assert.IsType<DistributedException>(error).Ranks));
        Assert.Equal(2, failed.InnerExceptions.Count);
    }

    [Fact]
    public void A_checkpoint_that_is_damaged_is_told_on_all_ranks()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("checkpoint.deeptrain"), "DeepTrain checkpoint 1\nand nothing else");
        byte[] before = File.ReadAllBytes(folder.File("checkpoint.deeptrain"));
        var failed = Assert.Throws<AggregateException>(() => ThreadCommunicator.Run(3, communicator =>
            FitTask.Run("classes", FitTask.Options("classes", 8, 3, folder.Path), communicator)));
        Assert.Equal(3, failed.InnerExceptions.Count);
        Assert.All(failed.InnerExceptions, error => Assert.Contains("checkpoint", error.Message, StringComparison.Ordinal));
        Assert.Equal(before, File.ReadAllBytes(folder.File("checkpoint.deeptrain")));
    }

    // What all three ranks write; the job must not succeed.
    private static async Task<string> FailAsync(MpiKind kind, string how, params string[] launcherOptions)
    {
        if (MpiInstallation.Of(kind) is not { } mpi)
            return RankProgram.FailOnThreads(how);
        using Job job = Job.Start(mpi, 3, ["fail", $"how={how}", "rank=1", $"timeout={Patience(how)}"], launcherOptions);
        (int code, string output) = await job.EndAsync();
        // without the launcher's help, the job's end is that of the first rank, or the last
        if (launcherOptions.Length == 0)
            Assert.True(code != 0, output);
        return output;
    }

    // seconds; who will be heard of is waited for, however busy the machine is
    private static int Patience(string how) => how is "hang" or "kill" or "kill-long" ? 8 : 300;

    private static int Count(string output, string what) => output.Split(what).Length - 1;
}
