using System.Globalization;

namespace DeepTrain;

/// <summary>Where numbers lie along an axis, linear or logarithmic, and which of them are written down.</summary>
internal sealed class PlotAxis
{
    private const double DecadesForLogarithm = 1.5;

    private readonly double _from;
    private readonly double _to;

    /// <param name="values">What is to be shown.</param>
    /// <param name="isLogarithmic">Null: where values are above 0 and more than a decade and a half apart.</param>
    public PlotAxis(IEnumerable<double> values, bool? isLogarithmic = null)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double least = finite.DefaultIfEmpty(0).Min(), largest = finite.DefaultIfEmpty(1).Max();
        double leastAbove0 = finite.Where(value => value > 0).DefaultIfEmpty(1).Min();
        IsLogarithmic = isLogarithmic ?? (least > 0 && Math.Log10(largest / least) > DecadesForLogarithm);
        if (IsLogarithmic)
        {
            (_from, _to) = (Math.Log10(leastAbove0), Math.Log10(Math.Max(largest, leastAbove0)));
            if (_to - _from < 0.3)
                (_from, _to) = (_from - 0.15, _to + 0.15);
            return;
        }
        double span = largest - least;
        // one number lies in the middle between 0 and twice as much
        if (span == 0)
            (least, span) = least == 0 ? (0, 1) : (Math.Min(0, 2 * least), 2 * Math.Abs(least));
        // a loss is best seen down to 0
        (_from, _to) = least >= 0 && least < span ? (0, least + span) : (least, least + span);
    }

    public bool IsLogarithmic { get; }

    /// <summary>From 0 to 1; null where a number cannot be shown.</summary>
    public double? Place(double value)
    {
        if (!double.IsFinite(value) || (IsLogarithmic && value <= 0))
            return null;
        return Math.Clamp(((IsLogarithmic ? Math.Log10(value) : value) - _from) / (_to - _from), 0, 1);
    }

    /// <summary>A handful of round numbers.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        if (IsLogarithmic)
        {
            int every = Math.Max(1, (int)Math.Ceiling((_to - _from) / about));
            int first = (int)Math.Ceiling(_from - 1e-9), last = (int)Math.Floor(_to + 1e-9);
            if (last - first < 1)
            {
                foreach (double value in (double[])[Math.Pow(10, _from), Math.Pow(10, _to)])
                    yield return value;
                yield break;
            }
            for (int power = first; power <= last; power += every)
                yield return Math.Pow(10, power);
            yield break;
        }
        double step = Step(about);
        for (double tick = Math.Ceiling(_from / step - 1e-9) * step; tick <= _to + 1e-9 * step; tick += step)
            yield return Math.Abs(tick) < step * 1e-9 ? 0 : tick;
    }

    /// <summary>A tick's text, with as many digits as tell it from the next.</summary>
    public string Text(double tick, int about)
    {
        double largest = Math.Max(Math.Abs(_from), Math.Abs(_to));
        int digits = IsLogarithmic ? 0 : (int)Math.Ceiling(Math.Log10(largest / Step(about))) + 1;
        return digits > 3 && largest is >= 1e-3 and < 1e6
            ? tick.ToString($"G{Math.Min(digits, 9)}", CultureInfo.InvariantCulture) : Words.Number(tick);
    }

    // A round number.
    private double Step(int about)
    {
        double raw = (_to - _from) / about, unit = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return unit * ((raw / unit) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
