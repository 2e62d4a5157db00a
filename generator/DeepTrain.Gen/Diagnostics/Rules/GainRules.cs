using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Inits that do not belong to the activation behind them.</summary>
internal static class GainRules
{
    public static readonly NetworkRule XavierWithRelu = new(
        DiagnosticIds.XavierWithRelu,
        DiagnosticSeverity.Info,
        "Glorot and LeCun are too small for the ReLU family",
        "{0} before {1} multiplies the std of the signal by {2} in each of {3} layers, {4} in all; He's init keeps "
        + "it.",
        "A ReLU halves the mean square of its input, so weights need twice the variance: 2 / n (He et al. 2015).",
        CheckXavier);

    public static readonly NetworkRule SeluNeedsLeCun = new(
        DiagnosticIds.SeluNeedsLeCun,
        DiagnosticSeverity.Info,
        "SELU normalises itself only with weights of variance 1 / n",
        "n Var(w) of '{0}' is {1}; SELU needs 1 to normalise itself. As it is, the std of the signal is multiplied by {2} "
        + "per layer.",
        "The fixed point at mean 0 and variance 1 is one of n Var(w) = 1 (Klambauer et al. 2017).",
        CheckSelu);

    public static readonly NetworkRule HeWithSaturating = new(
        DiagnosticIds.HeWithSaturating,
        DiagnosticSeverity.Info,
        "He's init is made for rectified units",
        "{0} of '{1}' before {2}: chi = {3} per layer, where 1 neither damps nor amplifies differences between inputs{4}.",
        "He's variance 2 / n makes up for the half that a ReLU cuts off; tanh and sigmoid cut nothing off.",
        CheckHe);

    public static readonly NetworkRule LeakyGain = new(
        DiagnosticIds.LeakyGain,
        DiagnosticSeverity.Info,
        "A leaky ReLU needs weights that fit its slope",
        "n Var(w) of '{0}' is {1}; a slope of {2} needs 2 / (1 + a^2) = {3}.",
        "A leaky ReLU with slope a multiplies the mean square by (1 + a^2) / 2 (He et al. 2015).",
        CheckLeaky);

    public static readonly NetworkRule OrthogonalGain = new(
        DiagnosticIds.OrthogonalGain,
        DiagnosticSeverity.Info,
        "An orthogonal init needs the gain of its activation",
        "The orthogonal weights of '{0}' have gain {1}; {2} needs {3}.",
        "Orthogonal weights keep lengths; the gain makes up for what the activation takes (Saxe et al. 2014).",
        CheckOrthogonal);

    public static readonly IReadOnlyList<NetworkRule> All =
        [XavierWithRelu, SeluNeedsLeCun, HeWithSaturating, LeakyGain, OrthogonalGain];

    private static IEnumerable<Finding> CheckXavier(NetworkFacts net)
    {
        Block[] blocks = net.Hidden.Where(block => !block.IsNormalised
            && block.Weights.Init is Init.GlorotNormal or Init.GlorotUniform or Init.LeCunNormal or Init.LeCunUniform
            && block.Function?.Function.HomogeneousSlope is not null and < 1
            && block.InitGain < block.Critical).ToArray();
        if (net.IsSafe || blocks.Length < 3)
            yield break;

        double all = Math.Sqrt(blocks.Aggregate(1.0, (product, block) => product * block.InitGain / block.Critical));
        bool isUniform = blocks[0].Weights.Init is Init.GlorotUniform or Init.LeCunUniform;
        Init he = isUniform ? Init.HeUniform : Init.HeNormal;
        yield return XavierWithRelu.At(
            net.Verdict, new Place(blocks[0].Step, "Init"),
            blocks[0].Weights.Init.ToString(), blocks[0].ActivationName, Numbers.Of(Math.Pow(all, 1.0 / blocks.Length)),
            Numbers.Of(blocks.Length), Numbers.Of(all))
            .With(new Mend($"Use Init.{he}", blocks.SelectMany(block => block.UseInit(he)).ToArray()));
    }

    private static IEnumerable<Finding> CheckSelu(NetworkFacts net)
    {
        Block[] blocks = net.Hidden.Where(block => !block.IsNormalised
            && block.Function is SELULayer && Math.Abs(block.Gain - 1) > 0.1).ToArray();
        if (blocks.Length == 0)
            yield break;
        Block first = blocks[0];
        yield return SeluNeedsLeCun.At(
            net.Verdict, new Place(first.Step, "Init"), first.Name, Numbers.Of(first.Gain), Numbers.Of(Math.Sqrt(first.Gain)))
            .With(new Mend("Use Init.LeCunNormal", blocks.SelectMany(block => block.UseInit(Init.LeCunNormal)).ToArray()));
    }

    private static IEnumerable<Finding> CheckHe(NetworkFacts net)
    {
        Block[] blocks = net.Hidden.Where(block => !block.IsNormalised
            && block.Weights.Init is Init.HeNormal or Init.HeUniform
            && block.Function is TanhLayer or SigmoidLayer).ToArray();
        if (blocks.Length == 0)
            yield break;
        Block first = blocks[0];
        bool isTanh = first.Function is TanhLayer;
        yield return HeWithSaturating.At(
            new Place(first.Step, "Init"),
            first.Weights.Init.ToString(), first.Name, first.ActivationName,
            Numbers.Of(first.Gain * first.Forward.Output.SlopeSquare),
            isTanh ? "" : "; a sigmoid would need n Var(w) = 16")
            .With(new Mend(
                isTanh ? $"Use Init.{Glorot(first)}" : "Replace [Sigmoid] by [ReLU]",
                blocks.SelectMany(FitHe).ToArray()));
    }

    private static Init Glorot(Block block) => block.Weights.Init == Init.HeUniform ? Init.GlorotUniform : Init.GlorotNormal;

    private static IEnumerable<Edit> FitHe(Block block) => block.Function is TanhLayer
        ? block.UseInit(Glorot(block))
        : [Edit.Replace(block.Activation!.Value.Step, "ReLU")];

    private static IEnumerable<Finding> CheckLeaky(NetworkFacts net)
    {
        Block[] blocks = net.Hidden.Where(block => !block.IsNormalised && !block.IsConstant
            && block.Function is LeakyReLULayer or PReLULayer && SlopeOf(block) is >= 0 and < 1 && IsOff(block)).ToArray();
        if (blocks.Length == 0)
            yield break;
        Block first = blocks[0];
        yield return LeakyGain.At(
            new Place(first.Step, "Init"),
            first.Name, Numbers.Of(first.Gain), Numbers.Of(SlopeOf(first)), Numbers.Of(first.Critical))
            .With(Repairs.Rescale(blocks));
    }

    private static IEnumerable<Finding> CheckOrthogonal(NetworkFacts net)
    {
        Block[] blocks = net.Hidden.Where(block => !block.IsNormalised
            && block.Weights.Init == Init.Orthogonal && !block.IsZero
            && Math.Abs(Math.Sqrt(block.InitGain / block.Critical) - 1) > 0.2).ToArray();
        if (blocks.Length == 0)
            yield break;
        Block first = blocks[0];
        yield return OrthogonalGain.At(
            new Place(first.Step, first.Weights.InitScale is null ? "Init" : "InitScale"),
            first.Name, Numbers.Of((double)first.Scale), first.ActivationName, Numbers.Of(Math.Sqrt(first.Critical)))
            .With(Repairs.Rescale(blocks));
    }

    private static double SlopeOf(Block block) => block.Function!.Function.HomogeneousSlope ?? 1;

    private static bool IsOff(Block block) => Math.Abs(block.InitGain / block.Critical - 1) > 0.2;
}
