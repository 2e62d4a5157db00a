using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Dropout that drops too much, or at the wrong place.</summary>
internal static class DropoutRules
{
    private const int FewestKept = 8;

    public static readonly NetworkRule DropoutHigh = new(
        DiagnosticIds.DropoutHigh,
        DiagnosticSeverity.Info,
        "Dropout leaves less than half of a layer, or too few units",
        "'{0}' drops each of {1} with probability {2} and keeps {3} of them{4}.",
        "The rate is the probability of dropping, as in Keras and PyTorch; older texts give the probability of keeping.",
        CheckHigh);

    public static readonly NetworkRule DropoutOnOutput = new(
        DiagnosticIds.DropoutOnOutput,
        DiagnosticSeverity.Info,
        "Dropout after the last weights drops answers",
        "'{0}' stands after the last weights: in training it replaces {1} of the network's answers by 0.",
        "Dropout regularises hidden units; a dropped output is an answer that is wrong whatever the weights are.",
        CheckOutput);

    public static readonly NetworkRule DropoutOnInput = new(
        DiagnosticIds.DropoutOnInput,
        DiagnosticSeverity.Info,
        "Inputs bear less dropout than hidden units",
        "'{0}' drops {1} of the inputs, which nothing else carries.",
        "Srivastava et al. 2014, appendix A.4, keep 0.8 of the inputs.",
        CheckInput);

    public static readonly NetworkRule DropoutWithSelu = new(
        DiagnosticIds.DropoutWithSelu,
        DiagnosticSeverity.Info,
        "SELU needs AlphaDropout",
        "'{0}' after '{1}' raises the variance from 1 to {2}, away from SELU's fixed point.",
        "AlphaDropout drops to SELU's floor and restores mean and variance (Klambauer et al. 2017).",
        CheckSelu);

    public static readonly NetworkRule DropoutNoise = new(
        DiagnosticIds.DropoutNoise,
        DiagnosticSeverity.Warning,
        "Dropout drowns what tells classes apart",
        "At the outputs the noise of dropout is {0} what tells two classes apart.",
        "Every mask adds noise that later layers pass on, while the distance between classes shrinks (Schoenholz et "
        + "al. 2017, section 4).",
        CheckNoise);

    public static readonly NetworkRule AnswerScale = new(
        DiagnosticIds.AnswerScale,
        DiagnosticSeverity.Warning,
        "Dropout leaves a regression answers of the wrong scale",
        "In use nothing is dropped, and the answers of this network are {0} what they should be: {1}.",
        "A network learns answers for what dropout leaves of its rows; a class does not depend on their scale, a number does.",
        CheckScale);

    public static readonly IReadOnlyList<NetworkRule> All =
        [DropoutHigh, DropoutOnOutput, DropoutOnInput, DropoutWithSelu, DropoutNoise, AnswerScale];

    private static IEnumerable<Finding> CheckHigh(NetworkFacts net)
    {
        foreach (PlacedLayer dropout in Dropouts(net))
        {
            float rate = RateOf(dropout.Layer);
            double kept = dropout.Layer.Output.Size * (1 - rate.AsDecimal());
            bool isHidden = !net.Leading.Contains(dropout);
            if (rate <= 0.5f && !(isHidden && kept < FewestKept))
                continue;
            float opposite = (float)(1 - rate.AsDecimal());
            bool mayBeKeep = rate > 0.5f && (!isHidden || dropout.Layer.Output.Size * rate >= FewestKept);
            yield return DropoutHigh.At(
                rate > 0.5f ? net.Verdict : DiagnosticSeverity.Info, dropout.Place("rate"),
                dropout.Name, Numbers.Count(dropout.Layer.Output.Size, dropout.Layer.Output.IsFlat ? "unit" : "number"),
                Numbers.Of((double)rate), Numbers.Of(kept),
                mayBeKeep ? ", as if it were the probability of keeping" : "")
                .With(mayBeKeep
                    ? new Mend($"Use a rate of {CSharpLiteral.Of(opposite)}", Edit.Set(dropout.Step, "rate@0", CSharpLiteral.Of(opposite)))
                    : new Mend($"Remove [{dropout.Layer.Kind}]", Edit.Remove(dropout.Step)))
                with
                {
                    // plans of repairs know hidden layers
                    Mended = isHidden ? null : network => KeepInputs(network, mayBeKeep ? rate.AsDecimal() : 1),
                };
        }
    }

    private static SignalNetwork KeepInputs(SignalNetwork network, double keep) => network with
    {
        Layers = [.. network.Layers.Select((layer, i) => i == 0 && layer is { HasWeights: false, Dropout: { } dropout }
            ? layer with { Dropout = dropout with { Keep = keep } }
            : layer)],
    };

    private static IEnumerable<Finding> CheckOutput(NetworkFacts net) => Dropouts(net)
        .Where(dropout => net.Output.Followers.Contains(dropout))
        .Select(dropout => DropoutOnOutput.At(net.Verdict, dropout.Place(), dropout.Name, Numbers.Percent(RateOf(dropout.Layer)))
            .With(new Mend($"Remove [{dropout.Layer.Kind}]", Edit.Remove(dropout.Step))));

