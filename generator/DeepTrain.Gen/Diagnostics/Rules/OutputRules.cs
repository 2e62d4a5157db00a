using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Losses;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Last layers and losses that do not belong together.</summary>
internal static class OutputRules
{
    public static readonly NetworkRule SoftmaxTwice = new(
        DiagnosticIds.SoftmaxTwice,
        DiagnosticSeverity.Warning,
        "The loss takes logits",
        "[{0}] applies its {1} to what '{2}' gives: with logits between 0 and 1 the loss cannot fall below {3}. "
        + "Remove '{2}'.",
        "The loss fuses its softmax or sigmoid; a second one squeezes what is left.",
        CheckTwice);

    public static readonly NetworkRule SoftmaxOneUnit = new(
        DiagnosticIds.SoftmaxOneUnit,
        DiagnosticSeverity.Error,
        "A softmax of one unit is always 1",
        "{0} over one output is always 1: there is nothing to learn. {1}.",
        "Softmax divides each exponential by their sum.",
        CheckOne);

    public static readonly NetworkRule SquaredErrorOnProbabilities = new(
        DiagnosticIds.SquaredErrorOnProbabilities,
        DiagnosticSeverity.Warning,
        "A squared error of probabilities hardly corrects what is surely wrong",
        "[{0}] behind '{1}': where the network is 99% sure and wrong, the gradient is multiplied by {2}; "
        + "cross-entropy passes it whole. Use [{3}].",
        "The slope p (1 - p) of the output vanishes exactly where it is wrong.",
        CheckSquared);

    public static readonly NetworkRule RectifiedOutput = new(
        DiagnosticIds.RectifiedOutput,
        DiagnosticSeverity.Warning,
        "The last layer is rectified",
        "'{0}' stands before the loss: {1}. Remove it.",
        "An output that is 0 passes no gradient, and the answers that it should give may be negative.",
        CheckRectified);

    public static readonly NetworkRule BadInitialLoss = new(
        DiagnosticIds.BadInitialLoss,
        DiagnosticSeverity.Warning,
        "The loss starts above that of knowing nothing",
        "The loss is predicted to start at {0}, where knowing nothing costs {1}: the outputs of '{2}' have std {3}, so the "
        + "network is sure of guesses. Use InitScale = {4}.",
        "Training first has to undo what the init claims.",
        CheckLoss);

    public static readonly IReadOnlyList<NetworkRule> All =
        [SoftmaxTwice, SoftmaxOneUnit, SquaredErrorOnProbabilities, RectifiedOutput, BadInitialLoss];

    private static PlacedLayer Last(NetworkFacts net) => net.Layers.Last(layer => layer.Layer is not FlattenLayer);

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
            last.Place(),
            net.Spec.Loss.Kind, isSoftmax ? "softmax" : "sigmoid", last.Name, Numbers.Of(least))
            .With(new Mend($"Remove [{last.Layer.Kind}]", Edit.Remove(last.Step)));
    }

    private static IEnumerable<Finding> CheckOne(NetworkFacts net)
    {
        const string advice = "Use [BinaryCrossEntropy]";
        PlacedLayer last = Last(net);
        bool isLossOfOne = net.Spec.Loss is SoftmaxCrossEntropyLoss && net.Spec.Output.Size == 1;
        if (isLossOfOne)
        {
            Edit loss = Edit.Replace(net.LossStep, "BinaryCrossEntropy");
            yield return SoftmaxOneUnit.At(new Place(net.LossStep), $"The softmax of [{net.Spec.Loss.Kind}]", advice)
                .With(new Mend(advice, IsProbability(last.Layer) ? [loss, Edit.Remove(last.Step)] : [loss]));
            yield break;
        }

        foreach (PlacedLayer layer in net.Layers.Where(layer => layer.Layer is SoftmaxLayer && layer.Layer.Output.Size == 1))
        {
            yield return SoftmaxOneUnit.At(
                layer.Place(), $"'{layer.Name}'", "Use [Sigmoid], or no activation before a loss on logits")
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
        yield return SquaredErrorOnProbabilities.At(
            new Place(net.LossStep), net.Spec.Loss.Kind, last.Name, Numbers.Of(0.99 * 0.01), better)
            .With(new Mend($"Use [{better}]", Edit.Remove(last.Step), Edit.Replace(net.LossStep, better)));
    }

    private static IEnumerable<Finding> CheckRectified(NetworkFacts net)
    {
        PlacedLayer last = Last(net);
        if (last.Layer is not ActivationLayer { Function.HomogeneousSlope: < 1 } rectifier)
            yield break;
        bool isDead = rectifier.Function.CanDie;
        string why = !isDead ? "it scales negative answers down"
            : net.IsClassifier ? "every negative logit becomes 0 and gets no gradient, so no class can be ruled out"
            : "it answers no negative number, and where it answers 0 it gets no gradient";
        yield return RectifiedOutput.At(
            isDead && net.IsClassifier ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, last.Place(), last.Name, why)
            .With(new Mend($"Remove [{rectifier.Kind}]", Edit.Remove(last.Step)));
    }

    private static IEnumerable<Finding> CheckLoss(NetworkFacts net)
    {
        double loss = net.Signal.InitialLoss, ignorance = net.LossOfIgnorance;
        Block output = net.Output;
        // where something follows the last weights, their scale is not the outputs'
        if (!net.IsClassifier || net.Spec.Output.Size < 2 && net.Spec.Loss is SoftmaxCrossEntropyLoss
            || output.Followers.Count > 0 || output.Gain == 0 || loss <= 1.3 * ignorance)
            yield break;
        bool isFar = loss > 2 * ignorance;
        // the usual inits draw up to 2, and what that costs, dropout before it included, is gone after a few steps
        if (output.Gain < 2.1 && (!isFar || net.IsLikely))
            yield break;
        double scale = (output.Weights.InitScale ?? Layers.Linear.LinearLayer.DefaultScale(output.Weights.Init))
            * Math.Sqrt(0.5 / net.Trainability.OutputVariance);
        yield return BadInitialLoss.At(
            isFar ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            new Place(output.Step, output.Weights.InitScale is null ? "Init" : "InitScale"),
            Numbers.Of(loss), Numbers.Of(ignorance), output.Name,
            Numbers.Of(Math.Sqrt(net.Trainability.OutputVariance)), Numbers.Literal(scale))
            .With(new Mend("Start with smaller outputs", Edit.Set(output.Step, "InitScale", Numbers.Literal(scale))));
    }
}
