using System.Globalization;

namespace DeepTrain;

/// <summary>One of several values, each as probable as any other.</summary>
internal sealed class ChoiceAxis<T> : Axis<T>
{
    private readonly T[] _values;
    private readonly double[]? _numbers;

    public ChoiceAxis(IReadOnlyList<T> values)
    {
        _values = [.. values];
        double[] numbers = Array.ConvertAll(_values, value => value switch
        {
            int number => number,
            float number => number,
            double number => number,
            _ => double.NaN,
        });
        // numbers that rise are a scale: there is something beyond the last one
        if (numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second) && !double.IsNaN(numbers[0]))
            _numbers = numbers;
    }

    public override int? Count => _values.Length;

    public override bool IsOrdered => _numbers != null && _values.Length > 1;

    internal override (double From, double To) Range => (NumberOf(0), NumberOf(_values.Length - 1));

    internal override double At(double share) => Math.Clamp(Math.Floor(share * _values.Length), 0, _values.Length - 1);

    internal override double ShareOf(double value) => (value + 0.5) / _values.Length;

    internal override bool Holds(double value) => value >= 0 && value < _values.Length && value == Math.Floor(value);

    internal override double NumberOf(double value) => _numbers?[(int)value] ?? value;

    internal override string Text(double value) => Text(_values[(int)value]);

    internal override T Value(double value) => _values[(int)value];

    public override string ToString() => $"Choice({string.Join(", ", _values.Select(Text))})";

    private static string Text(T value) => value switch
    {
        null => "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Augmentation { IsEmpty: true } or ConstantSchedule { Value: null } => "none",
        // a record's words, as one would write it
        Schedule schedule => schedule.ToString().Replace("Schedule { ", "(").Replace(" }", ")"),
        _ => value.ToString() ?? "",
    };
}
