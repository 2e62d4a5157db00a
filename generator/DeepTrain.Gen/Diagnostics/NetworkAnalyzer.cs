using System.Collections.Immutable;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>DTG101 and up: which of the networks that can be compiled will not train, and why.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. NetworkRules.All.Select(rule => rule.Descriptor)];

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
        if (type.GetAttributes().FirstOrDefault(StepKinds.IsNetwork) is not { } network)
            return;

        // of a declaration that cannot be compiled another analyzer says what is wrong
        NetworkSpec? spec = NetworkParser.Parse(type, report: null, context.CancellationToken).Spec;
        if (spec is null)
            return;

        var steps = StepSequence.Read(type, network, new Problems(null, context.CancellationToken));
        foreach (Finding finding in FindingsCache.Of(spec, context.CancellationToken))
        {
            context.ReportDiagnostic(finding.ToDiagnostic(
                step => step < 0 ? network : steps[step].Attribute, context.CancellationToken));
        }
    }
}
