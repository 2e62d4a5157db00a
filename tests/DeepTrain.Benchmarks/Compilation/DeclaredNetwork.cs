extern alias generator;

using generator::DeepTrain.Gen.Declarations;
using generator::DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Benchmarks.Compilation;

/// <summary>A network as the generator reads it off its declaration.</summary>
internal static class DeclaredNetwork
{
    /// <exception cref="InvalidOperationException">There is no such class, or its declaration is not valid.</exception>
    public static NetworkSpec Read(Microsoft.CodeAnalysis.Compilation compilation, string className)
    {
        INamedTypeSymbol type = compilation.GetTypeByMetadataName(className)
            ?? throw new InvalidOperationException($"There is no class '{className}'.");
        return NetworkParser.Parse(type, report: null, CancellationToken.None).Spec
            ?? throw new InvalidOperationException(
                $"This declaration is not valid:\n{type.DeclaringSyntaxReferences[0].GetSyntax()}");
    }
}
