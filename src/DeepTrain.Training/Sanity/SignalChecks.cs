namespace DeepTrain;

/// <summary>What flows through the layers before training.</summary>
internal static class SignalChecks
{
    private const double LargestRatio = 2;
    private const double FewSaturated = 0.2;
    private const double ManySaturated = 0.5;

    public static CheckResult Signal(SignalMeter meter)
    {
        if (meter.Layers.FirstOrDefault(layer => layer.NonFinite > 0) is { } overflow)
        {
            return new(CheckKind.Signal, CheckVerdict.Failed,
                $"{Words.Count(overflow.NonFinite, "output")} of {overflow.Name} are not finite",
                "The signal overflows: take initial weights of a smaller variance, or batch norm, and standardise the inputs.");
        }
        LayerSignal[] predicted = [.. meter.Layers.Where(layer => double.IsFinite(layer.PredictedStd))];
        if (predicted.Length == 0)
            return new(CheckKind.Signal, CheckVerdict.Skipped, "the compiler predicts nothing of these layers", "");
        LayerSignal worst = predicted.MaxBy(Distance)!;
        string measured = $"{worst.Name} has std {Words.Number(worst.Std)}, predicted is {Words.Number(worst.PredictedStd)}";
        if (Distance(worst) <= Math.Log(LargestRatio))
            return new(CheckKind.Signal, CheckVerdict.Passed, $"at worst, {measured}", "");
        LayerSignal first = predicted.First(layer => Distance(layer) > Math.Log(LargestRatio));
        string where = first == worst ? measured : $"from {first.Name} on; at worst, {measured}";
        return new(CheckKind.Signal, CheckVerdict.Warning, where,
            first == predicted[0]
                ? "Inputs are not as the compiler takes them, of mean 0 and std 1: standardise them, or say what they are with InputMean and "
                    + "InputStd of [Network], so that its advice holds for them."
                : $"Weights or inputs are not as the compiler takes them before {first.Name}: has the network been trained already, or "
                    + "are columns of the inputs copies of each other?");
    }

    public static CheckResult DeadUnits(SignalMeter meter)
    {
        LayerSignal? worst = meter.Layers.Where(layer => !double.IsNaN(layer.DeadShare)).MaxBy(layer => layer.DeadShare);
        if (worst == null)
            return new(CheckKind.DeadUnits, CheckVerdict.Skipped, "no layer has units that can die", "");
        string measured = $"{Words.Percent(worst.DeadShare)} of {worst.Name}";
        CheckVerdict verdict = worst.DeadShare switch
        {
            > DeadUnitLimits.Warning => CheckVerdict.Warning,
            >= DeadUnitLimits.Note => CheckVerdict.Note,
            _ => CheckVerdict.Passed,
        };
        return new(CheckKind.DeadUnits, verdict, measured, verdict == CheckVerdict.Passed
            ? ""
            : "They are dead before training, so the initial weights or biases are the cause, or inputs that are not centred: take "
                + "Init.Auto, biases from 0, ZeroMean for the inputs, or LeakyReLU.");
    }

    public static CheckResult SaturatedUnits(SignalMeter meter)
    {
        LayerSignal? worst = meter.Layers.Where(layer => !double.IsNaN(layer.SaturatedShare)).MaxBy(layer => layer.SaturatedShare);
        if (worst == null)
            return new(CheckKind.SaturatedUnits, CheckVerdict.Skipped, "no layer saturates", "");
        string measured = $"{Words.Percent(worst.SaturatedShare)} of what {worst.Name} puts out";
        CheckVerdict verdict = worst.SaturatedShare switch
        {
            > ManySaturated => CheckVerdict.Warning,
            > FewSaturated => CheckVerdict.Note,
            _ => CheckVerdict.Passed,
        };
        return new(CheckKind.SaturatedUnits, verdict, measured, verdict == CheckVerdict.Passed
            ? ""
            : "Next to no gradient gets through them: take Init.Auto, standardise the inputs, or put BatchNorm before the activation.");
    }

    private static double Distance(LayerSignal layer) =>
        layer.PredictedStd == 0 && layer.Std == 0 ? 0 : Math.Abs(Math.Log(layer.Std / layer.PredictedStd));
}
