using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Optimizers that step too far or not at all.</summary>
internal static class OptimizerRules
{
    // low rates only take longer: of a network that may train nevertheless it must be another order
    private const double FarBelow = 10;

    private const double LargestAdaptiveRate = 0.01, SmallestRate = 1e-6;

    // in a straight line; four went 0.15 to 1 and trained, of ten that went 0.03 at most none
    private const double ShortestWay = 0.1;

    // the odds that are enough of a rate where the predictor cannot be sure
    private const double LikelyProspect = 1;

    public static readonly NetworkRule LearningRateHigh = new(
        DiagnosticIds.LearningRateHigh,
        DiagnosticSeverity.Warning,
        "The learning rate is too high",
        "A learning rate of {0} is {1} {2}, {3}.",
        "Gradient descent diverges where a step is longer than twice the inverse of the curvature.",
        CheckHigh);

    public static readonly NetworkRule LearningRateLow = new(
        DiagnosticIds.LearningRateLow,
        DiagnosticSeverity.Warning,
        "Steps are too short to get anywhere",
        "With {0} the weights hardly move within {1}.",
        "A float has seven digits: smaller steps are lost in the weights they are added to.",
        CheckLow);

    public static readonly NetworkRule AdamEpsilon = new(
        DiagnosticIds.AdamEpsilon,
        DiagnosticSeverity.Warning,
        "The gradient is not larger than the optimizer's epsilon",
        "The weights of '{0}' are predicted to get a gradient of {1}; with Epsilon = {2} their steps are {3} of the "
        + "learning rate.",
        "An adaptive step is the gradient over its root mean square plus epsilon.",
        CheckEpsilon);

    public static readonly NetworkRule NoClipping = new(
        DiagnosticIds.NoClipping,
        DiagnosticSeverity.Info,
        "Exploding gradients are not clipped",
        "The weights of '{0}' are predicted to get a gradient of {1}, those of '{2}' one of {3}, and ClipNorm is off.",
        "Clipping bounds the length of a step (Pascanu et al. 2013).",
        CheckClipping);

    public static readonly NetworkRule DecayWithBatchNorm = new(
        DiagnosticIds.DecayWithBatchNorm,
        DiagnosticSeverity.Info,
        "Weight decay before batch norm regularises nothing",
        "Batch norm '{0}' takes the scale of the weights of '{1}' away, so L2 = {2} only makes its effective learning "
        + "rate grow.",
        "With batch norm the function does not depend on the scale of the weights (van Laarhoven 2017).",
        CheckBatchNorm);

    public static readonly IReadOnlyList<NetworkRule> All =
        [LearningRateHigh, LearningRateLow, AdamEpsilon, NoClipping, DecayWithBatchNorm];

    private static IEnumerable<Finding> CheckHigh(NetworkFacts net)
    {
        SignalOptimizer optimizer = net.Signal.Network.Optimizer;
        double rate = net.Trainability.Rate, ceiling, warnAbove, use;
        string what;
        if (net.IsAdaptive)
        {
            // AdaGrad divides by a sum that grows, so it starts with longer steps
            ceiling = LargestAdaptiveRate * (optimizer.Accumulates ? 10 : 1);
            use = ceiling / 10;
            what = $"the most that {net.Spec.Optimizer.Kind} usually bears; every weight moves by that much per step";
            // where signals are strong a few times more still trains
            warnAbove = net.IsSafe ? 5 * ceiling : ceiling;
        }
        else if (rate > net.Trainability.SmallBatchRate)
        {
            ceiling = warnAbove = net.Trainability.SmallBatchRate;
            use = ceiling / 2;
            what = $"the longest step that batches of {Numbers.Count(net.Signal.Network.Batch, "row")} are predicted to bear";
        }
        else
        {
            ceiling = net.Trainability.StableRate;
            use = RepairPlan.RateOf(net.Signal);
            what = "the longest step that is predicted to be stable";
            // a squared error is as curved wherever a network gets
            warnAbove = net.HasBatchNorm ? double.PositiveInfinity
                : !net.IsClassifier && net.Hidden.Count > 0 ? RegressionBounds.GreatestStep(net.Signal.Network) * ceiling
                : net.IsSafe ? double.PositiveInfinity : 10 * ceiling;
        }

        if (rate <= warnAbove)
            yield break;
        yield return LearningRateHigh.At(
            net.VerdictOfSetting, new Place(net.OptimizerStep, "LearningRate"),
            Numbers.Of(rate), Numbers.Times(rate / ceiling), Numbers.Of(ceiling), what)
            .With(UseRate(net, use));
    }

