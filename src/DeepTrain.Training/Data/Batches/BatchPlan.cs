namespace DeepTrain;

/// <summary>Where the batches of an epoch begin and end.</summary>
internal readonly struct BatchPlan
{
    private const int FewestRowsAlone = 8;

    private readonly int _rows;
    private readonly int _batchSize;

    /// <param name="rows">The rows of an epoch, at least 1.</param>
    /// <param name="batchSize">At least 1.</param>
    /// <param name="last">What becomes of the rest.</param>
    /// <exception cref="ArgumentException">No batch is left.</exception>
    public BatchPlan(int rows, int batchSize, LastBatch last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int whole = rows / batchSize, rest = rows % batchSize;
        (_rows, _batchSize) = (rows, batchSize);
        switch (last)
        {
            case LastBatch.Merge:
                Count = whole + (rest >= FewestRowsAlone || whole == 0 ? 1 : 0);
                break;
            case LastBatch.Keep:
                Count = whole + (rest > 0 ? 1 : 0);
                break;
            case LastBatch.Drop:
                if (whole == 0)
                {
                    throw new ArgumentException(
                        $"Expected at least {batchSize} rows, a whole batch, as LastBatch.Drop leaves out all others; "
                        + $"there are {rows}.");
                }
                Count = whole;
                _rows = whole * batchSize;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(last), last, "Expected Merge, Keep or Drop.");
        }
        // a rest that is merged makes the last batch longer; whole > 0 then
        if (last == LastBatch.Merge && whole > 0 && rest is > 0 and < FewestRowsAlone)
            Longest = batchSize + rest;
        else
            Longest = Math.Min(rows, batchSize);
    }

    /// <summary>Batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>Rows in the longest batch.</summary>
    public int Longest { get; }

    /// <summary>The first row of a batch, counted in the order of the epoch.</summary>
    public int Start(int batch) => batch * _batchSize;

    /// <summary>The rows of a batch.</summary>
    public int Length(int batch) => batch == Count - 1 ? _rows - Start(batch) : _batchSize;
}
