using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Activations that are at the wrong place, or of a kind that hinders.</summary>
internal static class ActivationRules
{
    // the probability of a dead layer that is as good as certain
    private const double MostlyDead = 0.9;

    public static readonly NetworkRule SigmoidHidden = new(
        DiagnosticIds.SigmoidHidden,
        DiagnosticSeverity.Info,
        "A hidden sigmoid is not centred at zero",
        "The outputs of '{0}' have mean {1}, not 0, and pass at most a quarter of a gradient: the layer behind it learns "
        + "more slowly.",
        "Inputs of one sign make the gradients of a unit's weights one of sign too (LeCun et al. 1998, section 4.4).",
        CheckSigmoid);

    public static readonly NetworkRule LinearSlope = new(
        DiagnosticIds.LinearSlope,
        DiagnosticSeverity.Info,
        "Layers without a nonlinearity between them are one layer",
        "{0} weight layers from '{1}' to '{2}' have nothing nonlinear between them: together they equal one "
        + "{3}{4}.",
        "A product of matrices is a matrix: depth adds nothing without nonlinear activations.",
        CheckLinear);

    public static readonly NetworkRule SlopeRange = new(
        DiagnosticIds.SlopeRange,
        DiagnosticSeverity.Info,
        "The slope of a leaky ReLU is a small positive number",
        "A slope of {0} makes '{1}' {2}.",
        "Slopes between 0 and 0.5 keep the activation nonlinear and monotonic.",
        CheckSlope);

    public static readonly NetworkRule DoubleActivation = new(
        DiagnosticIds.DoubleActivation,
        DiagnosticSeverity.Info,
        "Two activations stand in a row",
        "'{0}' follows '{1}' with no weights between them: {2}.",
        "An activation works on weighted sums; a second one only squeezes or cuts what the first one gave.",
        CheckDouble);

    public static readonly NetworkRule SoftmaxHidden = new(
        DiagnosticIds.SoftmaxHidden,
        DiagnosticSeverity.Info,
        "Softmax belongs at the end",
        "'{0}' stands before '{1}': {2} and passes {3} of the gradient's std on.",
        "Softmax makes units compete; inside a network that leaves one of them, or little of each.",
        CheckSoftmax);

    public static readonly NetworkRule NarrowRelu = new(
        DiagnosticIds.NarrowRelu,
        DiagnosticSeverity.Info,
        "Narrow ReLU layers are born dead",
        "With probability {0} a layer of this network has no unit that fires for an input, and nothing passes; '{1}' has "
        + "only {2}.",
        "Each of n units is silent with probability 1/2: a layer is dead with probability 2^-n (Lu et al. 2020).",
        CheckNarrow);

    public static readonly IReadOnlyList<NetworkRule> All =
        [SigmoidHidden, LinearSlope, SlopeRange, DoubleActivation, SoftmaxHidden, NarrowRelu];

    private static IEnumerable<Finding> CheckSigmoid(NetworkFacts net)
    {
        Block? block = net.Hidden.FirstOrDefault(block => block.Function is SigmoidLayer);
        if (net.IsSafe || block is null)
            yield break;
        PlacedLayer sigmoid = block.Activation!.Value;
        yield return SigmoidHidden.At(sigmoid.Place(), sigmoid.Name, Numbers.Of(block.Forward.Output.Mean))
            .With(PropagationRules.SigmoidsToTanh(net));
    }

    private static IEnumerable<Finding> CheckLinear(NetworkFacts net)
    {
        for (int i = 0; i < net.Hidden.Count; i++)
        {
            int start = i;
            while (i < net.Hidden.Count && net.Hidden[i].IsLinear)
                i++;
            if (i == start)
                continue;
            Block first = net.Blocks[start], last = net.Blocks[i];
            Block[] run = net.Blocks.Skip(start).Take(i - start + 1).ToArray();
            bool isAll = run.Length == net.Blocks.Count;
            int rank = Math.Min(first.Weights.Input.Size, run.Min(block => block.HandedOn));
            bool hasActivation = run.Any(block => block != last && block.Activation is not null);
            // what gives its inputs back through a narrow layer is linear on purpose: principal components, word vectors
            if (!hasActivation && first.Weights.Input.Size == last.Outputs && rank < last.Outputs)
                continue;
            PlacedLayer? slope = first.Followers
                .Where(follower => follower.Layer is ActivationLayer)
                .Select(follower => (PlacedLayer?)follower)
                .FirstOrDefault();
            // a linear network learns what is linear; that another one would learn more is advice
            yield return LinearSlope.At(
                slope?.Place(SlopeArgument(slope.Value.Layer)) ?? new Place(first.Step),
                Numbers.Of(run.Length), first.Name, last.Name, Merged(run) ?? $"layer of rank {Numbers.Of(rank)}",
                isAll ? ", and so does the whole network" : "")
                .With(new Mend(
                    slope is null ? "Put [ReLU] between them"
                    : slope.Value.Layer is LeakyReLULayer ? "Use a slope of 0.01f"
                    : $"Replace [{slope.Value.Layer.Kind}] by [ReLU]",
                    run.Take(run.Length - 1).Select(Nonlinear).ToArray()));
        }
    }

