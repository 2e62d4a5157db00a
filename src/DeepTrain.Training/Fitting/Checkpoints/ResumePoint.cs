namespace DeepTrain;

/// <summary>Where a fit went on that had been interrupted.</summary>
/// <param name="Path">The checkpoint's file.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Batch">The batch of that epoch, from 0.</param>
/// <param name="Step">Updates before that.</param>
/// <param name="SameBits">
/// Whether the run will end with the bits of one that was never interrupted; not so on a processor with vectors of another
/// width.
/// </param>
public sealed record ResumePoint(string Path, int Epoch, int Batch, long Step, bool SameBits)
{
    /// <summary>The sentence that progress shows.</summary>
    public override string ToString() =>
        $"resumed from {Path} at epoch {Epoch + 1}, batch {Batch + 1}, after {Step} updates"
        + (SameBits ? "" : "; the vectors here have another width than those of the run before, so that its last bits will differ");
}
