using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>The base class's constructor that emitted ones call: without arguments, for none are known.</summary>
internal static class BaseConstructor
{
    /// <summary>Reports a base class that has none; returns whether emitted constructors can call one.</summary>
    public static bool Check(INamedTypeSymbol type, Problems problems)
    {
        // a base class that does not exist is the compiler's to report
        if (type.BaseType is not { TypeKind: TypeKind.Class } ancestor
            || type.ContainingAssembly is not ISourceAssemblySymbol { Compilation: { } compilation })
            return true;
        IMethodSymbol? called = Find(type, ancestor, compilation);
        bool setsRequired = called is not null && called.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "SetsRequiredMembersAttribute" });
        if (called is not null && !setsRequired)
            return true;

        // who calls one that sets required members has to promise the same; those members are reported themselves
        if (!setsRequired || !RequiredMembers.Of(ancestor).Any())
        {
            problems.Add(
                DeclarationRules.BaseConstructor, TargetClass.Place(type, problems.Cancellation), type.Name, ancestor.Name);
        }

        return false;
    }

    /// <summary>What C# finds for <c>base()</c>; null if it finds nothing, or more than one.</summary>
    private static IMethodSymbol? Find(INamedTypeSymbol type, INamedTypeSymbol ancestor, Compilation compilation)
    {
        List<IMethodSymbol> accessible = ancestor.InstanceConstructors
            .Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, type))
            .ToList();
        if (accessible.FirstOrDefault(constructor => constructor.Parameters.IsEmpty) is { } empty)
            return empty;

        // optional parameters are filled in before an empty params array is; of two that need the same, none is better
        List<IMethodSymbol> optional = accessible
            .Where(constructor => constructor.Parameters.All(parameter => parameter.IsOptional))
            .ToList();
        List<IMethodSymbol> candidates = optional.Count > 0 ? optional : accessible
            .Where(constructor => constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams))
            .ToList();
        return candidates.Count == 1 ? candidates[0] : null;
    }
}
