namespace DeepTrain;

/// <summary>MPI cannot be used: no library, one that does not fit the launcher, or a call that it refused.</summary>
public sealed class MpiException : Exception
{
    /// <summary>Says what was expected, and what was found.</summary>
    public MpiException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
