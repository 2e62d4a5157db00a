namespace DeepTrain;

/// <summary>
/// Rows of one length whose number is not known beforehand, in blocks, so that growing copies nothing and at the end there
/// are two copies at most.
/// </summary>
/// <param name="what">What the rows are, for messages: <c>inputs</c>.</param>
internal sealed class FloatRows(string what)
{
    private const int BlockNumbers = 1 << 18;

    private readonly List<float[]> _blocks = [];
    private int _used; // of the last block

    public int Rows { get; private set; }

    /// <summary>Numbers in a row, 0 before the first.</summary>
    public int Size { get; private set; }

    /// <exception cref="ArgumentException">The row has another length than the first.</exception>
    public void Add(float[] row)
    {
        if (row == null)
            throw new ArgumentException($"Expected {what} for each row; those of row {Rows} are null.", what);
        if (Rows == 0)
            Size = row.Length;
        if (row.Length != Size || (Size == 0 && what == "inputs"))
        {
            string expected = Rows == 0 ? "at least one of the" : $"{Size}";
            throw new ArgumentException($"Expected {expected} {what} in each row; row {Rows} has {row.Length}.", what);
        }
        row.CopyTo(Next(Size));
        Rows++;
    }

    /// <summary>Room for a row at the end.</summary>
    public Span<float> Append(int size)
    {
        Size = size;
        Rows++;
        return Next(size);
    }

    public float[] ToArray()
    {
        float[] all = Dataset.NewArray(Rows, Size);
        Drain((row, numbers) => numbers.CopyTo(all.AsSpan(row * Size, Size)));
        return all;
    }

    /// <summary>Shows each row.</summary>
    public void Visit(RowVisitor visitor) => Visit(visitor, release: false);

    /// <summary>Shows each row for the last time, and gives its memory back soon after.</summary>
    public void Drain(RowVisitor visitor) => Visit(visitor, release: true);

    private void Visit(RowVisitor visitor, bool release)
    {
        for (int block = 0, row = 0; block < _blocks.Count; block++)
        {
            int used = block == _blocks.Count - 1 ? _used : _blocks[block].Length;
            for (int start = 0; start < used; start += Size, row++)
                visitor(row, _blocks[block].AsSpan(start, Size));
            if (release)
                _blocks[block] = [];
        }
        if (release)
        {
            _blocks.Clear();
            (Rows, _used) = (0, 0);
        }
    }

    private Span<float> Next(int size)
    {
        if (_blocks.Count == 0 || _used + size > _blocks[^1].Length)
        {
            // whole rows only: nothing is left at a block's end
            int rows = Math.Max(1, BlockNumbers / Math.Max(1, size));
            _blocks.Add(new float[rows * size]);
            _used = 0;
        }
        _used += size;
        return _blocks[^1].AsSpan(_used - size, size);
    }
}
