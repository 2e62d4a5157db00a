using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Losses;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Last layers and losses that do not belong together.</summary>
internal static class OutputRules
{
    // a sigmoid of what is positive
    private const string NeverNo = "every probability is above 0.5";

    // half of the variance is what a rectifier leaves of targets of mean 0, but for rounding
    private const double MostOutOfReach = 0.499;

    // a regression with a usual init starts at two or three times ignorance
    private const double FarAboveIgnorance = 10;

    public static readonly NetworkRule SoftmaxTwice = new(
        DiagnosticIds.SoftmaxTwice,
        DiagnosticSeverity.Info,
        "The loss takes logits",
        "[{0}] applies its {1} to what '{2}' gives: with logits between 0 and 1 the loss cannot fall below {3}.",
        "The loss fuses its softmax or sigmoid; a second one squeezes what is left.",
        CheckTwice);

    public static readonly NetworkRule SoftmaxOneUnit = new(
        DiagnosticIds.SoftmaxOneUnit,
        DiagnosticSeverity.Error,
        "A softmax of one unit is always 1",
        "{0} over one output is always 1: there is nothing to learn.",
        "Softmax divides each exponential by their sum.",
        CheckOne);

    public static readonly NetworkRule SquaredErrorOnProbabilities = new(
        DiagnosticIds.SquaredErrorOnProbabilities,
        DiagnosticSeverity.Info,
        "A squared error of probabilities hardly corrects what is surely wrong",
        "[{0}] behind '{1}': where the network is 99% sure and wrong, the gradient is multiplied by {2}; "
        + "cross-entropy passes it whole.",
        "The slope p (1 - p) of the output vanishes exactly where it is wrong.",
        CheckSquared);

    public static readonly NetworkRule RectifiedOutput = new(
        DiagnosticIds.RectifiedOutput,
        DiagnosticSeverity.Info,
        "The last activation cuts answers off",
        "'{0}' stands before the loss: {1}.",
        "Answers beyond the range of the last activation are never given, and where it is flat it passes no gradient.",
        CheckRectified);

    public static readonly NetworkRule BadInitialLoss = new(
        DiagnosticIds.BadInitialLoss,
        DiagnosticSeverity.Info,
        "The loss starts above that of knowing nothing",
        "The loss is predicted to start at {0}, where knowing nothing costs {1}: the outputs of '{2}' have std {3}, {4}.",
        "Training first has to undo what the init claims.",
        CheckLoss);

    public static readonly IReadOnlyList<NetworkRule> All =
        [SoftmaxTwice, SoftmaxOneUnit, SquaredErrorOnProbabilities, RectifiedOutput, BadInitialLoss];

    private static PlacedLayer Last(NetworkFacts net) => net.Layers.Last(layer => layer.Layer is not (FlattenLayer or PoolLayer));

    private static bool IsProbability(LayerSpec layer) => layer is SoftmaxLayer or SigmoidLayer;

    private static IEnumerable<Finding> CheckTwice(NetworkFacts net)
    {
        PlacedLayer last = Last(net);
        if (!net.IsClassifier || !IsProbability(last.Layer))
            yield break;
        // at best the right logit is 1 and the others are 0
        bool isSoftmax = net.Spec.Loss is SoftmaxCrossEntropyLoss;
        double least = isSoftmax
            ? Math.Log(1 + (net.Spec.Output.Size - 1) * Math.Exp(-1))
            : (Math.Log(1 + Math.Exp(-1)) + Math.Log(2)) / 2;
        yield return SoftmaxTwice.At(
            isSoftmax ? net.Verdict : DiagnosticSeverity.Warning, last.Place(),
            net.Spec.Loss.Kind, isSoftmax ? "softmax" : "sigmoid", last.Name,
            Numbers.Of(least) + (isSoftmax ? "" : ", and " + NeverNo))
            .With(new Mend($"Remove [{last.Layer.Kind}]", Edit.Remove(last.Step)));
    }

