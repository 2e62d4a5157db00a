using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>What all descriptors have in common.</summary>
internal static class Rule
{
    public const string Category = "DeepTrain";

    private const string HelpBase = "https://github.com/deeptrain/DeepTrain.Gen/blob/main/generator/docs/rules/";

    public static DiagnosticDescriptor Error(string id, string title, string message, string description) =>
        Create(id, DiagnosticSeverity.Error, title, message, description);

    public static DiagnosticDescriptor Create(
        string id, DiagnosticSeverity severity, string title, string message, string description) =>
        new(id, title, message, Category, severity, isEnabledByDefault: true, description, $"{HelpBase}{id}.md");
}
