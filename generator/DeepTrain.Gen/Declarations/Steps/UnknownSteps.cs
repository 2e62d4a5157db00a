using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Declarations;

/// <summary>An attribute that does not exist, in whose place the generator puts one.</summary>
/// <param name="Name">The name without <c>Attribute</c>.</param>
/// <param name="Arguments">The names of its named arguments.</param>
internal sealed record StandIn(string Name, EquatableArray<string> Arguments);

/// <summary>
/// Attributes that are meant to be steps, <c>[Tahn]</c> or <c>[Linear(4)]</c>. The compiler would end with two errors for each, and
/// before any analyzer has been asked. So the generator declares what is missing, and the analyzer says what it should be called.
/// </summary>
internal static class UnknownSteps
{
    /// <summary>What has to be declared, as the generator sees the class.</summary>
    public static IReadOnlyList<StandIn> Find(INamedTypeSymbol type, CancellationToken cancellation) =>
    [
        .. type.GetAttributes()
            .Where(attribute => attribute.AttributeClass is IErrorTypeSymbol { CandidateSymbols.IsEmpty: true })
            .Select(attribute => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation))
            .OfType<AttributeSyntax>()
            .Where(attribute => attribute.Name is IdentifierNameSyntax && StepNames.Nearest(NameOf(attribute)) is not null)
            .Select(attribute => new StandIn(NameOf(attribute), NamedArguments(attribute).ToEquatableArray())),
    ];

    /// <summary>Whether an attribute is one that the generator has declared, as analyzers see it.</summary>
    public static bool IsStandIn(AttributeData attribute) =>
        attribute.AttributeClass is { TypeKind: TypeKind.Class } type
        && type.DeclaringSyntaxReferences.Any(reference => TargetClass.IsEmitted(reference.SyntaxTree));

    private static string NameOf(AttributeSyntax attribute) =>
        StepKinds.WithoutSuffix(((IdentifierNameSyntax)attribute.Name).Identifier.ValueText);

    private static IEnumerable<string> NamedArguments(AttributeSyntax attribute) =>
        (attribute.ArgumentList?.Arguments ?? default)
            .Select(argument => argument.NameEquals?.Name.Identifier.ValueText)
            .OfType<string>()
            .Distinct();
}