    private static IEnumerable<Finding> CheckInput(NetworkFacts net) => Dropouts(net)
        .Where(dropout => net.Leading.Contains(dropout) && RateOf(dropout.Layer) > 0.2f)
        .Select(dropout => DropoutOnInput.At(dropout.Place("rate"), dropout.Name, Numbers.Percent(RateOf(dropout.Layer)))
            .With(new Mend("Use a rate of 0.2f", Edit.Set(dropout.Step, "rate@0", "0.2f"))));

    private static IEnumerable<Finding> CheckSelu(NetworkFacts net)
    {
        foreach (Block block in net.Blocks)
        {
            foreach (PlacedLayer dropout in block.Followers.Where(follower => follower.Layer is DropoutLayer { Rate: > 0 }))
            {
                if (net.Layers[dropout.Step - 2] is not { Layer: SELULayer } selu)
                    continue;
                string rate = CSharpLiteral.Of(RateOf(dropout.Layer));
                yield return DropoutWithSelu.At(
                    dropout.Place(), dropout.Name, selu.Name, Numbers.Of(1 / (1 - RateOf(dropout.Layer).AsDecimal())))
                    .With(new Mend($"Use [AlphaDropout({rate})]", Edit.Replace(dropout.Step, $"AlphaDropout({rate})")));
            }
        }
    }

    private static IEnumerable<Finding> CheckNoise(NetworkFacts net)
    {
        double noise = net.Trainability.Noise;
        PlacedLayer[] dropouts = Dropouts(net).ToArray();
        // wide layers average the noise away, which the score knows
        if (!net.Fails || noise <= 10 || dropouts.Length == 0)
            yield break;
        PlacedLayer strongest = dropouts.OrderByDescending(dropout => RateOf(dropout.Layer)).First();
        yield return DropoutNoise.At(strongest.Place("rate"), Numbers.Times(noise)).Advise("Use lower rates or fewer dropouts");
    }

    private static IEnumerable<Finding> CheckScale(NetworkFacts net)
    {
        SignalNetwork network = net.Signal.Network;
        if (!RegressionBounds.IsMisscaled(network))
            yield break;
        PlacedLayer[] inputs = [.. Dropouts(net).Where(net.Leading.Contains)];
        PlacedLayer[] answers = [.. Dropouts(net).Where(net.Output.Followers.Contains)];
        PlacedLayer[] alphas = [.. Dropouts(net).Where(dropout => dropout.Layer is AlphaDropoutLayer)];
        var reasons = new List<string>();
        if (inputs.Length > 0)
            reasons.Add($"'{inputs[0].Name}' drops {Numbers.Percent(RateOf(inputs[0].Layer))} of the inputs, which are trusted the less");
        if (answers.Length > 0)
            reasons.Add($"'{answers[0].Name}' drops {Numbers.Percent(RateOf(answers[0].Layer))} of the answers, the others make up for them");
        if (alphas.Length > 0)
            reasons.Add($"[AlphaDropout], {Numbers.Count(alphas.Length, "time")}, makes smaller what tells rows apart, and only in training");
        Edit[] edits =
        [
            .. inputs.Where(dropout => RateOf(dropout.Layer) > 0.2f).Except(alphas).Select(dropout => Edit.Set(dropout.Step, "rate@0", "0.2f")),
            .. answers.Union(alphas).Select(dropout => Edit.Remove(dropout.Step)),
        ];
        string[] does =
        [
            .. edits.Any(edit => edit.ChangesArgument) ? ["use a rate of 0.2f"] : Array.Empty<string>(),
            .. answers.Union(alphas).Select(dropout => $"remove [{dropout.Layer.Kind}]").Distinct(),
        ];
        string title = Numbers.List(does, does.Length);
        double scale = RegressionBounds.Scale(network);
        yield return AnswerScale.At(
            inputs.Concat(answers).Concat(alphas).First().Place("rate"),
            scale < 1 ? $"{Numbers.Percent(scale)} of" : Numbers.Times(scale), Numbers.List(reasons, reasons.Count))
            .With(new Mend(char.ToUpperInvariant(title[0]) + title.Substring(1), edits))
            with
            {
                Mended = Undropped,
            };
    }

    private static SignalNetwork Undropped(SignalNetwork network)
    {
        int first = Enumerable.Range(0, network.Layers.Count).First(i => network.Layers[i].HasWeights);
        int last = Enumerable.Range(0, network.Layers.Count).Last(i => network.Layers[i].HasWeights);
        return network with
        {
            Layers = [.. network.Layers.Select((layer, i) => layer.Dropout is not { } dropout ? layer
                : dropout is SeluDropout || i >= last ? layer with { Dropout = null }
                : i < first ? layer with { Dropout = dropout with { Keep = Math.Max(dropout.Keep, 0.8) } }
                : layer)],
        };
    }

    private static IEnumerable<PlacedLayer> Dropouts(NetworkFacts net) => net.Layers.Where(layer => RateOf(layer.Layer) > 0);

    private static float RateOf(LayerSpec layer) => layer switch
    {
        DropoutLayer dropout => dropout.Rate,
        AlphaDropoutLayer dropout => dropout.Rate,
        _ => 0,
    };
}
