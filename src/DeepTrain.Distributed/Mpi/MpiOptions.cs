namespace DeepTrain;

/// <summary>How MPI is started.</summary>
public sealed record MpiOptions
{
    /// <summary>
    /// The file of the MPI library; null for the one that the variable <c>DEEPTRAIN_MPI</c> names or, without it, the one
    /// that the system finds and that suits the launcher.
    /// </summary>
    public string? Library { get; init; }

    /// <summary>For how long a call waits for other ranks: <see cref="Communicator.Timeout"/>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// For how long MPI's own start and end may take, which it does not let anyone interrupt: the process ends with an error
    /// then.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
