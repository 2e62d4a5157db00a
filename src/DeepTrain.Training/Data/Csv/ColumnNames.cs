using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>The columns of a file, by name.</summary>
internal sealed class ColumnNames
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly string _file;

    /// <param name="file">For messages.</param>
    /// <param name="names">In the order of the columns.</param>
    /// <param name="line">Where they stand, for messages.</param>
    /// <exception cref="InvalidDataException">A name is there twice.</exception>
    public ColumnNames(string file, IReadOnlyList<string> names, long line)
    {
        (_file, All) = (file, names);
        for (int number = 0; number < names.Count; number++)
        {
            if (!_numbers.TryAdd(names[number], number))
            {
                throw new InvalidDataException(
                    $"{file}, line {line}: expected columns with names that differ; {Quoted.Value(names[number])} is there "
                    + $"twice, as column {_numbers[names[number]] + 1} and column {number + 1}.");
            }
        }
    }

    public IReadOnlyList<string> All { get; }

    public bool Has(string name) => _numbers.ContainsKey(name);

    /// <summary>The number of a column.</summary>
    /// <param name="name">What the caller calls it.</param>
    /// <param name="option">Where the caller says so, for messages.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int Find(string name, string option)
    {
        if (name != null && _numbers.TryGetValue(name, out int number))
            return number;
        string nearest = name == null ? "" : Nearest(name);
        throw new ArgumentException(
            $"{_file}: expected a column of the file in {option}; there is no {Quoted.Value(name ?? "")}{nearest}. "
            + $"The columns are {Quoted.Names(All)}.");
    }

    private string Nearest(string name)
    {
        string? nearest = null;
        // more than every third letter wrong is another word
        int least = Math.Max(2, name.Length / 3) + 1;
        foreach (string other in All)
        {
            if (Math.Abs(other.Length - name.Length) >= least)
                continue;
            int distance = Distance(name, other);
            if (distance < least)
                (nearest, least) = (other, distance);
        }
        return nearest == null ? "" : $" (nearest: {Quoted.Value(nearest)})";
    }

    // Levenshtein's, with letters of either case the same
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                bool isSame = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]);
                int best = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (isSame ? 0 : 1));
                (diagonal, row[j]) = (row[j], best);
            }
        }
        return row[^1];
    }
}
