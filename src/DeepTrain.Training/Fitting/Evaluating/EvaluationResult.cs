using System.Globalization;

namespace DeepTrain;

/// <summary>What <see cref="Trainer.Evaluate"/> measured.</summary>
public sealed class EvaluationResult
{
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<double> _values;

    internal EvaluationResult(double loss, IReadOnlyList<string> names, IReadOnlyList<double> values) =>
        (Loss, _names, _values) = (loss, names, values);

    /// <summary>The mean loss over rows, without what L1 and L2 add.</summary>
    public double Loss { get; }

    /// <summary>A metric's value; NaN where it is undefined.</summary>
    /// <exception cref="ArgumentException">It was not measured.</exception>
    public double this[Metric metric]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(metric);
            for (int next = 0; next < _names.Count; next++)
            {
                if (_names[next] == metric.Name)
                    return _values[next];
            }
            throw new ArgumentException(
                $"Expected one of the metrics {Runtime.Quoted.Names(_names)}; asked for is {metric.Name}.", nameof(metric));
        }
    }

    /// <summary>All of it in a line.</summary>
    public override string ToString() => string.Join(", ",
        _names.Zip(_values, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:G4}"))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"loss {Loss:G4}")));
}