    private static IEnumerable<Finding> CheckOne(NetworkFacts net)
    {
        const string binary = "Use [BinaryCrossEntropy]";
        PlacedLayer last = Last(net);
        bool isLossOfOne = net.Spec.Loss is SoftmaxCrossEntropyLoss && net.Spec.Output.Size == 1;
        if (isLossOfOne)
        {
            Edit loss = Edit.Replace(net.LossStep, "BinaryCrossEntropy");
            yield return SoftmaxOneUnit.At(new Place(net.LossStep), $"The softmax of [{net.Spec.Loss.Kind}]")
                .With(new Mend(binary, IsProbability(last.Layer) ? [loss, Edit.Remove(last.Step)] : [loss]));
            yield break;
        }

        foreach (PlacedLayer layer in net.Layers.Where(layer => layer.Layer is SoftmaxLayer && layer.Layer.Output.Size == 1))
        {
            yield return SoftmaxOneUnit.At(layer.Place(), $"'{layer.Name}'")
                .With(net.IsClassifier
                    ? new Mend("Remove [Softmax]", Edit.Remove(layer.Step))
                    : new Mend("Replace [Softmax] by [Sigmoid]", Edit.Replace(layer.Step, "Sigmoid")));
        }
    }

    private static IEnumerable<Finding> CheckSquared(NetworkFacts net)
    {
        PlacedLayer last = Last(net);
        if (net.Spec.Loss is not MeanSquaredErrorLoss || !IsProbability(last.Layer))
            yield break;
        string better = last.Layer is SoftmaxLayer ? "SoftmaxCrossEntropy" : "BinaryCrossEntropy";
        Finding found = SquaredErrorOnProbabilities.At(
            new Place(net.LossStep), net.Spec.Loss.Kind, last.Name, Numbers.Of(0.99 * 0.01));
        yield return AreProbabilities(net, last.Layer)
            ? found.With(new Mend($"Use [{better}]", Edit.Remove(last.Step), Edit.Replace(net.LossStep, better)))
            : found.Advise($"Use [{better}] if the targets are 0 or 1");
    }

    // a softmax can be taught nothing but shares; of a sigmoid's targets only their moments tell that they are 0 or 1
    private static bool AreProbabilities(NetworkFacts net, LayerSpec last)
    {
        const double tolerance = 0.1;
        TargetMoments targets = net.Targets!.Value;
        if (last is SoftmaxLayer)
        {
            double share = 1.0 / net.Spec.Output.Size;
            return !net.Spec.Data.HasTargets || Math.Abs(targets.Mean - share) <= tolerance * share;
        }

        double bernoulli = targets.Mean * (1 - targets.Mean);
        return net.Spec.Data.HasTargets && bernoulli > 0 && Math.Abs(targets.Variance - bernoulli) <= tolerance * bernoulli;
    }

    private static IEnumerable<Finding> CheckRectified(NetworkFacts net)
    {
        PlacedLayer last = Last(net);
        if (last.Layer is not ActivationLayer rectifier)
            yield break;
        bool isDead = rectifier.Function.CanDie, isRectified = rectifier.Function.HomogeneousSlope < 1;
        (double least, double greatest) = Range(rectifier.Function);
        double beyond = ShareOutOfReach(net, least, greatest);
        bool saysNeverNo = net.Spec.Loss is BinaryCrossEntropyLoss && least > 0 && !IsProbability(rectifier);
        if (!isRectified && !saysNeverNo && beyond <= 0.01)
            yield break;
        string why = saysNeverNo ? "its answers are positive, so " + NeverNo
            : !isRectified ? $"it answers nothing {Beyond(net, least, greatest)}"
            : !isDead ? "it scales negative answers down"
            : net.IsClassifier ? "every negative logit becomes 0 and gets no gradient, so no class can be ruled out"
            : "it answers no negative number, and where it answers 0 it gets no gradient";
        if (beyond > 0.01)
            why += $"; of targets of mean {Numbers.Of(net.Targets!.Value.Mean)} and std "
                + $"{Numbers.Of(net.Targets.Value.Deviation)} that leaves "
                + (beyond >= 1 ? "more than their mean would" : $"{Numbers.Percent(beyond)} of the variance for ever");
        yield return RectifiedOutput.At(
            saysNeverNo || beyond >= MostOutOfReach ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, last.Place(), last.Name, why)
            .With(new Mend($"Remove [{rectifier.Kind}]", Edit.Remove(last.Step)));
    }

    // what the best answers within a range leave of declared targets t ~ N(m, s^2): E min(t - least, 0)^2, and the same
    // above, over their variance
    private static double ShareOutOfReach(NetworkFacts net, double least, double greatest)
    {
        if (!net.Spec.Data.HasTargets || net.Targets is not { } targets)
            return 0;
        double s = Math.Sqrt(targets.Variance);
        return Below((targets.Mean - least) / s) + Below((greatest - targets.Mean) / s);

        // E min(x, 0)^2 of x ~ N(m, 1)
        static double Below(double m)
        {
            if (double.IsPositiveInfinity(m))
                return 0;
            double below = SpecialFunctions.NormalDistribution(-m, out double density);
            return (m * m + 1) * below - m * density;
        }
    }

