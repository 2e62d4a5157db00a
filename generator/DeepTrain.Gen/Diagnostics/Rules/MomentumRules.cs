using DeepTrain.Gen.Model;
using DeepTrain.Gen.Optimizers;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Running means of gradients that remember for too long.</summary>
internal static class MomentumRules
{
    // beyond float, with room for gradients that are small
    private const double OverflowDecades = 45;

    private const double UsualMomentum = 0.9;

    public static readonly NetworkRule LongMemory = new(
        DiagnosticIds.LongMemory,
        DiagnosticSeverity.Info,
        "The optimizer remembers gradients for too long",
        "{0}.",
        "A running mean that keeps a share beta of itself remembers 1 / (1 - beta) steps, and answers to a change that much "
        + "later.",
        Check);

    public static readonly IReadOnlyList<NetworkRule> All = [LongMemory];

    private static IEnumerable<Finding> Check(NetworkFacts net)
    {
        if (net.Spec.Optimizer is AdamFamily adam)
        {
            if (adam.Beta1 > adam.Beta2)
                yield return Swapped(net, adam);
            yield break;
        }

        double momentum = net.Spec.Optimizer switch
        {
            SGDOptimizer sgd => sgd.Momentum.AsDecimal(),
            RMSPropOptimizer rms => rms.Momentum.AsDecimal(),
            _ => 0,
        };
        int steps = net.Signal.Network.Steps;
        double memory = 1 / (1 - momentum);
        bool swings = StepBounds.Overshoots(net.Signal.Network, net.Trainability);
        if (momentum < 1 && memory <= steps / 4.0 && !swings)
            yield break;
        double decades = momentum > 1 ? steps * Math.Log10(momentum) : 0;
        string given = $"Momentum = {Numbers.Of(momentum)}";
        string growth = decades > OverflowDecades ? "until it overflows float" : Numbers.Times(Math.Pow(10, decades));
        string what = momentum > 1
            ? $"With {given} each step is longer than the one before, {growth} within {net.Training}"
            : swings && memory <= steps / 4.0 ? $"{given} remembers {Numbers.Count((long)Math.Round(memory), "step")}: with steps of "
                + $"{Numbers.Percent(net.Trainability.Rate / net.Trainability.StableRate)} of the longest stable one weights swing and "
                + "nothing stops them"
            : momentum == 1 ? $"With {given} no gradient is ever forgotten: weights swing and do not settle"
            : $"{given} remembers {Numbers.Count((long)Math.Round(memory), "step")}, where the training is {net.Training}";
        yield return LongMemory.At(
            decades > OverflowDecades ? DiagnosticSeverity.Error : momentum > 1 ? DiagnosticSeverity.Warning : net.VerdictOfSetting,
            new Place(net.OptimizerStep, "Momentum"), what)
            .With(new Mend("Use Momentum = 0.9f", Edit.Set(net.OptimizerStep, "Momentum", "0.9f")))
            with
            {
                Mended = network => network with { Optimizer = network.Optimizer with { Momentum = UsualMomentum } },
            };
    }

    // where gradients get small, their mean is old and large, and its divisor new and small
    private static Finding Swapped(NetworkFacts net, AdamFamily adam)
    {
        double least = 1 - adam.Beta2.AsDecimal();
        return LongMemory.At(
            net.VerdictOfSetting, new Place(net.OptimizerStep, "Beta1"),
            $"Beta1 = {Numbers.Of(adam.Beta1.AsDecimal())} above Beta2 = "
            + $"{Numbers.Of(adam.Beta2.AsDecimal())}: the mean of gradients remembers longer than that of their "
            + $"squares, so a step may be {Numbers.Times(1 / Math.Sqrt(least))} the learning rate and more")
            .With(new Mend(
                "Use Beta1 = 0.9f and Beta2 = 0.999f",
                Edit.Set(net.OptimizerStep, "Beta1", "0.9f"), Edit.Set(net.OptimizerStep, "Beta2", "0.999f")))
            with
            {
                // the prediction is that of the usual betas
                Mended = network => network,
            };
    }
}
