namespace DeepTrain;

/// <summary>
/// Rows of inputs, each with float targets, with the label of a class, or with neither. They lie in memory or are read when
/// they are asked for; a subset shares them with the set that it is of.
/// </summary>
/// <remarks>
/// It does not change, and many threads may read it at once. A streamed set keeps files open until the set
/// that was loaded is disposed or collected; subsets, and what preprocessing makes of it, read from it and need not be
/// disposed.
/// </remarks>
public sealed partial class Dataset : IDisposable
{
    private readonly RowStore _store;
    private readonly RowFormat _format;
    private readonly int[]? _rows;
    private readonly int[]? _labels;
    private readonly bool _ownsStore;

    internal Dataset(RowStore store, RowFormat format, int[]? labels, bool ownsStore = true)
        : this(store, format, null, labels, DatasetPart.Whole, ownsStore)
    {
    }

    private Dataset(RowStore store, RowFormat format, int[]? rows, int[]? labels, DatasetPart part, bool ownsStore)
    {
        _store = store;
        _format = format;
        _rows = rows;
        _labels = labels;
        _ownsStore = ownsStore;
        Part = part;
        Rows = rows?.Length ?? store.Rows;
    }

    /// <summary>How many rows there are, at least 1.</summary>
    public int Rows { get; }

    /// <summary>Numbers in an input row.</summary>
    public int InputSize => _format.InputSize;

    /// <summary>[features] or [channels, height, width].</summary>
    public IReadOnlyList<int> InputShape => _format.InputShape;

    /// <summary>Numbers in a target row; 0 where rows have labels, or nothing to learn.</summary>
    public int TargetSize => _format.TargetSize;

    /// <summary>Whether each row has the label of a class.</summary>
    public bool HasLabels => _labels != null;

    /// <summary>The classes' names in the order of their labels; empty without labels.</summary>
    public IReadOnlyList<string> ClassNames => _format.ClassNames;

    /// <summary>A name for each input.</summary>
    public IReadOnlyList<string> InputNames => _format.InputNames;

    /// <summary>A name for each target.</summary>
    public IReadOnlyList<string> TargetNames => _format.TargetNames;

    /// <summary>A label for each row, from 0 to the number of classes - 1; empty without labels.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>What a split has made of it.</summary>
    public DatasetPart Part { get; }

    /// <summary>Whether rows are read, decoded or computed each time they are asked for.</summary>
    public bool IsStreamed => !_store.IsInMemory;

    internal RowFormat Format => _format;

    /// <summary>Chosen rows as a set of their own, which shares their numbers with this one.</summary>
    /// <param name="rows">Row numbers from 0 to <see cref="Rows"/> - 1, at least one, in any order, also repeatedly.</param>
    /// <exception cref="ArgumentException">There are none, or one does not exist.</exception>
    public Dataset Subset(ReadOnlySpan<int> rows) => Subset(rows, Part);

