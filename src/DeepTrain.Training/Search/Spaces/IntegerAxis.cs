using System.Globalization;

namespace DeepTrain;

/// <summary>All whole numbers of a range, its ends included.</summary>
internal sealed class IntegerAxis(int from, int to, bool isLogarithmic) : Axis<int>
{
    // each number has the stretch that is rounded to it
    private readonly double _start = from - 0.5;
    private readonly double _end = to + 0.5;

    public override int? Count => (int)Math.Min(int.MaxValue, (long)to - from + 1);

    public override bool IsLogarithmic => isLogarithmic;

    public override bool IsOrdered => true;

    internal override (double From, double To) Range => (from, to);

    internal override double At(double share)
    {
        double value = isLogarithmic ? _start * Math.Pow(_end / _start, share) : _start + share * (_end - _start);
        return Math.Clamp(Math.Floor(value + 0.5), from, to);
    }

    internal override double ShareOf(double value) => Math.Clamp(
        isLogarithmic ? Math.Log(value / _start) / Math.Log(_end / _start) : (value - _start) / (_end - _start), 0, 1);

    internal override bool Holds(double value) => value >= from && value <= to && value == Math.Floor(value);

    internal override string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    internal override int Value(double value) => (int)value;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(isLogarithmic ? "LogInteger" : "Integer")}({from}, {to})");
}
