using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Networks that are predicted to fail where no other rule says why.</summary>
internal static class VerdictRules
{
    // against the usual rate
    private const double FarOff = 10;

    public static readonly NetworkRule PredictedToFail = new(
        DiagnosticIds.PredictedToFail,
        DiagnosticSeverity.Warning,
        "The parts of this network do not train together",
        "No part of this network is out of the ordinary, but together they are predicted not to train within {0}: what stands in the way "
        + "is {1}.",
        "One in four networks for which the predictor says so trains; what stands in the way is what it takes to be sure that one does.",
        _ => []);

    public static readonly IReadOnlyList<NetworkRule> All = [PredictedToFail];

    /// <summary>The learning rate, if that alone makes the network train; else all that does.</summary>
    public static IEnumerable<Finding> Explain(NetworkFacts net)
    {
        Finding[] rate = OptimizerRules.CheckRateAlone(net, isSure: true).ToArray();
        if (rate.Length > 0)
            return rate;
        if (RepairPlan.Find(net) is not { } plan)
            return net.Fails ? OptimizerRules.CheckRateAlone(net, isSure: false) : [];
        if (!(net.Fails || HasRareRate(net, plan)) || LacksSteps(net, plan))
            return [];
        string[] obstacles = [.. plan.Changes.OrderBy(change => change).Select(change => Obstacle(net, change)).Distinct()];
        return
        [
            PredictedToFail.At(Place.OfNetwork("Steps"), net.Training, Numbers.List(obstacles, obstacles.Length)).With(plan.ToMend()),
        ];
    }

    // where the predictor is less sure, a rate far from the usual one tips the scales
    private static bool HasRareRate(NetworkFacts net, RepairPlan plan)
    {
        double ratio = RepairPlan.RateOf(net.Signal) / net.Signal.Network.Optimizer.LearningRate;
        return plan.Changes.Contains(Change.Rate) && (ratio > FarOff || ratio < 1 / FarOff);
    }

    // who trains for longer than is assumed may want a low rate
    private static bool LacksSteps(NetworkFacts net, RepairPlan plan) => net.Spec.Data.Steps is null && plan.Changes.Count == 1
        && plan.Changes.Contains(Change.Rate) && RepairPlan.RateOf(net.Signal) > net.Signal.Network.Optimizer.LearningRate;

    private static string Obstacle(NetworkFacts net, Change change) => change switch
    {
        Change.Init => "how its weights are drawn",
        Change.Bias => "where its biases start",
        Change.Activation => "how little sigmoids pass",
        Change.LessDropout or Change.NoDropout => "how much dropout drops",
        Change.Rate => RepairPlan.RateOf(net.Signal) > net.Signal.Network.Optimizer.LearningRate
            ? "how short its steps are" : "how long its steps are",
        Change.Epsilon => "the optimizer's epsilon",
        Change.Clipping => "how much of its gradient is clipped",
        Change.BatchNorm => "what becomes of signals that are not normalised",
        _ => "how deep it is",
    };
}
