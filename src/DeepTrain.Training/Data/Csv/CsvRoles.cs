using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Which columns of a file are inputs, categories and targets.</summary>
internal sealed class CsvRoles
{
    private readonly HashSet<int> _categorical = [];

    /// <exception cref="ArgumentException">The options name what there is not, or contradict each other.</exception>
    public CsvRoles(ColumnNames columns, CsvOptions options)
    {
        if (options.Target != null && options.Targets != null)
            throw new ArgumentException("Expected Target or Targets; both are set.");
        string option = options.Target != null ? "Target" : "Targets";
        Targets = Find(columns, options.Target != null ? [options.Target] : options.Targets ?? [], option);
        Features = options.Features != null
            ? Find(columns, options.Features, "Features")
            : [.. Enumerable.Range(0, columns.All.Count).Except(Targets)];
        if (Features.Length == 0)
            throw new ArgumentException($"Expected a column of inputs; of {Quoted.Names(columns.All)} none is left.");
        foreach (int target in Targets)
        {
            if (Features.Contains(target))
            {
                throw new ArgumentException(
                    $"Expected {Quoted.Value(columns.All[target])} in Features or in {option}; it is in both, and a network "
                    + "would only copy it.");
            }
        }
        foreach (int column in Find(columns, options.Categorical, "Categorical"))
        {
            if (!Features.Contains(column))
            {
                throw new ArgumentException(
                    $"Expected columns of inputs in Categorical; {Quoted.Value(columns.All[column])} is none."
                    + (Targets.Contains(column) ? " A target is made a class by Classification = true." : ""));
            }
            _categorical.Add(column);
        }
        if (options.Classification == true && Targets.Length != 1)
            throw new ArgumentException($"Expected one Target, as Classification is set; there are {Targets.Length}.");
    }

    public int[] Features { get; }

    public int[] Targets { get; }

    public bool IsCategorical(int column) => _categorical.Contains(column);

    private static int[] Find(ColumnNames columns, IReadOnlyList<string> names, string option)
    {
        var found = new int[names.Count];
        for (int next = 0; next < found.Length; next++)
        {
            found[next] = columns.Find(names[next], option);
            if (Array.IndexOf(found, found[next], 0, next) >= 0)
            {
                throw new ArgumentException(
                    $"Expected each column once in {option}; {Quoted.Value(names[next])} is there twice.");
            }
        }
        return found;
    }
}
