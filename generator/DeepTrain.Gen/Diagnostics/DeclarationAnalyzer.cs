using System.Collections.Immutable;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>DTG001 to DTG014: what keeps a declaration from being compiled.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        DeclarationRules.NotPartial, DeclarationRules.UnsupportedType, DeclarationRules.MissingStep,
        DeclarationRules.StepsOnSeveralParts, DeclarationRules.ShapeMismatch,
        DeclarationRules.ArgumentRange, DeclarationRules.NameClash,
        DeclarationRules.UnsafeCode, DeclarationRules.OldLanguage, DeclarationRules.BaseConstructor,
        DeclarationRules.RequiredMember, DeclarationRules.UnknownNumber, DeclarationRules.NothingTrainable,
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

    /// <summary>Whether the generator, which saw the project without emitted code, found the declaration invalid.</summary>
    private static bool IsSkeleton(INamedTypeSymbol type, NetworkHeader header)
    {
        return IsEmitted("Predict") && !IsEmitted(header.StateField);

        bool IsEmitted(string name) => type.GetMembers(name)
            .SelectMany(member => member.Locations)
            .Any(place => TargetClass.IsEmitted(place.SourceTree));
    }

    // the first argument that is more than a number
    private static void ReportForeignNumber(
        SymbolAnalysisContext context, INamedTypeSymbol type, ImmutableArray<AttributeData> attributes)
    {
        Location place = attributes
            .Where(attribute => StepKinds.IsStep(attribute) || StepKinds.IsNetwork(attribute))
            .Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken))
            .OfType<AttributeSyntax>()
            .SelectMany(attribute => attribute.ArgumentList?.Arguments ?? default)
            .FirstOrDefault(argument => argument.Expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any())
            ?.GetLocation() ?? TargetClass.Place(type, context.CancellationToken);
        context.ReportDiagnostic(Diagnostic.Create(
            DeclarationRules.UnknownNumber, place, type.Name,
            "uses a value from code that another generator adds, and such code is not there yet when networks are compiled; "
            + "write the value, or move the constant into the source"));
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        if (attributes.Any(StepKinds.IsNetwork))
        {
            NetworkDeclaration declaration =
                NetworkParser.Parse(type, context.ReportDiagnostic, context.CancellationToken);
            if (declaration.Spec is not null && IsSkeleton(type, declaration.Spec.Header))
                ReportForeignNumber(context, type, attributes);
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
