using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Changes of a whole network that the predictor says will make it train.</summary>
internal static class Repairs
{
    // from here on a network is left as it is
    private const double LikelyScore = 1;

    /// <summary>The smallest that helps. Null if none does.</summary>
    public static Mend? Find(NetworkFacts net, Change? first = null) => RepairPlan.Find(net, first)?.ToMend();

    /// <summary>
    /// A finding about signals, with a mend after which the network is predicted to train: its own if that suffices, one
    /// that begins with its own and goes further if not.
    /// </summary>
    /// <param name="isAlone">Whether no other warning mends what its mend leaves.</param>
    public static Finding Complete(NetworkFacts net, Finding finding, bool isAlone)
    {
        if (finding.Severity < DiagnosticSeverity.Warning)
            return finding;
        if (finding is { Mend: { } own, Mended: { } mended })
            return isAlone ? Behind(net, finding, own, mended(net.Signal.Network)) : finding;
        if (!net.Trainability.Fails && net.Score >= LikelyScore || !s_firstChanges.TryGetValue(finding.Rule.Id, out Change? first))
            return finding;
        if (finding.Place.Argument == "ClipNorm")
            first = Change.Clipping;
        RepairPlan? plan = RepairPlan.Find(net, first);
        // a rate of dropout that the rule's own mend halves may still be too much
        bool isOwn = finding.Mend is not null && first is { } change && change != Change.LessDropout
            && plan?.Changes.Count == 1 && plan.Changes.Contains(change);
        return plan is null || isOwn ? finding : finding.With(plan.ToMend());
    }

    // what the rule's own mend leaves is another mistake, which the same fix mends
    private static Finding Behind(NetworkFacts net, Finding finding, Mend own, SignalNetwork mended)
    {
        TrainabilityScore left = SignalPrediction.Predict(mended, net.Moments).Trainability;
        return (left.Fails || left.Score < LikelyScore) && RepairPlan.Find(net, start: mended) is { } plan
            ? finding.With(JointMends.Join(own, [plan.ToMend()]))
            : finding;
    }

    // what the rules' own messages ask for
    private static readonly Dictionary<string, Change?> s_firstChanges = new(StringComparer.Ordinal)
    {
        [DiagnosticIds.ZeroInit] = Change.Init,
        [DiagnosticIds.ConstantInit] = Change.Init,
        [DiagnosticIds.InitTooSmall] = Change.Init,
        [DiagnosticIds.InitTooLarge] = Change.Init,
        [DiagnosticIds.BiasInit] = Change.Bias,
        [DiagnosticIds.XavierWithRelu] = Change.Init,
        [DiagnosticIds.SeluNeedsLeCun] = Change.Init,
        [DiagnosticIds.LeakyGain] = Change.Init,
        [DiagnosticIds.OrthogonalGain] = Change.Init,
        [DiagnosticIds.BadInitialLoss] = null,
        [DiagnosticIds.SigmoidStack] = Change.Activation,
        [DiagnosticIds.SigmoidHidden] = Change.Activation,
        [DiagnosticIds.VanishingGradient] = null,
        [DiagnosticIds.ExplodingGradient] = null,
        [DiagnosticIds.Saturated] = null,
        [DiagnosticIds.RankCollapse] = null,
        [DiagnosticIds.DeadUnits] = null,
        [DiagnosticIds.TooDeep] = null,
        [DiagnosticIds.FiniteWidth] = null,
        [DiagnosticIds.BatchNormExplosion] = null,
        [DiagnosticIds.BatchNormEpsilon] = null,
        [DiagnosticIds.DropoutHigh] = Change.LessDropout,
        [DiagnosticIds.DropoutNoise] = Change.LessDropout,
        [DiagnosticIds.AdamEpsilon] = Change.Epsilon,
        [DiagnosticIds.LearningRateHigh] = Change.Rate,
        [DiagnosticIds.LearningRateLow] = Change.Rate,
    };

