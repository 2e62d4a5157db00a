using System.Text;

namespace DeepTrain;

/// <summary>What a range test has found.</summary>
public sealed class RateRange
{
    internal RateRange(IReadOnlyList<RatePoint> curve, float? low, float? suggestion, float? high, string reason) =>
        (Curve, Low, Suggestion, High, Reason) = (curve, low, suggestion, high, reason);

    /// <summary>The loss as the rate grows, until it explodes.</summary>
    public IReadOnlyList<RatePoint> Curve { get; }

    /// <summary>The rate at which the loss begins to fall: where a schedule may begin. Null where it does not fall.</summary>
    public float? Low { get; }

    /// <summary>The rate to train with. Null where the loss does not fall.</summary>
    public float? Suggestion { get; }

    /// <summary>
    /// The rate up to which the loss falls, the highest that a schedule with a warm-up should come to. Null where the loss does not
    /// fall.
    /// </summary>
    public float? High { get; }

    /// <summary>What was seen, and how the suggestion follows from it.</summary>
    public string Reason { get; }

    /// <summary>The reason, and the curve in a few lines.</summary>
    public override string ToString()
    {
        const int Lines = 12, Width = 40;
        var text = new StringBuilder(Reason).Append('\n');
        double largest = Curve.Where(point => double.IsFinite(point.Smoothed)).Select(point => point.Smoothed).DefaultIfEmpty(1).Max();
        for (int line = 0; line < Math.Min(Lines, Curve.Count); line++)
        {
            RatePoint point = Curve[Curve.Count <= Lines ? line : (int)((long)line * (Curve.Count - 1) / (Lines - 1))];
            int width = double.IsFinite(point.Smoothed) ? (int)Math.Round(Width * Math.Clamp(point.Smoothed / largest, 0, 1)) : Width;
            text.Append(Words.Number(point.Rate).PadLeft(9)).Append("  ").Append(Words.Number(point.Smoothed).PadLeft(9)).Append("  ")
                .Append('#', width).Append('\n');
        }
        return text.ToString();
    }
}
