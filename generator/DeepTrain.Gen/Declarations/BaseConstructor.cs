using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>The constructor of the base class that emitted constructors call: without arguments, for none are known.</summary>
internal static class BaseConstructor
{
    /// <summary>Reports a base class that has none; returns whether it has.</summary>
    public static bool Check(INamedTypeSymbol type, Problems problems)
    {
        // a base class that does not exist is the compiler's to report
        if (type.BaseType is not { TypeKind: TypeKind.Class } ancestor
            || type.ContainingAssembly is not ISourceAssemblySymbol { Compilation: { } compilation }
            || CanBeCalled(type, ancestor, compilation))
            return true;
        problems.Add(
            DeclarationRules.BaseConstructor, TargetClass.Place(type, problems.Cancellation), type.Name, ancestor.Name);
        return false;
    }

    /// <summary>Whether C# finds exactly one constructor for <c>base()</c>.</summary>
    private static bool CanBeCalled(INamedTypeSymbol type, INamedTypeSymbol ancestor, Compilation compilation)
    {
        List<IMethodSymbol> accessible = ancestor.InstanceConstructors
            .Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, type))
            .ToList();
        if (accessible.Any(constructor => constructor.Parameters.IsEmpty))
            return true;

        // optional parameters are filled in before an empty params array is; of two that need the same, none is better
        int optional = accessible.Count(constructor => constructor.Parameters.All(parameter => parameter.IsOptional));
        int expanded = accessible.Count(constructor =>
            constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));
        return optional == 1 || (optional == 0 && expanded == 1);
    }
}
