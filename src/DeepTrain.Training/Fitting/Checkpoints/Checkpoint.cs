namespace DeepTrain;

/// <summary>
/// A file that a fit writes from time to time and goes on from, if it is there: to the bit as if it had not been
/// interrupted.
/// </summary>
/// <param name="Directory">The folder of the file <c>checkpoint.deeptrain</c>; it is created where it is missing.</param>
/// <remarks>
/// The file is replaced as a whole, and only by a state whose numbers are all finite. Time, and not epochs, says when: it
/// costs as little for short epochs as for long ones. One is also written when the fit ends
/// (<see cref="AtEnd"/>).
/// </remarks>
public sealed record Checkpoint(string Directory)
{
    /// <summary>The time between two checkpoints, from 0: then one is written after every update.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether one is also written when the fit ends because all is done; when it is interrupted, it is in any
    /// case.</summary>
    public bool AtEnd { get; init; } = true;

    /// <summary>The file.</summary>
    public string Path => System.IO.Path.Combine(Directory, "checkpoint.deeptrain");
}
