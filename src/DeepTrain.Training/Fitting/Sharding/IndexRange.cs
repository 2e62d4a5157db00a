namespace DeepTrain;

/// <summary>Rows or shards that follow each other.</summary>
/// <param name="First">The first.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct IndexRange(int First, int End)
{
    public int Count => End - First;

    /// <summary>Part number <paramref name="part"/> of so many parts, which differ in length by one at most.</summary>
    public static IndexRange Part(int length, int part, int parts) =>
        new((int)((long)length * part / parts), (int)((long)length * (part + 1) / parts));

    public bool Contains(IndexRange other) => First <= other.First && other.End <= End;

    public bool Overlaps(IndexRange other) => First < other.End && other.First < End;
}
