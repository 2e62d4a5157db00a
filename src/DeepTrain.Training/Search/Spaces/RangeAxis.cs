using System.Globalization;

namespace DeepTrain;

/// <summary>All numbers of a range.</summary>
internal sealed class RangeAxis(float from, float to, bool isLogarithmic) : Axis<float>
{
    public override int? Count => null;

    public override bool IsLogarithmic => isLogarithmic;

    public override bool IsOrdered => true;

    internal override (double From, double To) Range => (from, to);

    internal override double At(double share)
    {
        double value = isLogarithmic
            ? from * Math.Pow((double)to / from, share)
            : from + share * ((double)to - from);
        return Math.Clamp((float)value, from, to);
    }

    internal override double ShareOf(double value) => Math.Clamp(
        isLogarithmic ? Math.Log(value / from) / Math.Log((double)to / from) : (value - from) / ((double)to - from), 0, 1);

    internal override bool Holds(double value) => value >= from && value <= to && value == (float)value;

    internal override string Text(double value) => ((float)value).ToString("G4", CultureInfo.InvariantCulture);

    internal override float Value(double value) => (float)value;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(isLogarithmic ? "LogUniform" : "Uniform")}({from}, {to})");
}
