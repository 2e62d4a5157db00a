using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Weights that are not drawn, or drawn too small or too large.</summary>
internal static class InitialisationRules
{
    public static readonly NetworkRule ZeroInit = new(
        DiagnosticIds.ZeroInit,
        DiagnosticSeverity.Error,
        "Weights that all start at zero learn nothing",
        "All weights of '{0}' start at 0: {1}. The weight-gradient std is 0. Use Init.{2}.",
        "Units with the same weights get the same gradient and stay the same unit.",
        CheckZero);

    public static readonly NetworkRule ConstantInit = new(
        DiagnosticIds.ConstantInit,
        DiagnosticSeverity.Error,
        "Equal weights make equal units",
        "All weights of '{0}' start at {1}, so its {2} units are one effective unit{3}. Use Init.{4}.",
        "Units with the same weights get the same gradient and stay the same unit.",
        CheckConstant);

    public static readonly NetworkRule InitTooSmall = new(
        DiagnosticIds.InitTooSmall,
        DiagnosticSeverity.Warning,
        "Weights too small lose the signal",
        "n Var(w) of '{0}' is {1}, but {2} needs {3}: the signal falls from std {4} at the input to {5} at '{6}', and the "
        + "weights of '{7}' get a gradient of {8}. Use {9}.",
        "Each layer multiplies the variance of its signal by n Var(w) and by what its activation leaves.",
        CheckTooSmall);

    public static readonly NetworkRule InitTooLarge = new(
        DiagnosticIds.InitTooLarge,
        DiagnosticSeverity.Warning,
        "Weights too large saturate units or make outputs explode",
        "n Var(w) of '{0}' is {1}, but {2} needs {3}: {4}the outputs have std {5}, and the loss is predicted to start at "
        + "{6} where knowing nothing costs {7}. Use {8}.",
        "Each layer multiplies the variance of its signal by n Var(w) and by what its activation leaves.",
        CheckTooLarge);

    public static readonly NetworkRule NegativeBiasDead = new(
        DiagnosticIds.NegativeBiasDead,
        DiagnosticSeverity.Warning,
        "A negative bias kills rectified units",
        "With biases of {0}, {1} of the {2} units of '{3}' are predicted to never fire over {4} samples. Use BiasInit = 0.",
        "A ReLU that is 0 for every sample has no gradient and stays so.",
        CheckNegativeBias);

    public static readonly IReadOnlyList<NetworkRule> All =
        [ZeroInit, ConstantInit, InitTooSmall, InitTooLarge, NegativeBiasDead];

    private static IEnumerable<Finding> CheckZero(NetworkFacts net)
    {
        foreach (Block block in net.Hidden.Where(block => block.IsZero))
        {
            // units differ again if what follows draws weights, unless the activation passes no gradient at all
            bool isFollowedByConstants = net.Blocks[IndexOf(net, block) + 1].IsConstant;
            bool isStill = block.Signal.Nonlinearity.Moments(0, block.Signal.BiasMean).SlopeSquare == 0;
            if (!isFollowedByConstants && !isStill)
                continue;
            string why = isFollowedByConstants
                ? $"its {Numbers.Of(block.Units)} units stay identical, because the weights behind them are equal too"
                : $"every sum is {Numbers.Of(block.Signal.BiasMean)}, where {block.ActivationName} passes no gradient";
            yield return ZeroInit.At(new Place(block.Step, "Init"), block.Name, why, block.AutoInit).With(DrawAgain(net));
            yield break;
        }
    }

    private static IEnumerable<Finding> CheckConstant(NetworkFacts net)
    {
        foreach (Block block in net.Hidden.Where(block => block.IsConstant && !block.IsZero && block.Units > 1))
        {
            bool isFollowedByConstants = net.Blocks[IndexOf(net, block) + 1].IsConstant;
            bool isStuck = isFollowedByConstants && block.Dropout is null;
            string until = isStuck ? " for ever, because the weights behind them are equal too"
                : isFollowedByConstants ? " until dropout tells them apart"
                : " until the weights behind them tell them apart";
            yield return ConstantInit.At(
                isStuck ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                new Place(block.Step, "Init"),
                block.Name, Numbers.Of(block.Weights.InitScale ?? 0), Numbers.Of(block.Units), until, block.AutoInit)
                .With(DrawAgain(net));
            yield break;
        }
    }

