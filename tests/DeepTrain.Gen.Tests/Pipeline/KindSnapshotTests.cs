using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>
/// What each kind of step becomes at one width, read and found to be good prose: the methods that the same network does not have
/// without it.
/// </summary>
public sealed class KindSnapshotTests
{
    private const string Prefix = $"{nameof(KindSnapshotTests)}.{nameof(The_methods_of)}#";

    private const string Usual = "[MeanSquaredError] [SGD]";

    // where the name alone does not do, or shows less than there is
    private static readonly Dictionary<string, string> _declared = new(StringComparer.Ordinal)
    {
        ["AlphaDropout"] = "AlphaDropout(0.5f)",
        ["AveragePool2D"] = "AveragePool2D(2)",
        ["Conv2D"] = "Conv2D(3, 2)",
        ["Dense"] = "Dense(4, L1 = 1e-4f)",
        ["Dropout"] = "Dropout(0.5f)",
        ["MaxPool2D"] = "MaxPool2D(2)",
        ["Maxout"] = "Maxout(4, 2, L2 = 1e-3f, MaxNorm = 3f)",
        ["RMSProp"] = "RMSProp(Centered = true, ClipNorm = 1f, WeightDecay = 1e-4f)",
    };

    public static TheoryData<string> Kinds =>
        [.. StepKinds.Layers.Keys.Concat(StepKinds.Losses.Keys).Concat(StepKinds.Optimizers.Keys).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_methods_of(string kind)
    {
        (string with, string without) = Declarations(kind);
        bool isLayer = StepKinds.Layers.ContainsKey(kind);
        HashSet<string> known = [.. Methods(without, isLayer)];
        string[] own = [.. Methods(with, isLayer).Where(method => !known.Contains(method))];

        Assert.NotEmpty(own);
        Snapshots.Match(Prefix + kind, $"// {with}\n\n{string.Join("\n\n", own)}\n");
    }

    [Fact]
    public void Every_snapshot_is_of_a_kind() => Assert.Equal(
        StepKinds.Layers.Keys.Concat(StepKinds.Losses.Keys).Concat(StepKinds.Optimizers.Keys).Order(StringComparer.Ordinal),
        Directory.GetFiles(Snapshots.Folder, $"{Prefix}*.verified.cs")
            .Select(path => Path.GetFileName(path)[Prefix.Length..].Split('.')[0]).Order(StringComparer.Ordinal));

    /// <summary>A network with a step of the kind, and one to compare it with.</summary>
    private static (string With, string Without) Declarations(string kind)
    {
        string step = $"[{_declared.GetValueOrDefault(kind, kind)}]";
        if (StepKinds.Losses.ContainsKey(kind))
            return ($"[Input(4)] [Dense(3)] {step} [SGD]", $"[Input(4)] [Dense(3)] [{Other(StepKinds.Losses.Keys, kind)}] [SGD]");
        if (StepKinds.Optimizers.ContainsKey(kind))
            return ($"[Input(4)] [Dense(3)] [MeanSquaredError] {step}", $"[Input(4)] [Dense(3)] [MeanSquaredError] [{Other(StepKinds.Optimizers.Keys, kind)}]");
        const string image = "[Input(2, 5, 5)] [Conv2D(2, 3)]";
        return kind switch
        {
            "Flatten" => ($"{image} {step} [Dense(2)] {Usual}", $"{image} [GlobalAveragePool2D] [Dense(2)] {Usual}"),
            "AveragePool2D" or "Conv2D" or "GlobalAveragePool2D" or "MaxPool2D" =>
                ($"{image} {step} [Flatten] [Dense(2)] {Usual}", $"{image} [Flatten] [Dense(2)] {Usual}"),
            _ => ($"[Input(4)] [Dense(4)] {step} [Dense(2)] {Usual}", $"[Input(4)] [Dense(4)] [Dense(2)] {Usual}"),
        };
    }

    private static string Other(IEnumerable<string> kinds, string kind) => kinds.First(other => other != kind);

    /// <summary>The methods with the comments before them: of the files of stages, or of loss and optimizer.</summary>
    private static IEnumerable<string> Methods(string steps, bool ofStages)
    {
        GeneratorRun run = GeneratorHarness.Run(
            TestCompilation.Create($"using DeepTrain; [Network] {steps} public partial class Net;"), "256");
        foreach (GeneratedSourceResult file in run.Files)
        {
            string part = file.HintName.Split('.')[1];
            bool isStage = part != "g" && StepKinds.Layers.Keys.Any(layer => part.StartsWith(layer, StringComparison.Ordinal));
            if (ofStages ? !isStage : part is not ("Loss" or "Optimizer"))
                continue;
            SyntaxNode root = CSharpSyntaxTree.ParseText(file.SourceText).GetRoot();
            foreach (MethodDeclarationSyntax method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
                yield return method.ToFullString().ReplaceLineEndings("\n").Trim('\n').Replace("\n        ", "\n", StringComparison.Ordinal).Trim();
        }
    }
}
