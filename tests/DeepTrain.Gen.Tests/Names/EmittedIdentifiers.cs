using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Tests.Names;

/// <summary>The identifiers of emitted code, over networks that together make use of every emitter.</summary>
internal static class EmittedIdentifiers
{
    /// <summary>Steps of networks with every layer, loss and optimizer, straight-line and not, with tails and teams.</summary>
    public static readonly string[] Networks =
    [
        """
        [Input(5)] [PReLU] [Maxout(6, 2, L1 = 1e-3f, L2 = 1e-3f, MaxNorm = 3f)] [BatchNorm] [Softmax] [Dense(20)] [RReLU]
        [Dense(20)] [GELU] [Dropout(0.5f)] [Dense(9)] [SELU] [AlphaDropout(0.1f)] [Dense(3)] [SoftmaxCrossEntropy]
        [RMSProp(Centered = true, Momentum = 0.5f, ClipNorm = 1f, WeightDecay = 1e-4f)]
        """,
        """
        [Input(3, 4, 5)] [Flatten] [Dense(130, L2 = 1e-3f)] [BatchNorm] [ReLU] [Dropout(0.2f)] [Dense(97)] [LeakyReLU]
        [PReLU(PerUnit = true)] [Dense(70)] [ELU] [Dropout(0.3f)] [Dense(65)] [Softplus] [Dense(33)] [Sigmoid]
        [SoftmaxCrossEntropy] [Adam]
        """,
        "[Input(300)] [Dense(129)] [Swish] [Dense(20)] [Tanh] [Dense(1)] [BinaryCrossEntropy] [Nadam]",
        "[Input(4)] [Dense(8)] [ReLU] [Dense(1)] [BinaryCrossEntropy] [SGD(Momentum = 0.9f, Dampening = 0.1f)]",
        """
        [Input(40)] [Maxout(40, 3, Trainable = false)] [BatchNorm(Trainable = false)] [Dense(40)] [Softmax] [Dense(17)]
        [Huber(0.5f)] [AdamW(WeightDecay = 0.1f)]
        """,
        """
        [Input(3, 20, 19)] [Conv2D(6, 3, Padding = Padding.Same, L2 = 1e-3f)] [BatchNorm] [ReLU] [Dropout(0.5f)] [MaxPool2D(2)]
        [Conv2D(40, 3, Stride = 2, L1 = 1e-3f, MaxNorm = 2f)] [PReLU] [AveragePool2D(2, Stride = 1)] [Flatten] [BatchNorm] [Dense(5)]
        [SoftmaxCrossEntropy] [Adam]
        """,
        """
        [Input(2, 16, 16)] [BatchNorm] [Conv2D(80, 3, Padding = Padding.Same)] [Tanh] [MaxPool2D(5)] [Conv2D(70, 2)] [PReLU(PerUnit = true)]
        [MeanSquaredError] [SGD(ClipNorm = 1f)]
        """,
        """
        [Input(1, 30, 31)] [Conv2D(3, 3)] [Tanh] [Conv2D(36, 3)] [ReLU] [Conv2D(20, 5, Stride = 2)] [ReLU] [Flatten] [Dense(2)]
        [MeanSquaredError] [SGD]
        """,
        "[Input(1, 9, 9)] [Conv2D(300, 1)] [MaxPool2D(3, Stride = 2)] [GlobalAveragePool2D] [Dense(3)] [MeanSquaredError] [SGD]",
        "[Input(7)] [Softmax] [ELU] [MeanAbsoluteError] [AdaGrad(LearningRateDecay = 0.1f)]",
    ];

    public static GeneratorRun Run(string steps, string name = "Net") =>
        GeneratorHarness.Run(
            TestCompilation.Create($"[global::DeepTrain.Network] {steps} public partial class {name};"), widths: "512,256,128");

    /// <summary>Every identifier that stands in a network's emitted files.</summary>
    public static IReadOnlyCollection<string> All { get; } =
    [
        .. Networks.SelectMany(steps => Trees(Run(steps)))
            .SelectMany(tree => tree.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.ValueText)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    public static IEnumerable<SyntaxTree> Trees(GeneratorRun run) => run.Driver.GetRunResult().GeneratedTrees;

    /// <summary>The names that a file declares, in kernels and their structs, or within methods.</summary>
    public static IEnumerable<string> Declared(SyntaxTree tree, bool locals)
    {
        foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case VariableDeclaratorSyntax variable when IsMember(variable.Parent!.Parent!) != locals:
                    yield return variable.Identifier.ValueText;
                    break;
                case MethodDeclarationSyntax method when !locals:
                    yield return method.Identifier.ValueText;
                    break;
                case StructDeclarationSyntax type when !locals:
                    yield return type.Identifier.ValueText;
                    break;
                case ParameterSyntax parameter when locals:
                    yield return parameter.Identifier.ValueText;
                    break;
                case LocalFunctionStatementSyntax function when locals:
                    yield return function.Identifier.ValueText;
                    break;
                case SingleVariableDesignationSyntax designation when locals:
                    yield return designation.Identifier.ValueText;
                    break;
            }
        }
    }

    private static bool IsMember(SyntaxNode declaration) => declaration is BaseFieldDeclarationSyntax;
}
