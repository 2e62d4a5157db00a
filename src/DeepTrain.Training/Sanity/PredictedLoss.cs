namespace DeepTrain;

/// <summary>The loss that outputs lead to which are as the compiler predicts them and know nothing of the targets.</summary>
internal static class PredictedLoss
{
    // standard deviations, beyond which there is a billionth
    private const double Reach = 6;
    private const int Points = 200;

    // beyond it the loss is a multiple of the deviation, and exp would overflow
    private const double LargestStd = 100;

    /// <param name="loss">The loss.</param>
    /// <param name="outputs">Outputs of the network.</param>
    /// <param name="mean">The outputs' mean: 0 behind linear layers.</param>
    /// <param name="std">Their predicted standard deviation.</param>
    /// <param name="targets">What they are compared with; not used for the cross-entropies.</param>
    /// <param name="huberDelta">Where Huber's loss turns straight.</param>
    public static double Of(
        LossKind loss, int outputs, double mean, double std, ReadOnlySpan<float> targets, double huberDelta) => loss switch
    {
        LossKind.SoftmaxCrossEntropy => LogSumExp(outputs, Math.Min(std, LargestStd)) * Math.Max(1, std / LargestStd),
        LossKind.BinaryCrossEntropy => Normal(z => Softplus(std * z)),
        LossKind.MeanSquaredError => std * std + MeanOf(targets, target => (target - mean) * (target - mean)),
        _ => MeanOf(targets, target => Normal(z => ErrorLoss.Of(loss, mean + std * z - target, huberDelta))),
    };

    /// <summary>
    /// <c>E log(sum exp z) = integral over x of exp(-e^x) - (E exp(-e^(x + z)))^K</c> for K logits z, from
    /// <c>log s = integral over t of (e^-t - e^-st) / t</c> with t = e^x. The labels know nothing of z, so that their own logit adds
    /// nothing.
    /// </summary>
    private static double LogSumExp(int outputs, double std)
    {
        const int Steps = 2000;
        double from = -40 - Reach * std, to = 5 + Reach * std, width = (to - from) / Steps, sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            double x = from + (step + 0.5) * width;
            double silence = Normal(z => Math.Exp(-Math.Exp(x + std * z)));
            sum += width * (Math.Exp(-Math.Exp(x)) - Math.Pow(silence, outputs));
        }
        return sum;
    }

    // E f(z), z ~ N(0, 1)
    private static double Normal(Func<double, double> function)
    {
        double sum = 0, weights = 0;
        for (int next = 0; next <= Points; next++)
        {
            double z = -Reach + 2 * Reach * next / Points, weight = Math.Exp(-z * z / 2);
            sum += weight * function(z);
            weights += weight;
        }
        return sum / weights;
    }

    private static double Softplus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));

    private static double MeanOf(ReadOnlySpan<float> targets, Func<double, double> function)
    {
        double sum = 0;
        foreach (float target in targets)
            sum += function(target);
        return sum / targets.Length;
    }
}