    internal Dataset Subset(ReadOnlySpan<int> rows, DatasetPart part)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("Expected at least one row; there are none.", nameof(rows));
        CheckRows(rows);
        int[] storeRows = new int[rows.Length];
        int[]? labels = _labels == null ? null : new int[rows.Length];
        for (int next = 0; next < rows.Length; next++)
        {
            storeRows[next] = StoreRow(rows[next]);
            if (labels != null)
                labels[next] = _labels![rows[next]];
        }
        return new Dataset(_store, _format, storeRows, labels, part, ownsStore: false);
    }

    /// <summary>A buffer for rows of this set, and of all others with rows of this form.</summary>
    /// <param name="rows">For how many rows there is room at first; it grows as needed.</param>
    public Batch CreateBatch(int rows = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        var batch = new Batch(InputSize, TargetSize, HasLabels);
        batch.Reserve(rows);
        return batch;
    }

    /// <summary>Reads rows into a batch; nothing is allocated once it has been as large.</summary>
    /// <param name="rows">Row numbers from 0 to <see cref="Rows"/> - 1, in any order, also repeatedly.</param>
    /// <param name="batch">From <see cref="CreateBatch"/> of a set with rows of this form.</param>
    /// <exception cref="ArgumentException">A row does not exist, or the batch is for rows of another form.</exception>
    /// <exception cref="InvalidDataException">A streamed row's file is damaged; the batch is empty then.</exception>
    public void Read(ReadOnlySpan<int> rows, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.InputSize != InputSize || batch.TargetSize != TargetSize || batch.HasLabels != HasLabels)
        {
            throw new ArgumentException(
                $"Expected a batch for {Form(InputSize, TargetSize, HasLabels)}; it is for "
                + $"{Form(batch.InputSize, batch.TargetSize, batch.HasLabels)}.", nameof(batch));
        }
        CheckRows(rows);
        batch.Begin(rows);
        Span<int> storeRows = batch.StoreRows;
        Span<int> labels = batch.WritableLabels;
        for (int next = 0; next < rows.Length; next++)
        {
            storeRows[next] = StoreRow(rows[next]);
            if (_labels != null)
                labels[next] = _labels[rows[next]];
        }
        try
        {
            _store.Read(storeRows, batch.WritableInputs, batch.WritableTargets);
        }
        catch
        {
            batch.Clear();
            throw;
        }
    }

    /// <summary>Copies a row's inputs.</summary>
    /// <param name="row">From 0 to <see cref="Rows"/> - 1.</param>
    /// <param name="inputs">For <see cref="InputSize"/> numbers.</param>
    public void CopyInputs(int row, Span<float> inputs) => CopyRow(row, inputs, new float[TargetSize]);

    /// <summary>Copies a row's inputs and targets.</summary>
    /// <param name="row">From 0 to <see cref="Rows"/> - 1.</param>
    /// <param name="inputs">For <see cref="InputSize"/> numbers.</param>
    /// <param name="targets">For <see cref="TargetSize"/> numbers.</param>
    /// <exception cref="ArgumentException">There is no such row, or a span has another length.</exception>
    public void CopyRow(int row, Span<float> inputs, Span<float> targets)
    {
        CheckRows([row]);
        if (inputs.Length != InputSize || targets.Length != TargetSize)
        {
            throw new ArgumentException(
                $"Expected room for {InputSize} inputs and {TargetSize} targets; there is room for {inputs.Length} and "
                + $"{targets.Length}.");
        }
        _store.Read([StoreRow(row)], inputs, targets);
    }

    /// <summary>The same rows in memory, one after the other: for a streamed set or a subset that is read often.</summary>
    /// <exception cref="ArgumentException">They fit in no array.</exception>
    public Dataset ToMemory()
    {
        float[] inputs = NewArray(Rows, InputSize), targets = NewArray(Rows, TargetSize);
        const int Block = 256;
        Span<int> storeRows = stackalloc int[Block];
        for (int start = 0; start < Rows; start += Block)
        {
            int count = Math.Min(Block, Rows - start);
            for (int next = 0; next < count; next++)
                storeRows[next] = StoreRow(start + next);
            _store.Read(
                storeRows[..count], inputs.AsSpan(start * InputSize, count * InputSize),
                targets.AsSpan(start * TargetSize, count * TargetSize));
        }
        return new Dataset(new MemoryRows(Rows, inputs, targets), _format, null, _labels, Part, ownsStore: true);
    }

    /// <summary>Closes the files of a streamed set; its rows, and those of its subsets, cannot be read any more.</summary>
    public void Dispose()
    {
        if (_ownsStore)
            _store.Dispose();
    }

    /// <summary>Rows, sizes and part.</summary>
    public override string ToString()
    {
        string part = Part == DatasetPart.Whole ? "" : $" ({Part})";
        string targets = HasLabels ? $"{ClassNames.Count} classes" : $"{TargetSize} targets";
        return $"{Rows} rows of {string.Join(" x ", InputShape)} inputs, {targets}{part}{(IsStreamed ? ", streamed" : "")}";
    }

    /// <summary>This set's rows with what a function makes of each; the function is part of the new set's store.</summary>
    internal Dataset WithStore(RowStore store, RowFormat format) =>
        new(store, format, null, _labels, Part, ownsStore: false);

    /// <summary>This set's rows in this set's order, whatever it is a subset of.</summary>
    internal RowStore StoreOfRows() => _rows == null ? _store : new ChosenRows(_store, _rows);

    internal static float[] NewArray(int rows, int size)
    {
        long numbers = (long)rows * size;
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException(
                $"Expected rows that fit in memory, at most {Array.MaxLength} numbers; {rows} rows of {size} are {numbers}. "
                + "Larger sets are streamed.");
        }
        return new float[numbers];
    }

    private int StoreRow(int row) => _rows == null ? row : _rows[row];

    private void CheckRows(ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)Rows)
                throw new ArgumentException($"Expected rows from 0 to {Rows - 1}; there is a {row}.", nameof(rows));
        }
    }

    private static string Form(int inputSize, int targetSize, bool hasLabels) =>
        $"rows of {inputSize} inputs and {(hasLabels ? "a label" : $"{targetSize} targets")}";
}
