using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Initial biases that hold units where they hardly answer to their inputs.</summary>
internal static class BiasRules
{
    // inputs have longer tails than a normal distribution; beyond this hardly a unit of the first layer comes back
    private const double Lost = 0.98;

    public static readonly NetworkRule BiasInit = new(
        DiagnosticIds.BiasInit,
        DiagnosticSeverity.Warning,
        "Initial biases silence, saturate or drown units",
        "With biases of {0}, {1}.",
        "A bias far beyond the spread of the sums holds a unit at one end of its activation, whatever its inputs are.",
        Check);

    public static readonly IReadOnlyList<NetworkRule> All = [BiasInit];

    private static IEnumerable<Finding> Check(NetworkFacts net)
    {
        Block[] shifted = net.Hidden
            .Where(block => block.Signal.BiasMean != 0 && !block.IsNormalised && !block.IsZero)
            .ToArray();
        if (shifted.Length == 0)
            yield break;
        SignalPrediction centred = net.Predict((layer, _) => layer with { BiasMean = 0 });
        // biases are to blame for a failure that is not there without them
        bool isFault = net.IsDoubtful && !NetworkFacts.IsInDoubt(centred.Trainability);
        foreach (Block block in shifted)
        {
            double dead = block.Signal.BiasMean < 0 ? block.DeadShare(net.Samples) : 0;
            double reached = Reached(block);
            bool isDeaf = block.Signal.IsBounded && block.Forward.Output.Saturated > 0.5
                && centred.Forward[block.SignalIndex].Output.Saturated <= 0.5;
            string units = $"the {block.UnitsInWords} of '{block.Name}'";
            string deviation = Numbers.Of(Math.Sqrt(block.Forward.Variance));
            string? effect = dead > 0.5
                ? $"{Numbers.Percent(dead)} of {units} are predicted to never fire over {Numbers.Count(net.Samples, "sample")}, "
                    + $"and {Numbers.Percent(reached)} of the samples reach any"
                : isDeaf
                ? $"{Numbers.Percent(block.Forward.Output.Saturated)} of {units} are saturated: their sums have std {deviation} "
                    + "around them"
                : isFault
                ? $"the sums of '{block.Name}', of std {deviation}, hardly tell inputs apart, and the network is predicted not to "
                    + $"train within {net.Training}, as it does without them"
                : null;
            if (effect is null)
                continue;
            bool isLost = net.IsDoubtful || (dead > Lost && block == net.Blocks[0]);
            yield return BiasInit.At(
                isLost ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, new Place(block.Step, "BiasInit"),
                Numbers.Of(block.Signal.BiasMean), effect)
                .With(new Mend("Start biases at 0", shifted.Select(each => Edit.Unset(each.Step, "BiasInit")).ToArray()));
            yield break;
        }
    }

    /// <summary>The share of samples for which any unit fires.</summary>
    private static double Reached(Block block)
    {
        if (!block.Signal.Nonlinearity.CanDie)
            return 1;
        double deviation = Math.Sqrt(Math.Max(block.Forward.Variance, 1e-300));
        double silent = SpecialFunctions.NormalDistribution(-block.Forward.Mean / deviation, out _);
        return 1 - Math.Pow(silent, block.Outputs);
    }
}
