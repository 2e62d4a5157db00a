using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>Finds the emitted members whose names the class, or a class it derives from, has already.</summary>
internal static class MemberClashes
{
    /// <summary>Reports each clash; returns the keys of the members that must not be emitted.</summary>
    /// <param name="takesLabels">Whether the loss takes labels; without it the label overloads stay free.</param>
    public static IEnumerable<string> Find(INamedTypeSymbol type, bool takesLabels, Problems problems)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (EmittedMember member in EmittedMembers.All)
        {
            if (!member.ForLabels || takesLabels)
            {
                if (FindClash(type, member) is { } clash)
                {
                    taken.Add(member.Key);
                    if (reported.Add(clash))
                        Report(type, member, clash, problems);
                }
            }

            // an overload for labels is left out of a skeleton even where the network would not have it
            else if (FindClash(type, member) is not null)
                taken.Add(member.Key);
        }

        // another constructor would have to call the primary one, with arguments that nobody knows
        if (TargetClass.HasPrimaryConstructor(type, problems.Cancellation))
            taken.UnionWith(
                EmittedMembers.All.Where(member => member.Kind == EmittedKind.Constructor).Select(member => member.Key));

        foreach (ISymbol member in type.GetMembers().Where(IsDeclared))
        {
            foreach (ISymbol implemented in ExplicitlyImplemented(member))
            {
                taken.Add(InterfaceKey(implemented));
                Report(type, member, "implements a member of INetwork that the compiler implements", problems);
            }
        }

        return taken.OrderBy(key => key, StringComparer.Ordinal);
    }

    /// <summary>
    /// A name for the one private field that is emitted: one that neither the class nor anything that it inherits has.
    /// </summary>
    public static string FreeField(INamedTypeSymbol type)
    {
        string name = "_state";
        for (int number = 2; IsTaken(name); number++)
            name = "_state" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return name;

        bool IsTaken(string candidate) =>
            type.Name == candidate
            || type.TypeParameters.Any(parameter => parameter.Name == candidate)
            || type.GetMembers(candidate).Any(IsDeclared)
            || TargetClass.Bases(type).Any(ancestor => ancestor.GetMembers(candidate).Any(member => IsVisibleIn(type, member)));
    }

    /// <summary>The key of an explicit implementation.</summary>
    public static string InterfaceKey(string key) => "INetwork." + key;

    private static string InterfaceKey(ISymbol implemented) =>
        InterfaceKey(implemented is IMethodSymbol method ? $"{method.Name}({Signature(method)})" : implemented.Name);

    /// <summary>
    /// The type itself if it has the member's name, a member of it, or an inherited one that would be hidden.
    /// </summary>
    private static ISymbol? FindClash(INamedTypeSymbol type, EmittedMember member)
    {
        if (type.Name == member.Name)
            return type;
        ISymbol? own = type.GetMembers(member.Name)
            .FirstOrDefault(candidate => IsDeclared(candidate) && AreEqual(candidate, member));
        if (own is not null || member.Kind == EmittedKind.Constructor)
            return own;
        return TargetClass.Bases(type)
            .SelectMany(ancestor => ancestor.GetMembers(member.Name))
            .FirstOrDefault(candidate => IsVisibleIn(type, candidate) && AreEqual(candidate, member));
    }

    private static bool AreEqual(ISymbol candidate, EmittedMember member) =>
        !member.HasSignature
        || candidate is not IMethodSymbol method
        || (method.Arity == 0
            && method.Parameters.All(parameter => parameter.RefKind == RefKind.None)
            && Signature(method) == string.Join(", ", member.Parameters.Select(parameter => parameter.Type)));

    private static string Signature(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(TypeOf));

    private static string TypeOf(IParameterSymbol parameter) =>
        parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static bool IsDeclared(ISymbol member) =>
        !member.IsImplicitlyDeclared && member.Locations.Any(IsWritten);

    /// <summary>Whether a place is in code that was written, not emitted.</summary>
    private static bool IsWritten(Location place) => place.IsInSource && !TargetClass.IsEmitted(place.SourceTree);

    private static bool IsVisibleIn(INamedTypeSymbol type, ISymbol inherited) => inherited.DeclaredAccessibility switch
    {
        Accessibility.Private => false,
        Accessibility.Internal or Accessibility.ProtectedAndInternal =>
            inherited.ContainingAssembly.GivesAccessTo(type.ContainingAssembly)
            || SymbolEqualityComparer.Default.Equals(inherited.ContainingAssembly, type.ContainingAssembly),
        _ => true,
    };

    private static IEnumerable<ISymbol> ExplicitlyImplemented(ISymbol member)
    {
        IEnumerable<ISymbol> implemented = member switch
        {
            IMethodSymbol { AssociatedSymbol: null } method => method.ExplicitInterfaceImplementations,
            IPropertySymbol property => property.ExplicitInterfaceImplementations,
            _ => [],
        };
        return implemented.Where(symbol => symbol.ContainingType is
        {
            Name: "INetwork", ContainingNamespace: { Name: "DeepTrain", ContainingNamespace.IsGlobalNamespace: true },
        });
    }

    private static void Report(INamedTypeSymbol type, EmittedMember member, ISymbol clash, Problems problems)
    {
        bool isType = SymbolEqualityComparer.Default.Equals(clash, type);
        bool isInherited = !isType && !SymbolEqualityComparer.Default.Equals(clash.ContainingType, type);
        const string with = "the name of a member that the compiler adds";
        if (isType)
            problems.Add(
                DeclarationRules.NameClash, TargetClass.Place(type, problems.Cancellation),
                "The name", type.Name, type.Name, $"is {with}; rename the class");
        else if (isInherited)
            problems.Add(
                DeclarationRules.NameClash, TargetClass.Place(type, problems.Cancellation),
                "Inherited member", clash.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), type.Name,
                $"has {with}, which would hide it; rename it");
        else
            Report(type, clash, $"has {with}; rename it", problems);
    }

    private static void Report(INamedTypeSymbol type, ISymbol member, string what, Problems problems)
    {
        Location place = member.Locations.FirstOrDefault(IsWritten) ?? Location.None;
        string name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            ? $"{type.Name}({string.Join(", ", constructor.Parameters.Select(p => p.Type.ToDisplayString()))})"
            : member.Name;
        problems.Add(
            DeclarationRules.NameClash, place,
            member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "Constructor" : "Member", name, type.Name,
            member is IMethodSymbol { MethodKind: MethodKind.Constructor }
                ? "is one that the compiler adds; remove it"
                : what);
    }
}
