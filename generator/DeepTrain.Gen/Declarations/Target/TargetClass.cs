using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Declarations;

/// <summary>The class to extend: whether it can be, and how its other part must be declared.</summary>
internal static class TargetClass
{
    /// <summary>Null if nothing can be emitted, which has then been reported.</summary>
    public static NetworkHeader? Read(INamedTypeSymbol type, Problems problems)
    {
        string? reason = WhyUnsupported(type, problems.Cancellation);
        if (reason is not null)
            problems.Add(DeclarationRules.UnsupportedType, Place(type, problems.Cancellation), type.Name, reason);
        if (!CanHavePart(type))
            return null;

        List<INamedTypeSymbol> closed = SelfAndContainers(type).Where(t => !IsPartial(t, problems.Cancellation)).ToList();
        if (closed.Count > 0)
        {
            string names = Prose.List(closed.Select(t => $"'{t.Name}'").ToList());
            problems.Add(DeclarationRules.NotPartial, Place(type, problems.Cancellation), type.Name, names);
            return null;
        }

        return new NetworkHeader(
            Namespace(type),
            SelfAndContainers(type).Skip(1).Reverse().Select(Declare).ToEquatableArray(),
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            Escape(type.Name),
            MemberClashes.FreeField(type));
    }

    /// <summary>
    /// The class in full, as code outside of it names it; null where such code cannot, or where more is wrong than a missing
    /// <c>partial</c>.
    /// </summary>
    public static string? ClosedName(INamedTypeSymbol type) =>
        CanHavePart(type) && SelfAndContainers(type).All(t => t.TypeParameters.Length == 0
            && t.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)
            ? type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)
            : null;

    /// <summary>The name of the class where a person wrote it.</summary>
    public static Location Place(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (!IsEmitted(reference.SyntaxTree)
                && reference.GetSyntax(cancellation) is BaseTypeDeclarationSyntax declaration)
            {
                return declaration.Identifier.GetLocation();
            }
        }

        return Location.None;
    }

    /// <summary>Analyzers see what the generator added; it is no part of the declaration.</summary>
    public static bool IsEmitted(SyntaxTree? tree) =>
        tree is not null && tree.FilePath.Replace('\\', '/').Contains($"/{typeof(NetworkGenerator).FullName}/");

    private static string? WhyUnsupported(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type.IsRecord)
            return "it is a record, whose equality would compare parameters; declare a class";
        if (type.TypeKind != TypeKind.Class)
            return $"it is {(type.TypeKind == TypeKind.Interface ? "an interface" : "a struct")}; declare a class";
        if (type.IsStatic)
            return "it is static, and a network has state; remove 'static'";
        if (type.IsAbstract)
            return "it is abstract, and its constructors could not be called; remove 'abstract'";
        if (type.TypeParameters.Length > 0)
        {
            string declared = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            return $"it is generic ({declared}); remove the type parameters";
        }

        if (SelfAndContainers(type).FirstOrDefault(t => t.IsFileLocal) is { } local)
            return $"'{local.Name}' is local to its file, and the emitted code is in another one; remove 'file'";
        if (HasPrimaryConstructor(type, cancellation))
            return "it has a primary constructor, which the emitted constructors cannot call; write an ordinary one";
        if (Bases(type).FirstOrDefault(t => t.GetAttributes().Any(StepKinds.IsNetwork)) is { } network)
            return $"it derives from the network '{network.Name}'; a network cannot extend another one";
        return null;
    }

    private static bool CanHavePart(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsRecord: false, IsStatic: false, TypeParameters.Length: 0 }
        && !SelfAndContainers(type).Any(t => t.IsFileLocal);

    public static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
            yield return current;
    }

    public static bool HasPrimaryConstructor(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellation) is ClassDeclarationSyntax { ParameterList: not null });

    /// <summary>The class, then the types around it, from the inside to the outside.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndContainers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            yield return current;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.All(reference =>
            reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration
            || declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string? Namespace(INamedTypeSymbol type)
    {
        var names = new List<string>();
        INamespaceSymbol? current = type.ContainingNamespace;
        for (; current is { IsGlobalNamespace: false }; current = current.ContainingNamespace)
            names.Insert(0, Escape(current.Name));
        return names.Count == 0 ? null : string.Join(".", names);
    }

    private static ContainingType Declare(INamedTypeSymbol type)
    {
        string keyword = type.TypeKind switch
        {
            TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
            TypeKind.Interface => "interface",
            _ => type.IsRecord ? "record" : "class",
        };
        IEnumerable<string> names = type.TypeParameters.Select(parameter => Escape(parameter.Name));
        string parameters = type.TypeParameters.Length == 0 ? "" : $"<{string.Join(", ", names)}>";
        return new ContainingType($"partial {keyword} {Escape(type.Name)}{parameters}");
    }

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;
}