    // each convolution sees kernel - 1 more places of what the one before it has left of the image
    private static string? Merged(Block[] run)
    {
        int kernel = 1, stride = 1;
        foreach (Block block in run)
        {
            if (block.Weights is not Conv2DLayer convolution
                || (block != run[run.Length - 1] && block.Followers.Any(follower => follower.Layer is PoolLayer)))
                return null;
            kernel += (convolution.Kernel - 1) * stride;
            stride *= convolution.Stride;
        }

        return $"convolution of {Numbers.Of(kernel)} x {Numbers.Of(kernel)}";
    }

    private static Edit Nonlinear(Block block)
    {
        foreach (PlacedLayer follower in block.Followers.Where(follower => follower.Layer is ActivationLayer))
        {
            return follower.Layer is LeakyReLULayer
                ? Edit.Set(follower.Step, "slope@0", "0.01f")
                : Edit.Replace(follower.Step, "ReLU");
        }

        // behind batch norm, which belongs before the activation
        return Edit.InsertAfter(block.BatchNorm?.Step ?? block.Step, "ReLU");
    }

    private static string? SlopeArgument(LayerSpec layer) => layer switch
    {
        LeakyReLULayer => "slope",
        PReLULayer => "initialSlope",
        RReLULayer => "upper",
        _ => null,
    };

    private static IEnumerable<Finding> CheckSlope(NetworkFacts net)
    {
        foreach (PlacedLayer layer in net.Layers)
        {
            (float slope, string argument, string usual)? declared = layer.Layer switch
            {
                LeakyReLULayer leaky => (leaky.Slope, "slope@0", "0.01f"),
                PReLULayer learned => (learned.InitialSlope, "initialSlope@0", "0.25f"),
                RReLULayer drawn when drawn.Lower < 0 => (drawn.Lower, "lower@0", "0.125f"),
                RReLULayer drawn => (drawn.Upper, "upper@1", "0.3333333f"),
                _ => null,
            };
            if (declared is not { slope: < 0 or > 0.5f } found)
                continue;
            string name = found.argument.Split('@')[0];
            string effect = found.slope < 0 ? "fold: inputs of both signs give outputs of one"
                : found.slope >= 1 ? "steeper below zero than above"
                : "nearly linear";
            yield return SlopeRange.At(
                found.slope < 0 ? net.Verdict : DiagnosticSeverity.Info,
                layer.Place(name),
                Numbers.Of((double)found.slope), layer.Name, effect)
                .With(new Mend($"Use {name} = {found.usual}", Edit.Set(layer.Step, found.argument, found.usual)));
        }
    }

    private static IEnumerable<Finding> CheckDouble(NetworkFacts net)
    {
        PlacedLayer? before = null;
        foreach (PlacedLayer layer in net.Layers)
        {
            if (layer.Layer is FlattenLayer)
                continue;
            if (before is { Layer: ActivationLayer } && layer.Layer is ActivationLayer second)
            {
                string effect = before.Value.Layer.Equals(second with { Name = before.Value.Name }) && second is ReLULayer
                    ? "it changes nothing"
                    : "it squeezes or cuts what the first one gave";
                yield return DoubleActivation.At(net.Verdict, layer.Place(), layer.Name, before.Value.Name, effect)
                    .With(new Mend($"Remove [{second.Kind}]", Edit.Remove(layer.Step)));
            }

            before = layer;
        }
    }

    private static IEnumerable<Finding> CheckSoftmax(NetworkFacts net)
    {
        foreach (Block block in net.Hidden)
        {
            foreach (PlacedLayer softmax in block.Followers.Where(follower => follower.Layer is SoftmaxLayer))
            {
                double slope = Math.Sqrt(block.Forward.Output.SlopeSquare);
                int outputs = softmax.Layer.Output.Size;
                yield return SoftmaxHidden.At(
                    net.VerdictOfSetting, softmax.Place(), softmax.Name, net.Next(block).Name,
                    outputs == 1
                        ? "its only output is always 1"
                        : $"its {Numbers.Of(outputs)} outputs sum to 1, so each is about {Numbers.Of(1.0 / outputs)}",
                    Numbers.Of(slope))
                    .With(new Mend("Replace [Softmax] by [ReLU]", Edit.Replace(softmax.Step, "ReLU")));
            }
        }
    }

    private static IEnumerable<Finding> CheckNarrow(NetworkFacts net)
    {
        Block[] rectified = net.Hidden
            .Where(block => block.Signal.Nonlinearity.CanDie && !block.IsNormalised && block.Signal.BiasMean <= 0)
            .ToArray();
        double dead = 1 - rectified.Aggregate(1.0, (alive, block) => alive * (1 - Math.Pow(2, -block.Outputs)));
        if (dead <= 0.01)
            yield break;
        Block narrowest = rectified.OrderBy(block => block.Outputs).First();
        // wider layers hardly add to the probability
        int widest = narrowest.Outputs + 3;
        yield return NarrowRelu.At(
            dead > MostlyDead || (dead > 0.5 && net.Fails) ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            new Place(narrowest.Step, narrowest.UnitsArgument),
            Numbers.Percent(dead), narrowest.Name, narrowest.UnitsInWords)
            .With(new Mend(
                "Replace [ReLU] by [LeakyReLU]",
                rectified.Where(block => block.Outputs <= widest)
                    .Select(block => Edit.Replace(block.Activation!.Value.Step, "LeakyReLU")).ToArray()));
    }
}
