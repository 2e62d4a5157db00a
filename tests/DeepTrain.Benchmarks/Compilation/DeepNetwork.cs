extern alias generator;

using generator::DeepTrain.Gen.Diagnostics;
using generator::DeepTrain.Gen.Model;

namespace DeepTrain.Benchmarks.Compilation;

/// <summary>Thirty layers that will not train, and whose repair is searched for: the most an analyzer has to do.</summary>
internal sealed class DeepNetwork
{
    private const int Layers = 30;

    private readonly NetworkSpec _spec;

    /// <param name="activation">The attribute behind each layer.</param>
    /// <param name="hasImages">Whether the layers are convolutions, with a pool behind every tenth.</param>
    public DeepNetwork(string activation, bool hasImages = false)
    {
        // of different widths, so that no layer's numbers serve another
        string layers = string.Concat(Enumerable.Range(0, Layers).Select(i => hasImages
            ? $"[Conv2D({16 + i}, 3, Padding = Padding.Same)] [{activation}] {(i % 10 == 9 ? "[MaxPool2D(2)] " : "")}"
            : $"[Dense({64 + i})] [{activation}] "));
        string input = hasImages ? "[Input(3, 32, 32)]" : "[Input(64)]";
        layers += hasImages ? "[Flatten] " : "";
        string ends = "[Dense(10)] [SoftmaxCrossEntropy] [SGD(LearningRate = 0.1f)] public partial class Deep;";
        string source = $"[Network] {input} {layers}{ends}";
        _spec = DeclaredNetwork.Read(InMemoryProject.Declare([source]), "Deep");
    }

    /// <summary>Predicts, applies every rule and looks for the repair, as if nothing were known.</summary>
    public int Analyze() => NetworkRules.Check(_spec with { Seed = _spec.Seed + 1 }, CancellationToken.None).Count;
}
