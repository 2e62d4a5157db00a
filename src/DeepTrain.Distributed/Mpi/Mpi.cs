namespace DeepTrain;

/// <summary>MPI, on which clusters run: one communicator of all processes that a launcher has started.</summary>
public static class Mpi
{
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);
    private static readonly object s_lock = new();
    private static Communicator? s_world;

    /// <summary>Whether a launcher such as <c>mpirun</c> or <c>srun</c> has started this process.</summary>
    public static bool IsLaunched => MpiLauncher.Find(Environment.GetEnvironmentVariable) != null;

    /// <summary>
    /// All processes that the launcher has started or, without a launcher, this one alone, for which no MPI library is
    /// needed. Started at first use, and ended with the process unless it is disposed before.
    /// </summary>
    /// <exception cref="MpiException">There is no library, or one that does not fit.</exception>
    public static Communicator World
    {
        get
        {
            lock (s_lock)
                return s_world ??= IsLaunched ? StartOnce(new MpiOptions()) : Communicator.Alone();
        }
    }

    /// <summary>Starts MPI, also without a launcher; afterwards it is <see cref="World"/>.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">It has been started already: MPI starts once in a process.</exception>
    /// <exception cref="MpiException">There is no library, or one that does not fit.</exception>
    public static Communicator Start(MpiOptions? options = null)
    {
        options ??= new MpiOptions();
        if (options.Timeout <= TimeSpan.Zero || options.StartTimeout <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"Expected time-outs above 0; they are {options.Timeout} and {options.StartTimeout}.", nameof(options));
        }
        lock (s_lock)
        {
            if (s_world != null)
                throw new InvalidOperationException("MPI has been started already, and starts once in a process: use Mpi.World.");
            return s_world = StartOnce(options);
        }
    }

    private static MpiCommunicator StartOnce(MpiOptions options)
    {
        MpiCommunicator world = MpiCommunicator.Start(options, MpiLauncher.Find(Environment.GetEnvironmentVariable));
        // a launcher takes a process that ends without having ended MPI for one that has failed
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            world.Dispose();
            // and ends all others then, which need a moment to say what has happened
            if (world.HasFailed)
                Thread.Sleep(s_lastWords);
        };
        return world;
    }
}
