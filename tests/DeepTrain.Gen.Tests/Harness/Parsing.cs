using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>The parser alone: source in, records out.</summary>
internal static class Parsing
{
    /// <summary>What the one network in the sources declares.</summary>
    public static NetworkDeclaration Declaration(params string[] sources)
    {
        Compilation compilation = TestCompilation.Create(sources);
        INamedTypeSymbol type = compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Single(candidate => candidate.GetAttributes().Any(StepKinds.IsNetwork));
        return NetworkParser.Parse(type, report: null, CancellationToken.None);
    }

    public static NetworkSpec Spec(params string[] sources)
    {
        NetworkSpec? spec = Declaration(sources).Spec;
        Assert.NotNull(spec);
        return spec;
    }

    /// <summary>The layers between four inputs, or others, and a squared error.</summary>
    public static IReadOnlyList<LayerSpec> Layers(string layers, string input = "4") =>
        Spec(Networks.WithSteps($"[Input({input})] {layers} [MeanSquaredError] [SGD]")).Layers;

    /// <summary>The one layer, without the names it gets in emitted code.</summary>
    public static LayerSpec Layer(string layer) => Layers(layer).Single() with { PascalName = "", LocalStem = "" };

    public static LossSpec Loss(string loss) => Spec(Networks.WithSteps($"[Input(4)] [Dense(1)] {loss} [SGD]")).Loss;

    public static OptimizerSpec Optimizer(string optimizer) =>
        Spec(Networks.WithSteps($"[Input(4)] [Dense(1)] [MeanSquaredError] {optimizer}")).Optimizer;
}
