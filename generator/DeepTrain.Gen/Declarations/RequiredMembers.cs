using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>Finds the members, inherited ones included, that whoever creates the network would have to set.</summary>
internal static class RequiredMembers
{
    public static void Check(INamedTypeSymbol type, Problems problems)
    {
        foreach (ISymbol member in type.GetMembers().Where(IsRequired))
            problems.Add(DeclarationRules.RequiredMember, member.Locations[0], type.Name, member.Name);
        foreach (INamedTypeSymbol ancestor in TargetClass.Bases(type))
        {
            foreach (ISymbol member in ancestor.GetMembers().Where(IsRequired))
            {
                problems.Add(
                    DeclarationRules.RequiredMember, TargetClass.Place(type, problems.Cancellation),
                    type.Name, $"{ancestor.Name}.{member.Name}");
            }
        }
    }

    private static bool IsRequired(ISymbol member) =>
        member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
}
