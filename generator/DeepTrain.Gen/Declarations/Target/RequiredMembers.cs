using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>Finds the members, inherited ones included, that whoever creates the network would have to set.</summary>
internal static class RequiredMembers
{
    public static void Check(INamedTypeSymbol type, Problems problems)
    {
        foreach (ISymbol member in Of(type))
        {
            bool isOwn = SymbolEqualityComparer.Default.Equals(member.ContainingType, type);
            problems.Add(
                DeclarationRules.RequiredMember,
                isOwn ? member.Locations[0] : TargetClass.Place(type, problems.Cancellation),
                type.Name, isOwn ? member.Name : $"{member.ContainingType.Name}.{member.Name}");
        }
    }

    public static IEnumerable<ISymbol> Of(INamedTypeSymbol type) => TargetClass.Bases(type)
        .Prepend(type)
        .SelectMany(declaring => declaring.GetMembers())
        .Where(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
}
