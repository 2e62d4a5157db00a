using System.Collections.Immutable;
using DeepTrain.Gen.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>DTG001 to DTG011: what keeps a declaration from being compiled.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DeclarationRules.NotPartial, DeclarationRules.UnsupportedType, DeclarationRules.MissingStep,
        DeclarationRules.StepsOnSeveralParts, DeclarationRules.ShapeMismatch,
        DeclarationRules.ArgumentRange, DeclarationRules.NameClash,
        DeclarationRules.UnsafeCode, DeclarationRules.OldLanguage, DeclarationRules.BaseConstructor,
        DeclarationRules.RequiredMember,
    ];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (RuntimeLibrary.IsReferenced(start.Compilation))
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        if (attributes.Any(StepKinds.IsNetwork))
        {
            NetworkParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
            return;
        }

        // nothing would happen, silently
        AttributeData? step = attributes.FirstOrDefault(StepKinds.IsStep);
        if (step is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                DeclarationRules.MissingStep,
                SourcePlaces.Of(step, argument: null, context.CancellationToken),
                type.Name,
                $"has a step, [{StepKinds.NameOf(step)}], but no [Network]; without it no code is emitted"));
        }
    }
}
