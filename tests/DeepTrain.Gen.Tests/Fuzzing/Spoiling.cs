using DeepTrain.Gen.Diagnostics;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>Ways to make a legal network illegal, each with the one error that must follow.</summary>
internal sealed record Spoiling(string Id, Func<RandomNetwork, Random, string> Apply)
{
    private static readonly string[] BadLayers =
    [
        "Dense(0)", "Dense(-7)", "Maxout(2, 1)", "Dropout(1f)", "Dropout(float.NaN)", "AlphaDropout(-0.1f)",
        "BatchNorm(Epsilon = 0f)", "BatchNorm(Momentum = 2f)", "LeakyReLU(float.NegativeInfinity)", "ELU(-1f)",
        "RReLU(1f, 0f)", "Dense(3, L1 = -1f)", "Dense(3, Init = (Init)(-1))", "Dense(3, InitScale = -1f)",
        "ReLU(Name = \"a b\")", "Tanh(Name = \"\")",
    ];

    private static readonly string[] BadOptimizers =
    [
        "SGD(LearningRate = float.NaN)", "SGD(Momentum = -1f)", "SGD(Nesterov = true)", "Adam(Beta1 = 1f)",
        "AdamW(Beta2 = -1f)", "Nadam(MomentumDecay = -1f)", "AdaGrad(Epsilon = 0f)", "RMSProp(Alpha = 1.5f)",
        "Adam(ClipNorm = -1f)",
    ];

    public static readonly IReadOnlyList<Spoiling> All =
    [
        new(DiagnosticIds.NotPartial, (network, _) => network.Write($"public class {network.ClassName}")),
        new(DiagnosticIds.NotPartial, (network, _) => $"class Outer{network.ClassName} {{ {network.Source} }}"),
        new(DiagnosticIds.UnsupportedType, (network, _) => network.Write($"static partial class {network.ClassName}")),
        new(DiagnosticIds.UnsupportedType, (network, _) => network.Write($"abstract partial class {network.ClassName}")),
        new(DiagnosticIds.UnsupportedType, (network, _) => network.Write($"partial record {network.ClassName}")),
        new(DiagnosticIds.UnsupportedType, (network, _) => network.Write($"partial class {network.ClassName}<T>")),
        new(DiagnosticIds.UnsupportedType, (network, _) =>
            network.Write($"partial class {network.ClassName}(int number)", " { public int Number => number; }")),
        new(DiagnosticIds.MissingStep, (network, _) => WithoutStep(network, 0)),
        new(DiagnosticIds.MissingStep, (network, _) => WithoutStep(network, network.Steps.Count - 2)),
        new(DiagnosticIds.MissingStep, (network, _) => WithoutStep(network, network.Steps.Count - 1)),
        new(DiagnosticIds.MissingStep, (network, _) => WithStep(network, network.Steps.Count, "Adam")),
        new(DiagnosticIds.MissingStep, (network, random) => WithStep(network, random.Next(network.Steps.Count), "Input(3)")),
        new(DiagnosticIds.MissingStep, (network, _) => WithStep(network, network.Steps.Count - 1, "Tanh")),
        new(DiagnosticIds.StepsOnSeveralParts, (network, _) =>
            $"{network.Source} [ReLU] partial class {network.ClassName};"),
        new(DiagnosticIds.ShapeMismatch, (network, _) => WithStep(Imaged(network), 1, "Dense(3)")),
        new(DiagnosticIds.ArgumentRange, (network, random) =>
            WithStep(network, AmongLayers(network, random), Pick(random, BadLayers))),
        new(DiagnosticIds.ArgumentRange, WithBadOptimizer),
        new(DiagnosticIds.ArgumentRange, WithBadNetwork),
        new(DiagnosticIds.ArgumentRange, (network, random) =>
            WithStep(network, AmongLayers(network, random), "Flatten]\n[Dense(2000000000)]\n[Dense(2)")),
        new(DiagnosticIds.NameClash, (network, _) =>
            WithStep(WithTwin(network), network.Steps.Count - 2, "ReLU(Name = \"Twin\")")),
        new(DiagnosticIds.NameClash, (network, _) => network.Write(network.Header, " { public int InputSize() => 3; }")),
        new(DiagnosticIds.NameClash, (network, _) =>
            network.Write(network.Header, " { public void Predict(ReadOnlySpan<float> x, Span<float> y) { } }")),
    ];

    // between the input (and what flattens it) and the loss
    private static int AmongLayers(RandomNetwork network, Random random) =>
        random.Next(FirstFlat(network), network.Steps.Count - 1);

    private static int FirstFlat(RandomNetwork network) =>
        network.IsImage ? network.Steps.FindIndex(step => step.StartsWith("Flatten", StringComparison.Ordinal)) + 1 : 1;

    private static RandomNetwork Imaged(RandomNetwork network)
    {
        network.Steps[0] = "Input(2, 3, 4)";
        return network;
    }

    private static RandomNetwork WithTwin(RandomNetwork network)
    {
        network.Steps.Insert(network.Steps.Count - 2, "Tanh(Name = \"twin\")");
        return network;
    }

    private static string WithBadOptimizer(RandomNetwork network, Random random)
    {
        network.Steps[^1] = Pick(random, BadOptimizers);
        return network.Source;
    }

    private static string WithBadNetwork(RandomNetwork network, Random random)
    {
        network.Network = Pick(
            random, ["Network(Samples = 0)", "Network(UnrollLimit = -1)", "Network(InputStd = float.NaN)"]);
        return network.Source;
    }

    private static string WithoutStep(RandomNetwork network, int index)
    {
        network.Steps.RemoveAt(index);
        return network.Source;
    }

    private static string WithStep(RandomNetwork network, int index, string step)
    {
        network.Steps.Insert(index, step);
        return network.Source;
    }

    private static string Pick(Random random, string[] items) => items[random.Next(items.Length)];
}
