using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>All that varies from trial to trial, in one order: the class of networks first.</summary>
internal sealed class SearchAxes
{
    public const string Network = "network", LearningRate = "learning rate", Regularization = "regularization", BatchSize = "batch size",
        Schedule = "schedule", Augmentation = "augmentation";

    private SearchAxes(IReadOnlyList<(string Name, Axis Axis)> all) => All = all;

    public IReadOnlyList<(string Name, Axis Axis)> All { get; }

    public int Count => All.Count;

    public Axis this[int index] => All[index].Axis;

    /// <exception cref="ArgumentException">An axis leads to values that a setting cannot have.</exception>
    public static SearchAxes Of(Space space, IReadOnlyList<Candidate> networks)
    {
        var all = new List<(string, Axis)> { (Network, new ChoiceAxis<string>([.. networks.Select(network => network.Name)])) };
        Add(LearningRate, "LearningRate", space.LearningRate, least: 0);
        Add(Regularization, "Regularization", space.Regularization, least: 0);
        Add(BatchSize, "BatchSize", space.BatchSize, least: 1);
        Add(Schedule, "Schedule", space.Schedule);
        Add(Augmentation, "Augmentation", space.Augmentation);
        ArgumentNullException.ThrowIfNull(space.Others, "Space.Others");
        foreach ((string name, Axis axis) in space.Others.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (string.IsNullOrWhiteSpace(name) || all.Any(other => other.Item1 == name))
                throw new ArgumentException(
                    $"Expected names in Space.Others that are no settings' already; one is {Quoted.Value(name)}.", "options");
            if (axis == null)
                throw new ArgumentException(
                    $"Expected something to choose from for {Quoted.Value(name)} in Space.Others; it is null.", "options");
            Add(name, name, axis);
        }
        return new SearchAxes(all);

        void Add(string name, string property, Axis? axis, double least = double.NegativeInfinity)
        {
            if (axis == null)
                return;
            if (axis.IsOrdered ? axis.Range.From < least : NumbersOf(axis).Any(number => !(number >= least)))
                throw new ArgumentException($"Expected a Space.{property} of at least {least}; it is {axis}.", "options");
            all.Add((name, axis));
        }
    }

    // of a choice in no order; other than numbers are as they are
    private static IEnumerable<double> NumbersOf(Axis axis) => axis switch
    {
        Axis<float> numbers => Enumerable.Range(0, axis.Count!.Value).Select(place => (double)numbers.Value(place)),
        Axis<int> numbers => Enumerable.Range(0, axis.Count!.Value).Select(place => (double)numbers.Value(place)),
        _ => [],
    };

    public int IndexOf(string name)
    {
        for (int index = 0; index < Count; index++)
        {
            if (All[index].Name == name)
                return index;
        }
        return -1;
    }

    /// <summary>A value of an axis; null where it does not vary.</summary>
    public Axis<T>? Find<T>(string name, out int index)
    {
        index = IndexOf(name);
        return index < 0 ? null : All[index].Axis as Axis<T>;
    }

    public double[] At(ReadOnlySpan<double> shares)
    {
        double[] values = new double[Count];
        for (int index = 0; index < Count; index++)
            values[index] = this[index].At(shares[index]);
        return values;
    }

    public double[] SharesOf(IReadOnlyList<double> values)
    {
        double[] shares = new double[Count];
        for (int index = 0; index < Count; index++)
            shares[index] = this[index].ShareOf(values[index]);
        return shares;
    }

    public bool Hold(IReadOnlyList<double> values) =>
        values.Count == Count && Enumerable.Range(0, Count).All(index => this[index].Holds(values[index]));
}
