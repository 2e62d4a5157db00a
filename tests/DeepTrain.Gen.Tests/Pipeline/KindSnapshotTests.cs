using System.Text.RegularExpressions;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>
/// What each kind of step becomes at one width, read and found to be good prose: the methods that the same network does not have
/// without it, or with another of its sort but for the name, whatever are fewer.
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
        (string declared, string without) = Declarations(kind);
        string beside = Beside(kind);
        string[] whole = Own(without, "");
        string[] own = beside == kind ? whole : Own(Declarations(beside).With, beside);
        own = own.Sum(method => method.Length) < whole.Sum(method => method.Length) ? own : whole;

        Assert.NotEmpty(own);
        Snapshots.Match(Prefix + kind, $"// {declared}\n\n{string.Join("\n\n", own)}\n");

        string[] Own(string other, string otherKind)
        {
            bool isLayer = StepKinds.Layers.ContainsKey(kind);
            HashSet<string> known = [.. Methods(other, isLayer).Select(method => Nameless(method, otherKind))];
            return [.. Methods(declared, isLayer).Where(method => !known.Contains(Nameless(method, otherKind == "" ? "" : kind)))];
        }
    }

    [Fact]
    public void Every_snapshot_is_of_a_kind() => Assert.Equal(
        StepKinds.Layers.Keys.Concat(StepKinds.Losses.Keys).Concat(StepKinds.Optimizers.Keys).Order(StringComparer.Ordinal),
        Directory.GetFiles(Snapshots.Folder, $"{Prefix}*.verified.cs")
            .Select(path => Path.GetFileName(path)[Prefix.Length..].Split('.')[0]).Order(StringComparer.Ordinal));

    /// <summary>The first of its sort, which shows everything.</summary>
    private static string Beside(string kind) =>
        StepKinds.Losses.ContainsKey(kind) ? "MeanSquaredError" : StepKinds.Optimizers.ContainsKey(kind) ? "SGD"
        : IsOfImages(kind) ? "MaxPool2D" : "Tanh";

    private static bool IsOfImages(string kind) => kind is "AveragePool2D" or "Conv2D" or "Flatten" or "GlobalAveragePool2D" or "MaxPool2D";

    /// <summary>A network with a step of the kind, and one without it.</summary>
    private static (string With, string Without) Declarations(string kind)
    {
        string step = $"[{_declared.GetValueOrDefault(kind, kind)}]";
        if (StepKinds.Losses.ContainsKey(kind))
            return Both("[Input(4)] [Dense(3)] ", $"[{StepKinds.Losses.Keys.First(other => other != kind)}]", " [SGD]");
        if (StepKinds.Optimizers.ContainsKey(kind))
            return Both("[Input(4)] [Dense(3)] [MeanSquaredError] ", $"[{StepKinds.Optimizers.Keys.First(other => other != kind)}]", "");
        if (kind == "Flatten")
            return Both("[Input(2, 5, 5)] [Conv2D(2, 3)] ", "[GlobalAveragePool2D]", $" [Dense(2)] {Usual}");
        return IsOfImages(kind)
            ? Both("[Input(2, 5, 5)] [Conv2D(2, 3)] ", "", $" [Flatten] [Dense(2)] {Usual}")
            : Both("[Input(4)] [Dense(4)] ", "", $" [Dense(2)] {Usual}");

        (string With, string Without) Both(string before, string instead, string after) =>
            (before + step + after, before + instead + after);
    }

    private static string Nameless(string method, string kind) => kind == "" ? method
        : Regex.Replace(method, $@"\b{kind}", match => char.IsUpper(match.Value[0]) ? "Kind" : "kind", RegexOptions.IgnoreCase);

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
