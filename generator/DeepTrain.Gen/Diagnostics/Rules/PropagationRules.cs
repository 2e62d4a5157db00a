using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>What becomes of signals and gradients on their way through the network.</summary>
internal static class PropagationRules
{
    // beyond the square of float32's largest number
    private const double OverflowVariance = 1e76;

    private const string FewerLayers = "Use fewer layers";

    // the score knows widths: of a network that is likely to train there is no more to say
    private const double LikelyScore = 1;

    // of stacks with SGD below this score, on four kinds of tasks, all eight of four sigmoids and more failed, and two in four of
    // three; stacks as high as this with Adam, nine of nine; where
    // there are few classes, or a number, from ten on
    private const double FlatScore = -4;
    private const int SeveralSigmoids = 4, ManySigmoids = 8, ManyOfFew = 10;

    public static readonly NetworkRule SigmoidStack = new(
        DiagnosticIds.SigmoidStack,
        DiagnosticSeverity.Warning,
        "A stack of sigmoids does not pass gradients",
        "{0} hidden sigmoids multiply the gradient by {1} per layer: the weights of '{2}' get {3} of what those of "
        + "'{4}' get: too little to train within {5}.",
        "The slope of a sigmoid is at most 1/4, so every layer takes three quarters of the gradient or more.",
        CheckSigmoids);

    public static readonly NetworkRule VanishingGradient = new(
        DiagnosticIds.VanishingGradient,
        DiagnosticSeverity.Warning,
        "The gradient vanishes",
        "The weights of '{0}' get a gradient of {1}, those of '{2}' one of {3}: too little to train within {4}.",
        "Each layer multiplies the variance of the gradient by n Var(w) E phi'^2; far below 1 nothing arrives.",
        CheckVanishing);

    public static readonly NetworkRule ExplodingGradient = new(
        DiagnosticIds.ExplodingGradient,
        DiagnosticSeverity.Warning,
        "The gradient explodes",
        "The weights of '{0}' get a gradient of {1}, those of '{2}' one of {3}, and the outputs have std {4}: signals "
        + "are multiplied by {5} per layer{6}.",
        "Each layer multiplies the variance of the gradient by n Var(w) E phi'^2; above 1 it grows with depth.",
        CheckExploding);

    public static readonly NetworkRule Saturated = new(
        DiagnosticIds.Saturated,
        DiagnosticSeverity.Warning,
        "Most units are saturated",
        "{0} of the units of '{1}' are saturated: their sums have std {2} and mean {3}.",
        "Where a bounded activation is flat, no gradient passes.",
        CheckSaturated);

    public static readonly NetworkRule RankCollapse = new(
        DiagnosticIds.RankCollapse,
        DiagnosticSeverity.Warning,
        "The last hidden layer cannot tell inputs apart",
        "Two different inputs have a correlation of 1 - {0} at '{1}': the layers behind it see one input.",
        "In the ordered phase every layer makes inputs more alike (Schoenholz et al. 2017).",
        CheckCollapse);

    public static readonly NetworkRule DeadUnits = new(
        DiagnosticIds.DeadUnits,
        DiagnosticSeverity.Warning,
        "Rectified units are dead from the start",
        "{0} of the units of '{1}' are predicted to be 0 for all of {2}.",
        "A ReLU that is 0 for every sample has no gradient and stays so (Lu et al. 2020).",
        CheckDead);

    public static readonly NetworkRule TooDeep = new(
        DiagnosticIds.TooDeep,
        DiagnosticSeverity.Warning,
        "Deeper than any init trains",
        "{0} hidden layers are predicted not to train within {1} with any scale of weights; the limit for this kind of "
        + "network is {2}.",
        "Signals of a network at its critical scale still fade, more slowly; that bounds its depth.",
        CheckDepth);

    public static readonly NetworkRule FiniteWidth = new(
        DiagnosticIds.FiniteWidth,
        DiagnosticSeverity.Info,
        "Too narrow for its depth",
        "One draw of this network differs from another by {0} either way in the scale of its outputs (the "
        + "sum of kappa / n is {1}); '{2}' has only {3}.",
        "The log of a signal's mean square takes a random step of variance kappa / n per layer (Hanin and Nica 2020).",
        CheckWidth);

