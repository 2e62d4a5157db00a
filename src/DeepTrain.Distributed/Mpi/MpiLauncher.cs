using System.Globalization;

namespace DeepTrain;

/// <summary>What a launcher has told this process by environment variables.</summary>
/// <param name="Family">The family of MPI that it belongs to; null where it serves several.</param>
/// <param name="Name">The launcher, for messages.</param>
/// <param name="Ranks">How many processes it says there are; null where it does not.</param>
internal sealed record MpiLauncher(string? Family, string Name, int? Ranks)
{
    /// <summary>Null where this process was started without one.</summary>
    public static MpiLauncher? Find(Func<string, string?> variable)
    {
        if (variable("OMPI_COMM_WORLD_SIZE") is { } ofOpenMpi)
            return new MpiLauncher("Open MPI", "mpirun of Open MPI", Number(ofOpenMpi));
        // srun sets variables of its own beside those of the interface that it was told to speak
        if (variable("SLURM_PROCID") != null && Number(variable("SLURM_STEP_NUM_TASKS")) is > 1 and int tasks)
            return new MpiLauncher(null, "srun", tasks);
        if (variable("PMI_SIZE") is { } ofMpich)
            return new MpiLauncher("MPICH", "mpiexec of the MPICH family", Number(ofMpich));
        return variable("PMIX_RANK") != null || variable("PMI_RANK") != null ? new MpiLauncher(null, "a launcher", null) : null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
