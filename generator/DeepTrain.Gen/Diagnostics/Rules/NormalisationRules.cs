using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Layers.Shaping;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Batch norm that hurts, or stands at the wrong place.</summary>
internal static class NormalisationRules
{
    private const int FewRows = 8;

    public static readonly NetworkRule BatchNormExplosion = new(
        DiagnosticIds.BatchNormExplosion,
        DiagnosticSeverity.Warning,
        "Batch norm makes gradients explode with depth",
        "Batch norm multiplies the gradient by {0} per layer, {1} in all over {2}.",
        "Dividing by the std of a batch costs a rectified layer sqrt(pi / (pi - 1)) = 1.21 of gradient growth (Yang "
        + "et al. 2019).",
        CheckExplosion);

    public static readonly NetworkRule BiasBeforeBatchNorm = new(
        DiagnosticIds.BiasBeforeBatchNorm,
        DiagnosticSeverity.Info,
        "Batch norm takes the bias away",
        "'{0}' subtracts the mean, and with it the biases of '{1}': {2}.",
        "Batch norm has a shift of its own (Ioffe and Szegedy 2015, section 3.2).",
        CheckBias);

    public static readonly NetworkRule DropoutBeforeBatchNorm = new(
        DiagnosticIds.DropoutBeforeBatchNorm,
        DiagnosticSeverity.Info,
        "Dropout shifts the variance that batch norm has learned",
        "'{0}' before '{1}': in training the mean square is {2} times that of inference, and batch norm keeps the "
        + "wrong average.",
        "The variance shift of Li et al. 2019.",
        CheckDropout);

    public static readonly NetworkRule BatchNormOnOutput = new(
        DiagnosticIds.BatchNormOnOutput,
        DiagnosticSeverity.Info,
        "Batch norm after the last weights binds the outputs of a batch to each other",
        "'{0}' normalises the network's outputs: each row's prediction depends on its batch, and no output can be "
        + "surer than its scale lets it.",
        "Batch norm belongs between layers.",
        CheckOutput);

    public static readonly NetworkRule BatchNormEpsilon = new(
        DiagnosticIds.BatchNormEpsilon,
        DiagnosticSeverity.Warning,
        "Batch norm's epsilon is not small",
        "The variance before '{0}' is predicted to be {1}, its Epsilon is {2}: it does not normalise.",
        "Epsilon guards against a division by zero; it must be far below the variance.",
        CheckEpsilon);

    public static readonly NetworkRule BatchNormSmallBatch = new(
        DiagnosticIds.BatchNormSmallBatch,
        DiagnosticSeverity.Info,
        "Batch norm needs batches",
        "'{0}' takes mean and variance of {1} each: {2}.",
        "What batch norm subtracts and divides by is estimated from a batch (Ioffe and Szegedy 2015).",
        CheckBatch);

    public static readonly IReadOnlyList<NetworkRule> All =
    [
        BatchNormExplosion, BiasBeforeBatchNorm, DropoutBeforeBatchNorm, BatchNormOnOutput, BatchNormEpsilon, BatchNormSmallBatch,
    ];

    private static IEnumerable<Finding> CheckBatch(NetworkFacts net)
    {
        int rows = net.Spec.Data.BatchSize ?? FewRows;
        PlacedLayer[] norms = net.Layers
            .Where(layer => layer.Layer is BatchNormLayer && (long)rows * Places(layer) < FewRows)
            .OrderBy(Places)
            .ToArray();
        if (norms.Length == 0)
            yield break;
        int places = Places(norms[0]), numbers = rows * places;
        yield return BatchNormSmallBatch.At(
            numbers == 1 ? DiagnosticSeverity.Error : net.Verdict, norms[0].Place(), norms[0].Name,
            Numbers.Count(rows, "row") + (places > 1 ? $" of {Numbers.Count(places, "place")}" : ""),
            numbers == 1
                ? "a single row less its mean is 0, so nothing behind it depends on the inputs in training"
                : $"both are off by {Numbers.Percent(1 / Math.Sqrt(numbers))} of a deviation from one batch to the next")
            .Advise("Use batches of 16 rows and more, and a BatchSize that says so, or no batch norm");
    }

    // a channel's mean is over all places of the batch
    private static int Places(PlacedLayer batchNorm) => batchNorm.Layer.Output.Height * batchNorm.Layer.Output.Width;

