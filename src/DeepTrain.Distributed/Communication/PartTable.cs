namespace DeepTrain;

/// <summary>For each rank, which numbers of an array are its part.</summary>
internal sealed class PartTable
{
    /// <param name="size">How many ranks there are; their parts are empty at first.</param>
    public PartTable(int size)
    {
        // read by native code while other code runs
        Counts = GC.AllocateArray<int>(size, pinned: true);
        Offsets = GC.AllocateArray<int>(size, pinned: true);
    }

    public int[] Counts { get; }

    public int[] Offsets { get; }

    public void Set(int rank, int offset, int count) => (Offsets[rank], Counts[rank]) = (offset, count);

    public Range Of(int rank) => Offsets[rank]..(Offsets[rank] + Counts[rank]);
}
