extern alias generator;

using generator::DeepTrain.Gen.Diagnostics;
using generator::DeepTrain.Gen.Model;

namespace DeepTrain.Benchmarks.Compilation;

/// <summary>Thirty layers, the most that an analyzer is expected to look at while somebody types.</summary>
internal sealed class DeepNetwork
{
    private const int Layers = 30;

    private readonly NetworkSpec _spec;
    private ulong _number;

    /// <param name="activation">The attribute behind each layer; "Maxout" is a layer itself.</param>
    /// <param name="hasImages">Whether the layers are convolutions, with a pool behind every tenth.</param>
    /// <param name="init">Of the weights, as an argument.</param>
    /// <param name="hasBatchNorm">Whether each layer has batch norm.</param>
    /// <param name="hasDropout">Whether each layer has dropout.</param>
    public DeepNetwork(string activation, bool hasImages, string init, bool hasBatchNorm, bool hasDropout)
    {
        string arguments = init + (hasBatchNorm ? ", Bias = false" : "");
        string followers = (hasBatchNorm ? "[BatchNorm] " : "") + (activation == "Maxout" ? "" : $"[{activation}] ")
            + (hasDropout ? "[Dropout(0.1f)] " : "");
        string kind = activation == "Maxout" ? "Maxout" : "Dense";
        // of different widths, so that no layer's numbers serve another
        string layers = string.Concat(Enumerable.Range(0, Layers).Select(i => hasImages
            ? $"[Conv2D({16 + i}, 3, Padding = Padding.Same{arguments})] {followers}{(i % 10 == 9 ? "[MaxPool2D(2)] " : "")}"
            : $"[{kind}({64 + i}{arguments})] {followers}"));
        string input = hasImages ? "[Input(3, 32, 32)]" : "[Input(64)]";
        layers += hasImages ? "[Flatten] " : "";
        string ends = "[Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.1f)] public partial class Deep;";
        string source = $"[Network] {input} {layers}{ends}";
        _spec = DeclaredNetwork.Read(InMemoryProject.Declare([source]), "Deep");
        Fails = Findings().Any(finding => finding.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning);
    }

    /// <summary>Whether it is warned of, so that a repair is searched for.</summary>
    public bool Fails { get; }

    /// <summary>Predicts, applies every rule and looks for repairs, as if nothing were known.</summary>
    public void Analyze() => Findings();

    private IReadOnlyList<Finding> Findings() => NetworkRules.Check(_spec with { Seed = ++_number }, CancellationToken.None);
}