    private static IEnumerable<Finding> CheckExplosion(NetworkFacts net)
    {
        Block[] blocks = net.Hidden.Where(block => block.Signal.BatchNorm is not null).ToArray();
        if (blocks.Length < 2)
            yield break;
        Block first = blocks[0], last = blocks[blocks.Length - 1];
        double growth = Deviation(first) / Deviation(last);
        if (growth <= 1e3)
            yield break;
        yield return BatchNormExplosion.At(
            net.Verdict, first.BatchNorm!.Value.Place(),
            Numbers.Of(Math.Pow(growth, 1.0 / (blocks.Length - 1))), Numbers.Times(growth), Numbers.Count(blocks.Length, "layer"))
            .Advise("Use fewer layers");

        // after batch norm all layers are of one scale, so this is what batch norm alone does
        static double Deviation(Block block) => Math.Sqrt(block.Backward.NormalisedSensitivity / block.Signal.IndependentUnits);
    }

    private static IEnumerable<Finding> CheckBias(NetworkFacts net) =>
        Behind(net, layer => layer is LinearLayer { Bias: true, Pieces: 1 })
            .Where(pair => !net.Output.Followers.Contains(pair.BatchNorm))
            .Select(pair => BiasBeforeBatchNorm.At(
                pair.Before.Place(((LinearLayer)pair.Before.Layer).BiasInit != 0 ? "BiasInit" : null),
                pair.BatchNorm.Name, pair.Before.Name,
                Numbers.Count(pair.Before.Layer.Output.Channels, "useless parameter"))
                .With(new Mend(
                    "Use Bias = false",
                    Edit.Set(pair.Before.Step, "Bias", "false"),
                    Edit.Unset(pair.Before.Step, "BiasInit"))));

    private static IEnumerable<Finding> CheckDropout(NetworkFacts net) =>
        Behind(net, layer => layer is DropoutLayer { Rate: > 0 } or AlphaDropoutLayer { Rate: > 0 })
            .Select(pair =>
            {
                float rate = (pair.Before.Layer as DropoutLayer)?.Rate ?? ((AlphaDropoutLayer)pair.Before.Layer).Rate;
                string dropout = $"{pair.Before.Layer.Kind}({CSharpLiteral.Of(rate)})";
                return DropoutBeforeBatchNorm.At(
                    net.Verdict, pair.Before.Place(), pair.Before.Name, pair.BatchNorm.Name, Numbers.Of(1.0 / (1 - rate)))
                    .With(new Mend(
                        "Put dropout after batch norm",
                        Edit.Remove(pair.Before.Step),
                        Edit.InsertAfter(pair.BatchNorm.Step, dropout)));
            });

    private static IEnumerable<Finding> CheckOutput(NetworkFacts net) => net.Output.Followers
        .Where(follower => follower.Layer is BatchNormLayer)
        .Select(follower => BatchNormOnOutput.At(net.Verdict, follower.Place(), follower.Name)
            .With(new Mend("Remove [BatchNorm]", Edit.Remove(follower.Step))));

    private static IEnumerable<Finding> CheckEpsilon(NetworkFacts net)
    {
        foreach (Block block in net.Hidden.Where(block => block.Signal.BatchNorm is not null))
        {
            double epsilon = block.Signal.BatchNorm!.Epsilon, variance = block.Forward.SumDistance;
            if (variance >= 10 * epsilon)
                continue;
            PlacedLayer batchNorm = block.BatchNorm!.Value;
            yield return BatchNormEpsilon.At(
                net.Verdict, batchNorm.Place("Epsilon"), batchNorm.Name, Numbers.Of(variance), Numbers.Of(epsilon))
                .Advise("Use larger weights or a smaller Epsilon");
        }
    }

    /// <summary>Batch norms right behind layers of a kind; neither a change of shape nor a pool separates them.</summary>
    private static IEnumerable<(PlacedLayer Before, PlacedLayer BatchNorm)> Behind(
        NetworkFacts net, Func<Model.LayerSpec, bool> isBefore)
    {
        PlacedLayer? before = null;
        foreach (PlacedLayer layer in net.Layers.Where(layer => layer.Layer is not (FlattenLayer or PoolLayer)))
        {
            if (layer.Layer is BatchNormLayer && before is { } found && isBefore(found.Layer))
                yield return (found, layer);
            before = layer;
        }
    }
}
