namespace DeepTrain;

/// <summary>L1 and L2 up, loss up; and not so far that the loss is little beside them.</summary>
internal static class RegularizationCheck
{
    // of what they should add, as float sums round
    private const double Tolerance = 0.01;

    /// <remarks>Leaves the network with another <see cref="INetwork.Regularization"/>.</remarks>
    public static CheckResult Run(INetwork network, Batch batch, SignalMeter meter)
    {
        double penalty = network.Penalty();
        if (penalty == 0)
        {
            return new(CheckKind.Regularization, CheckVerdict.Skipped,
                "L1 and L2 add nothing to the loss: no layer has them, or Regularization is 0", "");
        }
        float given = network.Regularization;
        double once = network.Inspect(batch, new SignalMeter());
        network.Regularization = 0;
        double without = network.Inspect(batch, new SignalMeter());
        network.Regularization = given;
        string measured = $"{Words.Number(without)} without, {Words.Number(once)} with L1 and L2";
        double rounding = 1e-6 * Math.Max(Math.Abs(once), Math.Abs(without));
        if (!(Math.Abs(once - without - penalty) <= Tolerance * penalty + rounding))
        {
            return new(CheckKind.Regularization, CheckVerdict.Failed, $"{measured}; the penalty is {Words.Number(penalty)}",
                "L1 and L2 do not raise the loss by the penalty: the network's code does not do what its declaration says.");
        }
        return penalty > meter.Loss
            ? new(CheckKind.Regularization, CheckVerdict.Warning, measured,
                "The penalty outweighs the loss: the network will rather shrink its weights than learn. Lower L1 and L2, or set "
                + "Regularization below 1.")
            : new(CheckKind.Regularization, CheckVerdict.Passed, measured, "");
    }
}
