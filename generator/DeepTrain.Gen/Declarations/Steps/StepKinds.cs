using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Losses;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Optimizers;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>Recognises the attributes of this package.</summary>
internal static class StepKinds
{
    public const string NetworkAttribute = "DeepTrain.NetworkAttribute";

    private const string Suffix = "Attribute";

    public static readonly IReadOnlyDictionary<string, StepKind<LayerSpec>> Layers = ByName(LayerKinds.All);

    public static readonly IReadOnlyDictionary<string, StepKind<LossSpec>> Losses = ByName(LossKinds.All);

    public static readonly IReadOnlyDictionary<string, StepKind<OptimizerSpec>> Optimizers = ByName(OptimizerKinds.All);

    public static bool IsNetwork(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "NetworkAttribute" } type && IsOurs(type);

    /// <summary>Whether the attribute is a step, known or not.</summary>
    public static bool IsStep(AttributeData attribute)
    {
        for (INamedTypeSymbol? type = attribute.AttributeClass?.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name == "StepAttribute" && IsOurs(type))
                return true;
        }

        return false;
    }

    /// <summary>The attributes that declare a network.</summary>
    public static IEnumerable<AttributeData> DeclarationOf(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => IsNetwork(attribute) || IsStep(attribute));

    public static string NameOf(AttributeData attribute) => WithoutSuffix(attribute.AttributeClass?.Name ?? "");

    /// <summary>The name of an attribute's class as it is written in brackets.</summary>
    public static string WithoutSuffix(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;

    public static StepRole RoleOf(string name) =>
        name == "Input" ? StepRole.Input
        : Layers.ContainsKey(name) ? StepRole.Layer
        : Losses.ContainsKey(name) ? StepRole.Loss
        : Optimizers.ContainsKey(name) ? StepRole.Optimizer
        : StepRole.Unknown;

    private static bool IsOurs(INamedTypeSymbol type) =>
        type.ContainingNamespace is { Name: "DeepTrain", ContainingNamespace.IsGlobalNamespace: true };

    private static Dictionary<string, StepKind<TSpec>> ByName<TSpec>(IEnumerable<StepKind<TSpec>> kinds) =>
        kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
}
