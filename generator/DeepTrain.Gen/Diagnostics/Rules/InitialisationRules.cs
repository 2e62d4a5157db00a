using DeepTrain.Gen.Layers.Regularisation;
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
        "All weights of '{0}' start at 0: {1}.",
        "Units with the same weights get the same gradient and stay the same unit.",
        CheckZero);

    public static readonly NetworkRule ConstantInit = new(
        DiagnosticIds.ConstantInit,
        DiagnosticSeverity.Warning,
        "Equal weights make equal units",
        "All weights of '{0}' start at {1}, so its {2} are one effective {3}.",
        "Units with the same weights get the same gradient and stay the same unit.",
        CheckConstant);

    public static readonly NetworkRule InitTooSmall = new(
        DiagnosticIds.InitTooSmall,
        DiagnosticSeverity.Warning,
        "Weights too small lose the signal",
        "n Var(w) of '{0}' is {1}, but {2} needs {3}: the signal falls from std {4} at the input to {5} at '{6}', and the "
        + "weights of '{7}' get a gradient of {8}.",
        "Each layer multiplies the variance of its signal by n Var(w) and by what its activation leaves.",
        CheckTooSmall);

    public static readonly NetworkRule InitTooLarge = new(
        DiagnosticIds.InitTooLarge,
        DiagnosticSeverity.Warning,
        "Weights too large saturate units or make outputs explode",
        "n Var(w) of '{0}' is {1}, but {2} needs {3}: {4}the outputs have std {5}, and the loss is predicted to start at "
        + "{6} where knowing nothing costs {7}.",
        "Each layer multiplies the variance of its signal by n Var(w) and by what its activation leaves.",
        CheckTooLarge);

    public static readonly IReadOnlyList<NetworkRule> All = [ZeroInit, ConstantInit, InitTooSmall, InitTooLarge];

    private static IEnumerable<Finding> CheckZero(NetworkFacts net)
    {
        foreach (Block block in net.Hidden.Where(block => block.IsZero))
        {
            Block next = net.Next(block);
            // no gradient gets to the weights; or their outputs are 0, and so is the gradient of the zeros behind them
            bool isStill = block.Forward.Output.SlopeSquare == 0;
            bool isSilent = net.Signal.Forward[next.SignalIndex].InputSquare == 0;
            bool isDead = isStill || (isSilent && next.IsZero);
            // units differ again if what follows draws weights
            if (!isDead && !next.IsConstant)
                continue;
            bool isTold = !isDead && (IsToldApart(block) || DoesOneUnit(net));
            string why = isStill
                ? $"every sum is {Numbers.Of(block.Forward.Mean)}, where {block.ActivationName} passes no gradient, so they stay 0"
                : isDead ? $"its outputs are 0, so the zeros of '{next.Name}' get no gradient and pass none back; the network's "
                    + "answers never depend on its inputs"
                : $"its {block.UnitsInWords} are one effective {block.Weights.UnitNoun}{Until(net, block)}";
            yield return ZeroInit.At(
                isDead ? DiagnosticSeverity.Error : isTold ? DiagnosticSeverity.Info : net.VerdictOfSetting,
                new Place(block.Step, "Init"), block.Name, why)
                .With(DrawAgain(net)) with { KnowsBetter = isTold };
            yield break;
        }
    }

    private static IEnumerable<Finding> CheckConstant(NetworkFacts net)
    {
        foreach (Block block in net.Hidden.Where(block => block.IsConstant && !block.IsZero && block.Units > 1))
        {
            bool isTold = (net.Next(block).IsConstant && (IsToldApart(block) || DoesOneUnit(net)))
                || Equivalent.MakesRoundingLarge(net.Signal.Network);
            yield return ConstantInit.At(
                isTold ? DiagnosticSeverity.Info : net.VerdictOfSetting,
                new Place(block.Step, "Init"),
                block.Name, Numbers.Of(block.Weights.InitScale ?? 0), block.UnitsInWords, block.Weights.UnitNoun + Until(net, block))
                .With(DrawAgain(net)) with { KnowsBetter = isTold };
            yield break;
        }
    }

    private static string Until(NetworkFacts net, Block block) =>
        !net.Next(block).IsConstant ? " until the weights behind them tell them apart"
        : IsToldApart(block) ? " until dropout tells them apart"
        : " for ever, because the weights behind them are equal too";

    // one number is told by one unit as a straight line tells it; whether that does, only the data know
    private static bool DoesOneUnit(NetworkFacts net) => net.Spec.Output.Size == 1;

    // AlphaDropout replaces what it drops, the other kind makes it 0: that tells units apart that are something else
    private static bool IsToldApart(Block block) => block.Followers.Any(follower => follower.Layer
        is AlphaDropoutLayer { Rate: > 0 }
        || (follower.Layer is DropoutLayer { Rate: > 0 } && (!block.IsZero || block.Forward.Output.Square > 0)));

    private static IEnumerable<Finding> CheckTooSmall(NetworkFacts net)
    {
        Block? small = net.Hidden.FirstOrDefault(IsTooSmall);
        if (net.IsSafe || small is null)
            yield break;

        // a network that fails is told of less: little is lost in one layer, much in many; where nothing has a slope no scale helps
        bool IsTooSmall(Block block) =>
            !block.IsNormalised && !block.IsConstant && !double.IsInfinity(block.Critical)
            && block.InitGain < (net.Score < 0 ? 0.8 : 0.5) * block.Critical;

        Block? faint = net.Hidden.FirstOrDefault(block => block.Forward.OutputDeviation < 1e-2 * net.InputDeviation);
        if (faint is null)
            yield break;
        yield return InitTooSmall.At(
            net.Verdict, ScalePlace(small),
            small.Name, Numbers.Of(small.Gain), small.ActivationName, Numbers.Of(small.Critical),
            Numbers.Of(net.InputDeviation), Numbers.Of(faint.Forward.OutputDeviation), faint.Name,
            net.Blocks[0].Name, Numbers.Of(net.Blocks[0].WeightGradient))
            .With(Repairs.Rescale(net.Hidden.Where(IsTooSmall)));
    }

    private static IEnumerable<Finding> CheckTooLarge(NetworkFacts net)
    {
        Block? large = net.Blocks.FirstOrDefault(IsTooLarge);
        if (net.IsSafe || large is null)
            yield break;
        Block? saturated = net.Hidden.Where(block => block.Signal.IsBounded)
            .FirstOrDefault(block => block.Forward.Output.Saturated > 0.5 && block.SignalIndex >= large.SignalIndex);
        if (saturated is null && net.Trainability.OutputVariance <= 1e4)
            yield break;
        string share = saturated is null
            ? ""
            : $"{Numbers.Percent(saturated.Forward.Output.Saturated)} of '{saturated.Name}' are saturated, ";
        yield return InitTooLarge.At(
            net.Verdict, ScalePlace(large),
            large.Name, Numbers.Of(large.Gain), large.ActivationName, Numbers.Of(large.Critical), share,
            Numbers.Of(Math.Sqrt(net.Trainability.OutputVariance)),
            Numbers.Of(net.Signal.InitialLoss), Numbers.Of(net.LossOfIgnorance))
            .With(Repairs.Rescale(net.Blocks.Where(IsTooLarge)));
    }

    // no init draws the outputs of a classifier far too large; up to four times does no harm once
    private static bool IsTooLarge(Block block) =>
        !block.IsNormalised && block.InitGain > (block.IsOutput ? 4 : 1.5) * block.Critical;

    private static Mend DrawAgain(NetworkFacts net)
    {
        Block[] equal = net.Blocks.Where(block => block.IsConstant).ToArray();
        string inits = string.Join(" and ", equal.Select(block => block.AutoInit).Distinct());
        return new Mend($"Draw the weights: {inits}", equal.SelectMany(block => block.UseAutoInit()).ToArray());
    }

    private static Place ScalePlace(Block block) => new(block.Step, block.Weights.InitScale is null ? "Init" : "InitScale");
}
