using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Penalties, decay and norms that hold weights smaller than what is to be learned needs.</summary>
internal static class DecayRules
{
    private const double LargestDecay = 0.1;

    // what is usual
    private const string UsualDecay = "1e-4f", UsualPenalty = "1e-5f", UsualDecayApart = "0.01f", UsualNorm = "3f";

    public static readonly NetworkRule WeightDecayTooBig = new(
        DiagnosticIds.WeightDecayTooBig,
        DiagnosticSeverity.Warning,
        "Weights are held too small to learn",
        "{0}{1}.",
        "A penalty above the loss is minimised first, and a unit answers no more than the norm of its weights lets it.",
        Check);

    public static readonly IReadOnlyList<NetworkRule> All = [WeightDecayTooBig];

    /// <summary>Something that holds weights, and what to make of it.</summary>
    private sealed record Hold(Place Place, string Text, string Use, bool IsLost);

    private static IEnumerable<Finding> Check(NetworkFacts net)
    {
        Hold[] holds = [.. OfLayers(net), .. OfOptimizer(net), .. OfNorms(net)];
        if (holds.Length == 0)
            yield break;
        Hold worst = holds.OrderByDescending(hold => hold.IsLost).First();
        string[] uses = holds.Select(hold => $"{hold.Place.Argument} = {hold.Use}").Distinct().ToArray();
        // one mend for all: a layer that is left as it was holds the others
        yield return WeightDecayTooBig.At(
            worst.IsLost ? DiagnosticSeverity.Warning : net.VerdictOfSetting, worst.Place, worst.Text,
            worst.IsLost ? $"; the network is predicted not to train within {net.Training}" : "")
            .With(new Mend(
                $"Use {Numbers.List(uses, uses.Length)}",
                holds.Select(hold => Edit.Set(hold.Place.Step, hold.Place.Argument!, hold.Use)).ToArray()))
            with
            {
                Mended = Released,
            };
    }

    // what is usual holds nothing
    private static SignalNetwork Released(SignalNetwork network) => network with
    {
        Optimizer = network.Optimizer with { Decay = 0 },
        Layers = [.. network.Layers.Select(layer => layer with { Decay = 0, MaxNorm = 0 })],
    };

    private static IEnumerable<Hold> OfLayers(NetworkFacts net)
    {
        double free = net.LossOfIgnorance;
        SignalNetwork network = net.Signal.Network;
        foreach (Block block in net.Blocks)
        {
            LinearLayer weights = block.Weights;
            double squares = weights.L2 / 2 * SumOfSquares(block), sizes = weights.L1 * SumOfSizes(block);
            bool areLost = WeightBounds.Fall(network, net.Signal.Forward, weights.L2);
            if (weights.L2 > LargestDecay || squares > free)
                yield return new Hold(new Place(block.Step, "L2"), Costs("L2", weights.L2, squares, free), UsualDecay, areLost);
            if (weights.L1 > LargestDecay || sizes > free)
            {
                yield return new Hold(
                    new Place(block.Step, "L1"), Costs("L1", weights.L1, sizes, free), UsualPenalty,
                    weights.L1 > WeightBounds.GreatestPenalty(network));
            }
        }
    }

    private static IEnumerable<Hold> OfOptimizer(NetworkFacts net)
    {
        OptimizerSpec optimizer = net.Spec.Optimizer;
        SignalNetwork network = net.Signal.Network;
        double decay = network.Optimizer.Decay, free = net.LossOfIgnorance;
        var place = new Place(net.OptimizerStep, "WeightDecay");
        if (optimizer.AddsDecayToGradient)
        {
            double cost = decay / 2 * net.Blocks.Sum(SumOfSquares);
            bool areLost = WeightBounds.Fall(network, net.Signal.Forward, decay);
            if (decay > LargestDecay || cost > free)
                yield return new Hold(place, Costs("WeightDecay", (float)decay, cost, free), UsualDecay, areLost);
            yield break;
        }

        // decay beside the gradient costs nothing; what it takes away is the rate times the decay in each step
        double shrink = network.Optimizer.Travel(network.Steps) * decay;
        if (shrink >= 1)
        {
            string left = Numbers.Percent(Math.Exp(-shrink));
            yield return new Hold(
                place, $"WeightDecay = {Numbers.Of(decay)} leaves {left} of a weight after {net.Training}", UsualDecayApart,
                WeightBounds.IsOutOfReach(network, out _));
        }
    }

    private static IEnumerable<Hold> OfNorms(NetworkFacts net)
    {
        if (!WeightBounds.IsOutOfReach(net.Signal.Network, out double reach))
            yield break;
        foreach (Block block in net.Blocks.Where(block => block.Weights.MaxNorm is > 0 and < 1))
        {
            yield return new Hold(
                new Place(block.Step, "MaxNorm"),
                $"With MaxNorm = {Numbers.Of((double)block.Weights.MaxNorm)} at '{block.Name}' no output gets further than "
                + $"{Numbers.Of(reach)} from 0",
                UsualNorm, IsLost: true);
        }
    }

    private static string Costs(string argument, float value, double penalty, double free) =>
        $"{argument} = {Numbers.Of((double)value)} costs {Numbers.Of(penalty)} at the start, where the loss of knowing nothing is "
        + $"{Numbers.Of(free)}: {(penalty > free ? "weights shrink before they learn" : "weights hardly grow")}";

    private static double SumOfSquares(Block block)
    {
        double value = block.IsConstant ? block.Weights.InitScale ?? 0 : 0;
        return block.Signal.WeightCount * (block.Signal.WeightVariance + value * value);
    }

    // E|w| of a normal distribution; a uniform one has nearly the same
    private static double SumOfSizes(Block block) => block.Signal.WeightCount
        * (block.IsConstant ? Math.Abs(block.Weights.InitScale ?? 0) : Math.Sqrt(2 / Math.PI * block.Signal.WeightVariance));
}