    /// <summary>Draws the weights of these layers at the scale at which signals neither fade nor grow.</summary>
    public static Mend Rescale(IEnumerable<Block> blocks)
    {
        (Block Block, string Scale)[] scales = blocks.Select(block => (block, Numbers.Literal(CriticalScale(block)))).ToArray();
        var named = scales.GroupBy(each => each.Scale)
            .Select(alike => (Scale: alike.Key, Names: alike.Select(each => $"'{each.Block.Name}'").ToArray())).ToArray();
        string title = named.Length switch
        {
            1 => $"Use InitScale = {named[0].Scale}",
            2 or 3 => "Use InitScale = " + string.Join(
                ", ", named.Select(each => $"{each.Scale} in {Numbers.List(each.Names, 3)}")),
            _ => $"Use weights of the critical scale, InitScale = {named[0].Scale} in {named[0].Names[0]}",
        };
        return new Mend(title, scales.Select(each => Edit.Set(each.Block.Step, "InitScale", each.Scale)).ToArray());
    }

    // the variance is the scale's square times what the init has at 1
    private static double CriticalScale(Block block)
    {
        double unit = block.Weights.Init.Variance(1f, block.Weights.Inputs, block.Weights.Inputs) * block.Signal.FanIn;
        return Math.Sqrt(block.Critical / unit);
    }

    /// <summary>Batch norm between the weights and the activation; it makes the bias useless.</summary>
    public static Mend Normalise(IEnumerable<Block> blocks) =>
        new("Insert [BatchNorm]", blocks.SelectMany(Normalise).ToArray());

    /// <summary>The first so many hidden layers, with every free scale critical and the best learning rate.</summary>
    public static SignalPrediction AtBest(NetworkFacts net, int hidden)
    {
        SignalNetwork network = net.Signal.Network;
        int last = hidden < net.Hidden.Count ? net.Hidden[hidden].SignalIndex : network.Layers.Count - 1;
        List<SignalLayer> layers = network.Layers.Take(last).ToList();
        foreach (Block block in net.Hidden.Take(hidden).Where(block => !block.IsNormalised))
            layers[block.SignalIndex] = block.Signal with { WeightVariance = block.Critical / block.Signal.FanIn };
        SignalLayer output = network.Layers[network.Layers.Count - 1];
        int units = layers[layers.Count - 1].OutputUnits;
        layers.Add(output with
        {
            FanIn = units,
            WeightVariance = output.HasWeights ? 1.0 / units : output.WeightVariance,
            // whatever it was, it sees all of them
            Units = network.Outputs,
            Filters = 0,
            TapShare = 1,
            Vertical = null,
            Horizontal = null,
        });

        SignalNetwork truncated = network with { Layers = layers };
        SignalPrediction declared = SignalPrediction.Predict(truncated, net.Moments);
        return Rates(declared).Select(declared.WithRate).OrderByDescending(each => each.Trainability.Score).First();
    }

    private static IEnumerable<double> Rates(SignalPrediction declared)
    {
        SignalOptimizer optimizer = declared.Network.Optimizer;
        double stable = declared.Trainability.StableRate;
        yield return optimizer.LearningRate;
        if (optimizer.IsAdaptive)
            yield return 1e-3;
        if (optimizer.IsAdaptive || double.IsInfinity(stable))
            yield break;
        // at the edge of stability steps are long, but not every training survives them
        yield return stable / 10;
        yield return stable / 3;
    }

    private static IEnumerable<Edit> Normalise(Block block)
    {
        if (block.Weights.Bias)
            yield return Edit.Set(block.Step, "Bias", "false");
        yield return Edit.Unset(block.Step, "BiasInit");
        // a dropout between them would stand before batch norm otherwise
        yield return Edit.InsertAfter(block.Step, "BatchNorm");
    }

    /// <summary>The n Var(w) of <c>Init.Auto</c>.</summary>
    public static double AutoGain(Block block)
    {
        if (block.Weights.Pieces > 1)
            return block.Critical;
        Init init = block.Function?.AutoInit ?? Init.GlorotUniform;
        return init.Variance(1f, block.Weights.Inputs, block.Weights.FanOut) * block.Signal.FanIn;
    }
}