    public static readonly IReadOnlyList<NetworkRule> All =
        [SigmoidStack, VanishingGradient, ExplodingGradient, Saturated, RankCollapse, DeadUnits, TooDeep, FiniteWidth];

    private static IEnumerable<Finding> CheckSigmoids(NetworkFacts net)
    {
        Block[] sigmoids = net.Hidden.Where(block => block.Function is SigmoidLayer && !block.IsNormalised).ToArray();
        // what is known of sigmoids makes up for what the prospect lacks in sureness
        bool areFlat = net.IsAdaptive
            ? sigmoids.Length >= (IsSimple(net.Signal.Network) ? ManyOfFew : ManySigmoids) && net.Score < 0
            : net.Score < FlatScore && (sigmoids.Length >= SeveralSigmoids || net.IsDoubtful);
        if (!(net.Fails || areFlat) || sigmoids.Length <= (net.IsAdaptive ? 4 : 2))
            yield break;
        Block first = sigmoids[0], last = sigmoids[sigmoids.Length - 1];
        double perLayer = Math.Pow(first.SumGradient / last.SumGradient, 1.0 / (sigmoids.Length - 1));
        yield return SigmoidStack.At(
            first.Activation!.Value.Place(),
            Numbers.Of(sigmoids.Length), Numbers.Of(perLayer),
            first.Name, Numbers.Of(first.WeightGradient / last.WeightGradient), last.Name, net.Training)
            .With(SigmoidsToTanh(net));
    }

    private static bool IsSimple(SignalNetwork network) => network.TellsFewClasses || !network.Loss.TellsClasses;

    private static IEnumerable<Finding> CheckVanishing(NetworkFacts net)
    {
        Block first = net.Blocks[0], last = net.Output;
        if (!net.Fails || first.WeightGradient >= 1e-3 * last.WeightGradient)
            yield break;
        yield return VanishingGradient.At(
            new Place(first.Step),
            first.Name, Numbers.Of(first.WeightGradient), last.Name, Numbers.Of(last.WeightGradient), net.Training)
            .With(Repairs.Find(net)).Advise(FewerLayers);
    }

    private static IEnumerable<Finding> CheckExploding(NetworkFacts net)
    {
        Block first = net.Blocks[0], last = net.Output;
        double variance = net.Trainability.OutputVariance;
        // weights behind a signal that fades get less than the first ones too: what explodes grows on its way back
        bool grows = first.WeightGradient > 70 * last.WeightGradient && first.SumGradient > last.SumGradient;
        if (net.IsSafe || !(grows || variance > 1e4))
            yield break;
        double growth = Math.Pow(
            Math.Max(Math.Sqrt(variance) / net.InputDeviation, first.WeightGradient / last.WeightGradient),
            1.0 / net.Blocks.Count);
        Block? overflow = net.Blocks.FirstOrDefault(block => Smallest(net, block) > OverflowVariance);
        yield return ExplodingGradient.At(
            overflow is null ? net.Verdict : DiagnosticSeverity.Error,
            new Place(first.Step),
            first.Name, Numbers.Of(first.WeightGradient), last.Name, Numbers.Of(last.WeightGradient),
            Numbers.Of(Math.Sqrt(variance)), Numbers.Of(growth),
            overflow is null ? "" : $", and overflow float at '{overflow.Name}' even for inputs a million times smaller")
            .With(Repairs.Find(net)).Advise(FewerLayers);
    }

    // a variance of sums that nearly every draw of the weights exceeds, for inputs a million times smaller than assumed
    private static double Smallest(NetworkFacts net, Block block)
    {
        const double margin = 1e12, quantile = 4;
        double spread = net.Signal.LogVariances.Take(block.SignalIndex).DefaultIfEmpty(0).Max();
        double median = Math.Exp(-spread / 2 - quantile * Math.Sqrt(spread));
        return block.IsNormalised ? 0 : block.Forward.SumVariance * median / margin;
    }

    private static IEnumerable<Finding> CheckSaturated(NetworkFacts net)
    {
        Block? block = net.Hidden.FirstOrDefault(block => block.Signal.IsBounded && block.Forward.Output.Saturated > 0.5);
        if (net.IsSafe || block is null)
            yield break;
        yield return Saturated.At(
            net.Verdict, block.Activation!.Value.Place(),
            Numbers.Percent(block.Forward.Output.Saturated), block.Activation.Value.Name,
            Numbers.Of(Math.Sqrt(block.Forward.Variance)), Numbers.Of(block.Forward.Mean))
            .With(Repairs.Normalise([block]));
    }

