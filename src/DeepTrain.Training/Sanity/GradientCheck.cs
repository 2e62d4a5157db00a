using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// The gradient of each parameter against central differences of the loss, masks and averages held still: <c>Inspect</c> draws the
/// same masks each time and leaves the averages alone. Along whole directions, as the loss of a step in one number drowns in float's
/// rounding.
/// </summary>
internal static class GradientCheck
{
    private const int RandomDirections = 3;

    // between two steps kinks are crossed by chance: only what no step confirms is wrong
    private const double Tolerance = 0.05;

    // what float keeps of a loss that was summed over layers and rows
    private const double Rounding = 4e-7;

    // relative to the norm of the parameter, or to 1 where it is smaller
    private static readonly double[] Steps = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4];

    public static CheckResult Run(INetwork network, Batch batch, ulong seed, CancellationToken token)
    {
        var meter = new Gradients();
        double loss = network.Inspect(batch, meter);
        if (!double.IsFinite(loss))
            return Result(CheckVerdict.Skipped, "the loss is not finite", "");
        var random = new RandomStream(seed, 1);
        int confirmed = 0, tooSmall = 0;
        double worst = 0;
        string? worstName = null;
        foreach ((Parameter parameter, float[] gradient) in meter.All)
        {
            bool isMeasured = false;
            for (int next = 0; next <= RandomDirections; next++)
            {
                token.ThrowIfCancellationRequested();
                float[] direction = next == 0 ? Along(gradient) : Signs(gradient.Length, ref random);
                if (Error(network, batch, parameter, gradient, direction) is not double error)
                    continue;
                isMeasured = true;
                if (error > worst || double.IsNaN(error))
                    (worst, worstName) = (error, parameter.Name);
            }
            (confirmed, tooSmall) = isMeasured ? (confirmed + 1, tooSmall) : (confirmed, tooSmall + 1);
        }
        string rest = tooSmall == 0 ? "" : $"; {Words.Count(tooSmall, "gradient")} too small to be measured";
        if (confirmed == 0)
        {
            return Result(CheckVerdict.Note, $"all of {tooSmall} gradients are too small to be measured",
                "Almost nothing comes back to the parameters: see dead units and saturated units.");
        }
        string measured = $"off by at most {Words.Percent(worst)} in {Words.Count(confirmed, "parameter")}{rest}";
        return worst <= Tolerance
            ? Result(CheckVerdict.Passed, measured, "")
            : Result(CheckVerdict.Failed, $"{measured}; the worst is {worstName}",
                "The gradient is not that of the loss. Is the network's code changed by hand, or of another version of the library?");
    }

    // Null where the loss says nothing: what it changes by is no more than rounding.
    private static double? Error(INetwork network, Batch batch, Parameter parameter, float[] gradient, float[] direction)
    {
        float[] values = new float[parameter.Length], moved = new float[parameter.Length];
        parameter.CopyTo(values);
        double scale = Math.Max(1, SignalMeter.Norm(values));
        // along a random direction a right gradient may happen to say next to nothing: errors are held against what is usual
        double usual = SignalMeter.Norm(gradient) / Math.Sqrt(parameter.Length);
        double best = double.PositiveInfinity;
        bool isMeasured = false;
        foreach (double relative in Steps)
        {
            float step = (float)(relative * scale);
            (double up, double upSlope) = At(step);
            (double down, double downSlope) = At(-step);
            double expected = upSlope - downSlope;
            double noise = Rounding * (Math.Abs(up) + Math.Abs(down));
            double most = Math.Max(2 * step * usual, Math.Max(Math.Abs(expected), Math.Abs(up - down)));
            // a difference that rounding alone may make proves nothing
            if (double.IsFinite(up - down) && most * Tolerance < noise)
                continue;
            isMeasured = true;
            double error = Math.Abs(up - down - expected) / most;
            best = Math.Min(best, double.IsNaN(error) ? double.PositiveInfinity : error);
        }
        parameter.CopyFrom(values);
        return isMeasured ? best : null;

        // the loss, and what the gradient says of the steps that float has really made
        (double Loss, double Slope) At(float step)
        {
            double slope = 0;
            for (int next = 0; next < moved.Length; next++)
            {
                moved[next] = values[next] + step * direction[next];
                slope += (double)gradient[next] * (moved[next] - (double)values[next]);
            }
            parameter.CopyFrom(moved);
            return (network.Inspect(batch, Nobody.Instance), slope);
        }
    }

    // of length 1
    private static float[] Along(float[] gradient)
    {
        double norm = SignalMeter.Norm(gradient);
        return Array.ConvertAll(gradient, number => norm > 0 ? (float)(number / norm) : 0);
    }

    private static float[] Signs(int length, ref RandomStream random)
    {
        float[] direction = new float[length];
        float size = (float)(1 / Math.Sqrt(length));
        for (int next = 0; next < length; next++)
            direction[next] = random.NextBits() >> 63 == 0 ? size : -size;
        return direction;
    }

    private static CheckResult Result(CheckVerdict verdict, string measured, string advice) =>
        new(CheckKind.Gradients, verdict, measured, advice);

    private sealed class Gradients : ILayerObserver
    {
        public List<(Parameter Parameter, float[] Gradient)> All { get; } = [];

        public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
        {
        }

        public void ObserveGradient(Parameter parameter, ReadOnlySpan<float> gradient) => All.Add((parameter, gradient.ToArray()));
    }

    private sealed class Nobody : ILayerObserver
    {
        public static Nobody Instance { get; } = new();

        public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
        {
        }
    }
}
