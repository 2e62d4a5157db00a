namespace DeepTrain;

/// <summary>
/// Where rows come from: memory, a file, or computation. Any row can be read at any time, by many threads at once, and is
/// the same each time.
/// </summary>
internal abstract class RowStore : IDisposable
{
    /// <summary>How many rows there are.</summary>
    public abstract int Rows { get; }

    /// <summary>Whether rows lie in memory, so that reading them again costs next to nothing.</summary>
    public abstract bool IsInMemory { get; }

    /// <summary>Copies rows, one after the other.</summary>
    /// <param name="rows">Row numbers, in any order, also repeatedly.</param>
    /// <param name="inputs">Exactly their inputs.</param>
    /// <param name="targets">Exactly their targets; empty where rows have none.</param>
    public abstract void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets);

    /// <summary>Closes what is open.</summary>
    public virtual void Dispose()
    {
    }
}