    private static IEnumerable<Finding> CheckTooSmall(NetworkFacts net)
    {
        Block? small = net.Hidden.FirstOrDefault(IsTooSmall);
        if (net.IsSafe || small is null)
            yield break;

        // a network that fails is told of less: little is lost in one layer, much in many
        bool IsTooSmall(Block block) => !block.IsNormalised && block.Gain < (net.Score < 0 ? 0.8 : 0.5) * block.Critical;

        Block? faint = net.Hidden.FirstOrDefault(block => block.Forward.OutputDeviation < 1e-2 * net.InputDeviation);
        if (faint is null)
            yield break;
        yield return InitTooSmall.At(
            ScalePlace(small),
            small.Name, Numbers.Of(small.Gain), small.ActivationName, Numbers.Of(small.Critical),
            Numbers.Of(net.InputDeviation), Numbers.Of(faint.Forward.OutputDeviation), faint.Name,
            net.Blocks[0].Name, Numbers.Of(net.Blocks[0].WeightGradient),
            CriticalScale(small)).With(Rescale(net.Hidden.Where(IsTooSmall)));
    }

    private static IEnumerable<Finding> CheckTooLarge(NetworkFacts net)
    {
        Block? large = net.Blocks.FirstOrDefault(IsTooLarge);
        if (net.IsSafe || large is null)
            yield break;
        Block? saturated = net.Hidden.Where(block => block.Signal.IsBounded())
            .FirstOrDefault(block => block.Forward.Output.Saturated > 0.5 && block.SignalIndex >= large.SignalIndex);
        if (saturated is null && net.Trainability.OutputVariance <= 1e4)
            yield break;
        string share = saturated is null
            ? ""
            : $"{Numbers.Percent(saturated.Forward.Output.Saturated)} of '{saturated.Name}' are saturated, ";
        yield return InitTooLarge.At(
            ScalePlace(large),
            large.Name, Numbers.Of(large.Gain), large.ActivationName, Numbers.Of(large.Critical), share,
            Numbers.Of(Math.Sqrt(net.Trainability.OutputVariance)),
            Numbers.Of(net.Signal.InitialLoss), Numbers.Of(net.LossOfIgnorance),
            CriticalScale(large)).With(Rescale(net.Blocks.Where(IsTooLarge)));
    }

    private static IEnumerable<Finding> CheckNegativeBias(NetworkFacts net)
    {
        foreach (Block block in net.Hidden.Where(block =>
            block.Signal.Nonlinearity.CanDie && block.Signal.BiasMean < 0 && !block.IsNormalised))
        {
            double dead = block.DeadShare(net.Samples);
            if (dead <= 0.5)
                continue;
            yield return NegativeBiasDead.At(
                dead > 0.99 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
                new Place(block.Step, "BiasInit"),
                Numbers.Of(block.Signal.BiasMean), Numbers.Percent(dead), Numbers.Of(block.Units), block.Name,
                Numbers.Grouped(net.Samples))
                .With(new Mend("Start biases at 0", Edit.Unset(block.Step, "BiasInit")));
        }
    }

    public static bool IsBounded(this SignalLayer layer) =>
        layer.Nonlinearity is ActivationFunction { IsPointSymmetric: true } function and not Signal.Functions.LinearFunction
        && function.HomogeneousSlope is null;

    // Glorot's init gives a narrow output layer up to twice what it needs, which does no harm once
    private static bool IsTooLarge(Block block) =>
        !block.IsNormalised && block.Gain > (block.IsOutput ? 4 : 1.5) * block.Critical;

    private static int IndexOf(NetworkFacts net, Block block) => net.Blocks.TakeWhile(other => other != block).Count();

    private static Mend DrawAgain(NetworkFacts net) => new(
        "Draw the weights (Init.Auto)",
        net.Blocks.Where(block => block.IsConstant).SelectMany(block => block.UseAutoInit()).ToArray());

    private static Place ScalePlace(Block block) => new(block.Step, block.Weights.InitScale is null ? "Init" : "InitScale");

    private static Mend Rescale(IEnumerable<Block> blocks) => new(
        "Draw weights of the critical scale",
        blocks.Select(block => Edit.Set(block.Step, "InitScale", ScaleLiteral(block))).ToArray());

    private static string CriticalScale(Block block) => $"InitScale = {ScaleLiteral(block)}";

    /// <summary>
    /// The scale that makes n Var(w) critical: the variance is the scale's square times what the init is at 1.
    /// </summary>
    private static string ScaleLiteral(Block block)
    {
        double unit = block.Weights.Init.Variance(1f, block.Weights.Inputs, block.Weights.Units)
            * block.Signal.EffectiveFanIn;
        return Numbers.Literal(Math.Sqrt(block.Critical / unit));
    }
}
