using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Data that the declaration says are not standardised, and that a network is given as they are.</summary>
internal static class ScalingRules
{
    // what counts as standardised: pixels from 0 to 1, and an offset that does not hide what varies
    private const double LeastSize = 0.1, GreatestSize = 3, GreatestOffset = 3;

    // how far the mean of inputs may lie from 0, in their deviations, before steps of these kinds lose what varies; and how
    // long, against the longest stable one, a step of SGD may be. Measured: see docs/predictor.md
    private const double AdaptiveOffset = 25, SgdOffset = 5, OffsetStability = 10, BoundedStability = 0.6, ScaleStability = 300;

    // the same for a mean of hundreds, which starts outputs far off as well: all seven failed, at means up to 121 none of four
    private const double LargeOffset = 8, LargeMean = 250;

    public static readonly NetworkRule UnscaledInputs = new(
        DiagnosticIds.UnscaledInputs,
        DiagnosticSeverity.Warning,
        "The inputs are not standardised",
        "Inputs of mean {0} and std {1} reach the weights of '{2}' as they are{3}. Standardise them to {4} "
        + "before, or let the network do so.",
        "Gradients of weights are as large as their inputs, and a mean that all inputs share hides what tells them apart "
        + "(LeCun et al. 1998, section 4.3).",
        CheckInputs);

    public static readonly NetworkRule UnscaledTargets = new(
        DiagnosticIds.UnscaledTargets,
        DiagnosticSeverity.Warning,
        "The targets are not standardised",
        "Targets of mean {0} and std {1} are far from the outputs, which start with std {2}{3}.",
        "Outputs must grow to the size of their targets first, and errors of that size make gradients of that size.",
        CheckTargets);

    public static readonly IReadOnlyList<NetworkRule> All = [UnscaledInputs, UnscaledTargets];

    private static IEnumerable<Finding> CheckInputs(NetworkFacts net)
    {
        double mean = net.Spec.Data.InputMean, deviation = Math.Max(net.Spec.Data.InputStd, 1e-6);
        double size = Math.Sqrt(mean * mean + deviation * deviation), offset = Math.Abs(mean) / deviation;
        Block first = net.Blocks[0];
        bool isNormalised = first.IsNormalised || net.Leading.Any(layer => layer.Layer is BatchNormLayer);
        if (isNormalised || (size is >= LeastSize and <= GreatestSize && offset <= GreatestOffset))
            yield break;
        bool isLost = net.Fails || IsLost(net, offset);
        yield return UnscaledInputs.At(
            isLost ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            Place.OfNetwork(mean != 0 ? "InputMean" : "InputStd"),
            Numbers.Of(mean), Numbers.Of((double)net.Spec.Data.InputStd), first.Name,
            isLost ? $"; the network is predicted not to train within {net.Training}" : "", Standardised("x", mean, deviation))
            .With(new Mend(
                $"Insert [BatchNorm] before '{first.Name}'", Edit.InsertBefore(first.Step, "BatchNorm")))
            with
            {
                Mended = Standardised,
            };
    }

    private static SignalNetwork Standardised(SignalNetwork network)
    {
        var usual = new SignalNetwork();
        return network with
        {
            InputSquare = usual.InputSquare,
            InputCorrelation = usual.InputCorrelation,
            ClassCorrelation = usual.ClassCorrelation,
        };
    }

    private static bool IsLost(NetworkFacts net, double offset)
    {
        if (net.IsAdaptive)
            return offset >= AdaptiveOffset || (offset >= LargeOffset && Math.Abs(net.Spec.Data.InputMean) >= LargeMean);
        double stability = net.Trainability.Stability / (1 - net.Signal.Network.Optimizer.Momentum);
        bool isBounded = net.Hidden.Any(block => block.Signal.IsBounded);
        return stability > ScaleStability
            || (offset >= SgdOffset && stability > (isBounded ? BoundedStability : OffsetStability));
    }

    private static IEnumerable<Finding> CheckTargets(NetworkFacts net)
    {
        // behind an activation outputs have the range that it gives them
        if (!net.Spec.Data.HasTargets || net.Targets is not { } targets || net.Output.Followers.Count > 0)
            yield break;
        double size = Math.Sqrt(targets.Mean * targets.Mean + targets.Variance);
        if (size <= 10)
            yield break;
        bool isLost = net.Fails || IsOutOfReach(net, size);
        yield return UnscaledTargets.At(
            isLost ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            Place.OfNetwork(net.Spec.Data.TargetMean is not null ? "TargetMean" : "TargetStd"),
            Numbers.Of(targets.Mean), Numbers.Of(targets.Deviation), Numbers.Of(Math.Sqrt(net.Trainability.OutputVariance)),
            isLost ? $"; the network is predicted not to train within {net.Training}" : "")
            .Advise($"Train on {Standardised("y", targets.Mean, targets.Deviation)}, and turn the answers back");
    }

    private static bool IsOutOfReach(NetworkFacts net, double size)
    {
        SignalOptimizer optimizer = net.Signal.Network.Optimizer;
        if (net.IsAdaptive)
            return size > GreatestReach(net, optimizer.Travel(net.Signal.Network.Steps));

        // a straight line scales with its targets; behind hidden layers the first step must not throw their weights away, which
        // with batch norm have no scale
        return net.Hidden.Any(block => !block.IsNormalised
            && net.Trainability.Rate * block.WeightGradient
                > Math.Sqrt(Math.Max(block.Signal.WeightVariance, 1 / block.Signal.EffectiveFanIn)));
    }

    // what an output becomes if every weight goes its whole way in the direction that the outputs grow in
    private static double GreatestReach(NetworkFacts net, double travel)
    {
        double reach = Math.Sqrt(net.Blocks[0].Forward.InputSquare);
        foreach (Block block in net.Hidden)
        {
            double start = Math.Sqrt(net.Next(block).Forward.InputSquare);
            reach = block.IsNormalised ? start + travel
                : block.Signal.IsBounded ? Math.Max(start, 1)
                : start + travel * block.Weights.Inputs * reach;
        }

        return travel * (1 + net.Output.Weights.Inputs * reach);
    }

    /// <summary><c>(x - 33) / 79</c>.</summary>
    private static string Standardised(string name, double mean, double deviation)
    {
        string shifted = mean == 0 ? name : mean > 0 ? $"({name} - {Numbers.Of(mean)})" : $"({name} + {Numbers.Of(-mean)})";
        return deviation == 1 ? shifted : $"{shifted} / {Numbers.Of(deviation)}";
    }
}
