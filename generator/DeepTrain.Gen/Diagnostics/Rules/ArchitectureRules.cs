using DeepTrain.Gen.Model;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Losses;
using DeepTrain.Gen.Planning;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Widths and sizes.</summary>
internal static class ArchitectureRules
{
    private const long ManyParameters = 10_000_000;

    // along a single number five classes are learned by half; ten were not, of three networks, by two
    private const int ClassesOfALine = 10;

    public static readonly NetworkRule Bottleneck = new(
        DiagnosticIds.Bottleneck,
        DiagnosticSeverity.Info,
        "A hidden layer is a bottleneck",
        "'{0}' has {1}: whatever follows sees {2} of {3} inputs, a rank of {4} for {5} outputs.",
        "No later layer brings back what a narrow one has lost.",
        CheckBottleneck);

    public static readonly NetworkRule FirstDenseHuge = new(
        DiagnosticIds.FirstDenseHuge,
        DiagnosticSeverity.Info,
        "One dense layer holds nearly all parameters",
        "'{0}' holds {1} of the network's {2} parameters.",
        "A dense layer on a large image learns every pixel by itself.",
        CheckDense);

    public static readonly NetworkRule MaxoutCost = new(
        DiagnosticIds.MaxoutCost,
        DiagnosticSeverity.Info,
        "Each piece of a Maxout is a layer of parameters",
        "The {0} pieces of '{1}' have {2} parameters, {0} times those of a dense layer; two pieces are usual.",
        "Two pieces can make any convex function of one input that is needed in practice (Goodfellow et al. 2013).",
        CheckMaxout);

    public static readonly NetworkRule UnrollLimit = new(
        DiagnosticIds.UnrollLimit,
        DiagnosticSeverity.Info,
        "More straight-line code than the instruction cache holds",
        "UnrollLimit = {0} makes this network straight-line code of about {1} KB per step; what fits a cache of 32 KB "
        + "ends at {2}.",
        "Code that falls out of the instruction cache is slower than the loop it was unrolled from.",
        CheckUnroll);

    public static readonly IReadOnlyList<NetworkRule> All = [Bottleneck, FirstDenseHuge, MaxoutCost, UnrollLimit];

    private static IEnumerable<Finding> CheckBottleneck(NetworkFacts net)
    {
        int inputs = net.Spec.Input.Size, outputs = net.Spec.Output.Size;
        // what is to be reproduced goes through a bottleneck on purpose
        if (inputs == outputs)
            yield break;
        int rank = Math.Min(inputs, outputs);
        Block[] narrow = net.Hidden.Where(block => block.HandedOn < rank / 4.0).ToArray();
        if (narrow.Length == 0)
            yield break;
        Block first = narrow.OrderBy(block => block.HandedOn).First();
        // what is wide enough beside the narrowest is the narrowest of what is left
        Block[] below = net.Hidden.Where(block => block.HandedOn < rank).ToArray();
        // along a single number hardly a training finds a place for each of many classes
        bool isLine = first.HandedOn == 1 && outputs >= ClassesOfALine && net.Spec.Loss is SoftmaxCrossEntropyLoss;
        yield return Bottleneck.At(
            isLine ? DiagnosticSeverity.Warning : net.Verdict, new Place(first.Step, first.UnitsArgument),
            first.Name, first.UnitsInWords, Numbers.Count(first.HandedOn, "number"), Numbers.Grouped(inputs),
            Numbers.Of(first.HandedOn), Numbers.Grouped(outputs))
            .With(new Mend(
                $"Use {Numbers.Count(Enough(first), first.Weights.UnitNoun)}",
                below.Select(block => Edit.Set(block.Step, block.UnitsArgument + "@0", Numbers.Of(Enough(block)))).ToArray()));

        // as many units as leave the rank behind the pools
        int Enough(Block block) => (int)Math.Ceiling(rank / ((double)block.HandedOn / block.Units));
    }

    private static IEnumerable<Finding> CheckDense(NetworkFacts net)
    {
        long all = net.Layers.Sum(layer => (long)layer.Layer.ParameterCount);
        Block? huge = net.Blocks.FirstOrDefault(block => block.Weights.ParameterCount >= 0.9 * all);
        if (all <= ManyParameters || huge is null)
            yield break;
        yield return FirstDenseHuge.At(
            new Place(huge.Step, huge.UnitsArgument),
            huge.Name, Numbers.Percent(huge.Weights.ParameterCount / (double)all), Numbers.Grouped(all))
            .Advise(net.Spec.Input.IsFlat
                ? "Give it fewer inputs"
                : "Give it fewer inputs, by pooling such as [GlobalAveragePool2D] before it");
    }

    private static IEnumerable<Finding> CheckMaxout(NetworkFacts net) => net.Blocks
        .Where(block => block.Weights is MaxoutLayer { Pieces: > 2 })
        .Select(block => MaxoutCost.At(
            new Place(block.Step, "pieces"),
            Numbers.Of(block.Weights.Pieces), block.Name, Numbers.Grouped(block.Weights.ParameterCount)));

    private static IEnumerable<Finding> CheckUnroll(NetworkFacts net)
    {
        // the widest vectors have the longest instructions, load and multiply-add of about eleven bytes each
        const int bytes = 22;
        if (net.Spec.UnrollLimit is not { } limit)
            yield break;
        var asked = new UnrollPolicy(net.Spec, VectorType.V512);
        var usual = new UnrollPolicy(net.Spec with { UnrollLimit = null }, VectorType.V512);
        if (!asked.IsStraightLine || usual.IsStraightLine)
            yield break;
        yield return UnrollLimit.At(
            Place.OfNetwork("UnrollLimit"),
            Numbers.Of(limit), Numbers.Grouped(asked.StepMultiplyAdds * bytes / 1024), "1,500 multiply-adds");
    }
}
