using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>What a trial is tried with.</summary>
public sealed class TrialSettings
{
    private readonly SearchAxes _axes;
    private readonly IReadOnlyList<double> _values;

    internal TrialSettings(SearchAxes axes, IReadOnlyList<double> values) => (_axes, _values) = (axes, values);

    /// <summary>The class of networks.</summary>
    public string Network => _axes[0].Text(_values[0]);

    /// <summary>The learning rate; null where it does not vary.</summary>
    public float? LearningRate => Number(SearchAxes.LearningRate) is double rate ? (float)rate : null;

    /// <summary>What multiplies L1, L2 and weight decay; null where it does not vary.</summary>
    public float? Regularization => Number(SearchAxes.Regularization) is double factor ? (float)factor : null;

    /// <summary>Rows in a batch; null where it does not vary.</summary>
    public int? BatchSize => Find<int>(SearchAxes.BatchSize, out int size) ? size : null;

    /// <summary>The schedule; null where it does not vary.</summary>
    public Schedule? Schedule => Find<Schedule>(SearchAxes.Schedule, out Schedule? schedule) ? schedule : null;

    /// <summary>The augmentation; null where it does not vary.</summary>
    public Augmentation? Augmentation => Find<Augmentation>(SearchAxes.Augmentation, out Augmentation? steps) ? steps : null;

    /// <summary>Names and values of all that varies, as texts, the class of networks first.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All =>
        [.. _axes.All.Select((axis, index) => KeyValuePair.Create(axis.Name, axis.Axis.Text(_values[index])))];

    /// <summary>A value of <see cref="Space.Others"/>.</summary>
    /// <typeparam name="T">The type of its values.</typeparam>
    /// <param name="name">Its name there.</param>
    /// <exception cref="ArgumentException">There is none of that name and type.</exception>
    public T Get<T>(string name) => Find<T>(name, out T? value) ? value! : throw new ArgumentException(
        $"Expected one of {Quoted.Names([.. _axes.All.Select(axis => axis.Name)])} with values of type {typeof(T).Name}; asked for is "
        + $"{Quoted.Value(name)}.", nameof(name));

    /// <summary>Names and values in a line.</summary>
    public override string ToString() =>
        string.Join(", ", All.Select((pair, index) => index == 0 ? pair.Value : $"{pair.Key} {pair.Value}"));

    private bool Find<T>(string name, out T? value)
    {
        Axis<T>? axis = _axes.Find<T>(name, out int index);
        value = axis == null ? default : axis.Value(_values[index]);
        return axis != null;
    }

    private double? Number(string name) => Find<float>(name, out float value) ? value : null;
}
