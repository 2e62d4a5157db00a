using System.Runtime.InteropServices;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Two rows with the same inputs, bit for bit, in two parts.</summary>
/// <param name="FirstPart">The number of the part that came first.</param>
/// <param name="FirstRow">The row there.</param>
/// <param name="SecondPart">The number of the other part.</param>
/// <param name="SecondRow">The row there.</param>
public readonly record struct DuplicateRow(int FirstPart, int FirstRow, int SecondPart, int SecondRow);

/// <summary>
/// Rows that several parts of a dataset have in common: what a network has learnt by heart in one is no knowledge in the
/// other.
/// </summary>
public sealed class DuplicateReport
{
    private const int MostShown = 100;

    private readonly Dataset[] _parts;

    private DuplicateReport(Dataset[] parts, int count, List<DuplicateRow> first)
    {
        _parts = parts;
        Count = count;
        First = first.AsReadOnly();
    }

    /// <summary>How many rows of later parts have the inputs of a row of an earlier one.</summary>
    public int Count { get; }

    /// <summary>The first 100 of them.</summary>
    public IReadOnlyList<DuplicateRow> First { get; }

    /// <summary>
    /// Looks for rows that are the same in several parts. Reads all rows once, and once more those that may be.
    /// </summary>
    /// <param name="parts">At least one, with rows of one size.</param>
    /// <param name="token">Ends the search.</param>
    /// <exception cref="ArgumentException">There are none, or their sizes differ.</exception>
    public static DuplicateReport Of(IReadOnlyList<Dataset> parts, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            throw new ArgumentException("Expected at least one part; there are none.", nameof(parts));
        int size = parts[0].InputSize;
        var seen = new Dictionary<ulong, (int Part, int Row)>();
        var first = new List<DuplicateRow>();
        int count = 0;
        float[] one = new float[size], other = new float[size];
        for (int part = 0; part < parts.Count; part++)
        {
            Dataset data = parts[part];
            if (data.InputSize != size)
                throw new ArgumentException($"Expected parts with {size} inputs; one has {data.InputSize}.", nameof(parts));
            for (int row = 0; row < data.Rows; row++)
            {
                token.ThrowIfCancellationRequested();
                data.CopyInputs(row, one);
                ulong hash = Hash(one);
                // two rows of one hash that are not the same are as rare as 2^-64: the second is not remembered
                if (seen.TryAdd(hash, (part, row)))
                    continue;
                (int Part, int Row) before = seen[hash];
                if (before.Part == part)
                    continue;
                parts[before.Part].CopyInputs(before.Row, other);
                if (!MemoryMarshal.AsBytes(one.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(other.AsSpan())))
                    continue;
                count++;
                if (first.Count < MostShown)
                    first.Add(new DuplicateRow(before.Part, before.Row, part, row));
            }
        }
        return new DuplicateReport([.. parts], count, first);
    }

    /// <summary>How many there are, and the first.</summary>
    public override string ToString()
    {
        if (Count == 0)
            return "No row is in two parts.";
        DuplicateRow row = First[0];
        return $"{Count} rows are in two parts: the first is row {row.SecondRow} of the {Name(row.SecondPart)} part, "
            + $"the same as row {row.FirstRow} of the {Name(row.FirstPart)} part.";
    }

    private string Name(int part) => _parts[part].Part.ToString();

    private static ulong Hash(ReadOnlySpan<float> row)
    {
        ulong hash = (ulong)row.Length;
        foreach (float value in row)
            hash = RandomStream.Mix(hash ^ BitConverter.SingleToUInt32Bits(value));
        return hash;
    }
}