    private static string Beyond(NetworkFacts net, double least, double greatest)
    {
        double mean = net.Targets?.Mean ?? 0;
        string below = $"below {Numbers.Of(Math.Round(least, 3))}", above = $"above {Numbers.Of(Math.Round(greatest, 3))}";
        return double.IsInfinity(greatest) ? below : mean > greatest ? above : mean < least ? below : $"{below} and {above}";
    }

    // a bounded function is as good as at its bounds at 30; one that turns between has its least value near 0
    private static (double Least, double Greatest) Range(ActivationFunction function)
    {
        double[] values = [.. Enumerable.Range(-300, 601).Select(tenth => function.Value(tenth / 10.0))];
        double least = values.Min(), greatest = values.Max();
        return (least < -10 ? double.NegativeInfinity : least, greatest > 10 ? double.PositiveInfinity : greatest);
    }

    private static IEnumerable<Finding> CheckLoss(NetworkFacts net) =>
        net.IsClassifier ? CheckLossOfClasses(net) : CheckLossOfRegression(net);

    private static IEnumerable<Finding> CheckLossOfRegression(NetworkFacts net)
    {
        double loss = net.Signal.InitialLoss;
        SignalNetwork network = net.Signal.Network;
        // against outputs of 0: what targets have for a mean is not the init's doing
        if (IsChanged(net.Output) || net.Targets is not { } targets
            || loss <= FarAboveIgnorance * network.Loss.Initial(0, network.Outputs))
            yield break;
        Block[] large = net.Blocks.Where(block => !block.IsNormalised && block.InitGain > 1.5 * block.Critical).ToArray();
        string assumed = net.Spec.Data.HasTargets ? "" : " (assumed; TargetMean and TargetStd say what they are)";
        yield return BadInitialLoss.At(
            net.Verdict, new Place(net.Output.Step, net.Output.Weights.InitScale is null ? "Init" : "InitScale"),
            Numbers.Of(loss), Numbers.Of(net.LossOfIgnorance), net.Output.Name,
            Numbers.Of(Math.Sqrt(net.Trainability.OutputVariance)),
            $"far beyond targets of mean {Numbers.Of(targets.Mean)} and std {Numbers.Of(targets.Deviation)}{assumed}")
            .With(large.Length > 0 ? Repairs.Rescale(large) : SmallerOutputs(net.Output, net, targets.Variance));
    }

    private static IEnumerable<Finding> CheckLossOfClasses(NetworkFacts net)
    {
        double loss = net.Signal.InitialLoss, ignorance = net.LossOfIgnorance;
        Block output = net.Output;
        // where something follows the last weights, their scale is not the outputs'
        if (net.Spec.Output.Size < 2 && net.Spec.Loss is SoftmaxCrossEntropyLoss
            || IsChanged(output) || output.Gain == 0 || loss <= 1.3 * ignorance)
            yield break;
        bool isFar = loss > 2 * ignorance;
        // the usual inits draw up to 2, and what that costs, dropout before it included, is gone after a few steps
        if (output.Gain < 2.1 && (!isFar || net.IsLikely))
            yield break;
        yield return BadInitialLoss.At(
            isFar ? net.Verdict : DiagnosticSeverity.Info,
            new Place(output.Step, output.Weights.InitScale is null ? "Init" : "InitScale"),
            Numbers.Of(loss), Numbers.Of(ignorance), output.Name,
            Numbers.Of(Math.Sqrt(net.Trainability.OutputVariance)), "so the network is sure of guesses")
            .With(SmallerOutputs(output, net, 1));
    }

    // an average keeps what it averages, on another scale that the prediction knows
    private static bool IsChanged(Block output) =>
        output.Followers.Any(follower => follower.Layer is not (FlattenLayer or AveragePool2DLayer));

    // outputs of half the variance of what they are to become
    private static Mend SmallerOutputs(Block output, NetworkFacts net, double variance)
    {
        double scale = output.Scale * Math.Sqrt(0.5 * variance / net.Trainability.OutputVariance);
        return new Mend(
            $"Use InitScale = {Numbers.Literal(scale)}", Edit.Set(output.Step, "InitScale", Numbers.Literal(scale)));
    }
}