    private static IEnumerable<Finding> CheckLow(NetworkFacts net)
    {
        SignalOptimizer optimizer = net.Signal.Network.Optimizer;
        double rate = optimizer.LearningRate;
        // all steps together, each as long as clipping lets it be, in a straight line
        double way = optimizer.Travel(net.Signal.Network.Steps) * optimizer.ClipNorm;
        if (!net.IsAdaptive && optimizer.ClipNorm > 0 && way < ShortestWay && net.Trainability.Rate < rate)
        {
            yield return LearningRateLow.At(
                net.VerdictOfSetting, new Place(net.OptimizerStep, "ClipNorm"),
                $"ClipNorm = {Numbers.Of(optimizer.ClipNorm)}, which cuts gradients of length "
                + $"{Numbers.Of(net.Trainability.GradientNorm)},", net.Training)
                .With(new Mend("Use ClipNorm = 1f", Edit.Set(net.OptimizerStep, "ClipNorm", "1f")));
            yield break;
        }

        if (rate >= SmallestRate)
            yield break;
        double use = net.IsAdaptive ? 1e-3 : Math.Min(0.01, StepBounds.Cautious(net.Signal.Network, net.Trainability));
        yield return LearningRateLow.At(
            net.VerdictOfSetting, new Place(net.OptimizerStep, "LearningRate"), $"a learning rate of {Numbers.Of(rate)}", net.Training)
            .With(UseRate(net, use));
    }

    /// <summary>
    /// What is left where a network is predicted to fail and no rule says why: a rate far from the usual one, with which it
    /// is predicted to train. Of low rates only where the steps are stated: who trains for longer than is assumed may want them.
    /// </summary>
    /// <param name="isSure">
    /// Whether the predictor must be sure of that; of a few units no rate makes it, and who is told to fail must be told why.
    /// </param>
    public static IEnumerable<Finding> CheckRateAlone(NetworkFacts net, bool isSure)
    {
        const double far = 2;
        const string what = "with which this network is predicted to train";
        double rate = net.Signal.Network.Optimizer.LearningRate, use = RepairPlan.RateOf(net.Signal);
        bool isHigh = rate > far * use, isLow = net.Spec.Data.Steps is not null && use > (net.Fails ? far : FarBelow) * rate;
        if (!(isHigh || isLow) || !Mends(net.Signal.WithRate(use).Trainability, isSure))
            yield break;
        if (isLow)
        {
            yield return LearningRateLow.At(
                new Place(net.OptimizerStep, "LearningRate"), $"a learning rate of {Numbers.Of(rate)}", net.Training)
                .With(UseRate(net, use));
            yield break;
        }

        yield return LearningRateHigh.At(
            new Place(net.OptimizerStep, "LearningRate"),
            Numbers.Of(rate), Numbers.Times(rate / use), Numbers.Of(use), what)
            .With(UseRate(net, use));
    }

    private static bool Mends(TrainabilityScore mended, bool isSure) =>
        isSure ? mended.Score >= RepairPlan.SureScore : !mended.Fails && mended.Prospect >= LikelyProspect;

    private static Mend UseRate(NetworkFacts net, double rate) => new(
        $"Use a learning rate of {Numbers.Literal(rate)}",
        Edit.Set(net.OptimizerStep, "LearningRate", Numbers.Literal(rate)));

    private static IEnumerable<Finding> CheckEpsilon(NetworkFacts net)
    {
        double epsilon = net.Signal.Network.Optimizer.Epsilon;
        // a gradient of exactly 0 is that of an output that starts at 0: the second step has one
        Block? faint = net.Blocks
            .Where(block => block.WeightGradient > 0)
            .OrderBy(block => block.WeightGradient)
            .FirstOrDefault();
        if (!net.IsAdaptive || faint is null || faint.WeightGradient >= 10 * epsilon)
            yield break;
        bool isLarge = net.Spec.Optimizer.Signal.Epsilon > SignalOptimizer.LargestUsualEpsilon;
        Finding found = AdamEpsilon.At(
            isLarge ? net.VerdictOfSetting : net.Verdict, new Place(net.OptimizerStep, "Epsilon"),
            faint.Name, Numbers.Of(faint.WeightGradient), Numbers.Of(epsilon),
            Numbers.Percent(faint.WeightGradient / (faint.WeightGradient + epsilon)));
        yield return isLarge
            ? found.With(new Mend("Use Epsilon = 1e-8f", Edit.Set(net.OptimizerStep, "Epsilon", "1e-8f")))
            : found.Advise("Use a smaller Epsilon, or an init that lets more gradient through");
    }

    private static IEnumerable<Finding> CheckClipping(NetworkFacts net)
    {
        if (net.Spec.Optimizer.ClipNorm > 0
            || !PropagationRules.ExplodingGradient.Check(net).Concat(NormalisationRules.BatchNormExplosion.Check(net)).Any())
            yield break;
        Block first = net.Blocks[0], last = net.Output;
        yield return NoClipping.At(
            new Place(net.OptimizerStep),
            first.Name, Numbers.Of(first.WeightGradient), last.Name, Numbers.Of(last.WeightGradient))
            .With(new Mend("Use ClipNorm = 1f", Edit.Set(net.OptimizerStep, "ClipNorm", "1f")));
    }

    private static IEnumerable<Finding> CheckBatchNorm(NetworkFacts net) => net.Blocks
        .Where(block => block.Weights.L2 > 0 && block.Signal.BatchNorm is not null && block.BatchNorm is not null)
        .Select(block => DecayWithBatchNorm.At(
            new Place(block.Step, "L2"), block.BatchNorm!.Value.Name, block.Name, Numbers.Of((double)block.Weights.L2)));
}
