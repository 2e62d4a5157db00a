namespace DeepTrain;

/// <summary>
/// The loss before training against that which the compiler's prediction leads to. ln K alone gives false alarms: good He weights and
/// ten classes start at 1.3 times of it.
/// </summary>
internal static class InitialLossCheck
{
    private const double LargestRatio = 2;

    public static CheckResult Run(INetwork network, Batch batch, SignalMeter meter)
    {
        NetworkDescription description = network.Description;
        if (!double.IsFinite(meter.Loss))
        {
            return Result(CheckVerdict.Failed, "it is not finite",
                "The signal overflows on its way through the layers: take initial weights of a smaller variance, or batch norm, and "
                + "standardise the inputs.");
        }
        double delta = HuberDelta(network, batch);
        double knowsNothing = ConstantPredictor.Loss(network, batch, delta);
        LayerSignal? last = meter.Layers.LastOrDefault();
        if (last == null || !double.IsFinite(last.PredictedStd))
        {
            return Compare(
                meter.Loss, knowsNothing, $"{Words.Number(meter.Loss)}; a constant output has {Words.Number(knowsNothing)}");
        }
        double mean = last.Kind is "Dense" or "Conv2D" ? 0 : last.Mean;
        double predicted = PredictedLoss.Of(
            description.LossKind, network.OutputSize, mean, last.PredictedStd, batch.Targets, delta);
        return Compare(
            meter.Loss, predicted,
            $"{Words.Number(meter.Loss)}; predicted is {Words.Number(predicted)}, and a constant output has {Words.Number(knowsNothing)}");
    }

    private static CheckResult Compare(double loss, double expected, string measured)
    {
        if (loss > LargestRatio * expected)
        {
            return Result(CheckVerdict.Warning, $"{measured}: {Words.Number(loss / expected)} times as much",
                "The outputs are larger than predicted. Are inputs and targets standardised? The prediction takes inputs of mean 0 and "
                + "std 1, unless [Network] says otherwise by InputMean and InputStd.");
        }
        if (loss < expected / LargestRatio)
        {
            return Result(CheckVerdict.Note, $"{measured}: {Words.Number(loss / expected)} times as much",
                "Has the network been trained already? Weights that know nothing do not start so low.");
        }
        return Result(CheckVerdict.Passed, measured, "");
    }

    // A gradient of the loss is cut at delta: the largest one shows it, and where none is cut it makes no difference.
    private static double HuberDelta(INetwork network, Batch batch)
    {
        if (network.Description.LossKind != LossKind.Huber)
            return 1;
        var largest = new LargestGradient(network.Description.Layers[^1].Name);
        network.Inspect(batch, largest);
        double delta = largest.Value * batch.Rows * network.OutputSize;
        return delta > 0 && double.IsFinite(delta) ? delta : 1;
    }

    private static CheckResult Result(CheckVerdict verdict, string measured, string advice) =>
        new(CheckKind.InitialLoss, verdict, measured, advice);

    private sealed class LargestGradient(string layer) : ILayerObserver
    {
        public double Value { get; private set; }

        public void Observe(LayerDescription observed, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
        {
            if (observed.Name != layer)
                return;
            foreach (float gradient in gradients)
                Value = Math.Max(Value, Math.Abs(gradient));
        }
    }
}