    private static IEnumerable<Finding> CheckCollapse(NetworkFacts net)
    {
        if (net.IsSafe || net.HasBatchNorm || net.Hidden.Count == 0)
            yield break;
        Block last = net.Hidden[net.Hidden.Count - 1];
        double difference = 1 - last.Forward.Correlation;
        if (difference >= 1e-2)
            yield break;
        yield return RankCollapse.At(
            difference < 1e-4 ? net.Verdict : DiagnosticSeverity.Info,
            new Place(last.Step), Numbers.Of(difference), last.Name)
            .With(Repairs.Find(net)).Advise(FewerLayers);
    }

    private static IEnumerable<Finding> CheckDead(NetworkFacts net)
    {
        Block? worst = net.Hidden
            .Where(block => block.Signal.Nonlinearity.CanDie)
            .OrderByDescending(block => block.DeadShare(net.Samples))
            .FirstOrDefault();
        double dead = worst?.DeadShare(net.Samples) ?? 0;
        if (dead <= 0.1)
            yield break;
        PlacedLayer activation = worst!.Activation!.Value;
        var rectifiers = net.Hidden.Where(block => block.Function is ReLULayer && block.DeadShare(net.Samples) > 0.1);
        yield return DeadUnits.At(
            dead > 0.2 ? net.Verdict : DiagnosticSeverity.Info,
            activation.Place(), Numbers.Percent(dead), activation.Name, Numbers.Count(net.Samples, "sample"))
            .With(new Mend(
                "Replace [ReLU] by [LeakyReLU]",
                rectifiers.Select(block => Edit.Replace(block.Activation!.Value.Step, "LeakyReLU")).ToArray()));
    }

    private static IEnumerable<Finding> CheckDepth(NetworkFacts net)
    {
        int depth = net.Hidden.Count;
        if (!net.Fails || depth < 2)
            yield break;
        if (Trains(depth))
            yield break;
        int limit = DepthLimit.Find(Trains, depth - 1);
        // if not even one layer trains, depth is not what is wrong
        if (limit == 0)
            yield break;
        yield return TooDeep.At(
            new Place(net.Hidden[limit].Step), Numbers.Of(depth), net.Training, Numbers.Of(limit))
            .Advise(FewerLayers);

        bool Trains(int hidden) => !Repairs.AtBest(net, hidden).Trainability.Fails;
    }

    private static IEnumerable<Finding> CheckWidth(NetworkFacts net)
    {
        double largest = net.Hidden.Select(block => net.Signal.LogVariances[block.SignalIndex]).DefaultIfEmpty(0).Max();
        // kappa of a rectifier is 5: what is a round number must not depend on how it was rounded
        double variance = Math.Round(largest, 9);
        if (variance <= 2 || (net.Score >= LikelyScore && variance <= 5))
            yield break;
        Block narrowest = net.Hidden.OrderBy(block => block.Units).First();
        yield return FiniteWidth.At(
            variance > 5 ? net.Verdict : DiagnosticSeverity.Info,
            new Place(narrowest.Step, narrowest.UnitsArgument),
            Numbers.Times(Signal.FiniteWidth.Band(variance)), Numbers.Of(variance),
            narrowest.Name, narrowest.UnitsInWords)
            .Advise($"Use more {narrowest.UnitsArgument} or fewer layers");
    }

    /// <summary>Tanh is a sigmoid that is centred and four times as steep; its init is Glorot's.</summary>
    public static Mend SigmoidsToTanh(NetworkFacts net)
    {
        Block[] sigmoids = net.Hidden.Where(block => block.Function is SigmoidLayer).ToArray();
        var edits = sigmoids.Select(block => Edit.Replace(block.Activation!.Value.Step, "Tanh")).ToList();
        IEnumerable<Block> others = sigmoids.Where(block => block.Weights.Init
            is not (Init.GlorotNormal or Init.GlorotUniform or Init.LeCunNormal or Init.LeCunUniform));
        foreach (Block block in others)
            edits.AddRange(block.UseAutoInit());
        return new Mend("Replace [Sigmoid] by [Tanh]", edits);
    }
}
