namespace DeepTrain;

/// <summary>
/// Rows of a dataset in memory that is used again for the next ones. What the spans show holds until then.
/// </summary>
/// <remarks>
/// Made by <see cref="Dataset.CreateBatch"/> and filled by <see cref="Dataset.Read(ReadOnlySpan{int}, Batch)"/>, or handed
/// out by
/// <c>Dataset.ReadBatchesAsync</c>. One thread at a time.
/// </remarks>
public sealed class Batch
{
    private float[] _inputs = [];
    private float[] _targets = [];
    private int[] _labels = [];
    private int[] _indices = [];
    private int[] _storeRows = [];

    internal Batch(int inputSize, int targetSize, bool hasLabels)
    {
        InputSize = inputSize;
        TargetSize = targetSize;
        HasLabels = hasLabels;
    }

    /// <summary>How many rows it holds now, 0 before it is filled.</summary>
    public int Rows { get; private set; }

    /// <summary>Numbers in an input row.</summary>
    public int InputSize { get; }

    /// <summary>Numbers in a target row; 0 where rows have labels, or nothing to learn.</summary>
    public int TargetSize { get; }

    /// <summary>Whether each row has the label of a class.</summary>
    public bool HasLabels { get; }

    /// <summary><c>Rows * InputSize</c> inputs, row after row.</summary>
    public ReadOnlySpan<float> Inputs => _inputs.AsSpan(0, Rows * InputSize);

    /// <summary><c>Rows * TargetSize</c> targets, row after row.</summary>
    public ReadOnlySpan<float> Targets => _targets.AsSpan(0, Rows * TargetSize);

    /// <summary>A label for each row; empty if they have none.</summary>
    public ReadOnlySpan<int> Labels => _labels.AsSpan(0, HasLabels ? Rows : 0);

    /// <summary>Which row of the dataset each row is.</summary>
    public ReadOnlySpan<int> Indices => _indices.AsSpan(0, Rows);

    /// <summary>The rows of the batch that these are a part of, where several processes share it; otherwise
    /// <see cref="Rows"/>.</summary>
    internal int WholeRows { get; set; }

    internal Span<float> WritableInputs => _inputs.AsSpan(0, Rows * InputSize);

    internal Span<float> WritableTargets => _targets.AsSpan(0, Rows * TargetSize);

    internal Span<int> WritableLabels => _labels.AsSpan(0, HasLabels ? Rows : 0);

    internal Span<int> StoreRows => _storeRows.AsSpan(0, Rows);

    /// <summary>Takes the numbers of the rows that come next, and room for them.</summary>
    internal void Begin(ReadOnlySpan<int> indices)
    {
        Reserve(indices.Length);
        indices.CopyTo(_indices);
        Rows = WholeRows = indices.Length;
    }

    internal void Clear() => Rows = WholeRows = 0;

    /// <exception cref="ArgumentException">They fit in no array.</exception>
    internal void Reserve(int rows)
    {
        if (rows <= _indices.Length)
            return;
        long numbers = (long)rows * Math.Max(InputSize, TargetSize);
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException(
                $"Expected a batch of at most {Array.MaxLength / Math.Max(InputSize, TargetSize)} rows of {InputSize} "
                + $"inputs and {TargetSize} targets; it has {rows}.");
        }
        _inputs = new float[rows * InputSize];
        _targets = new float[rows * TargetSize];
        _labels = new int[HasLabels ? rows : 0];
        _storeRows = new int[rows];
        _indices = new int[rows];
    }
}
