using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Declarations;

/// <summary>Where to point: at the argument to change, else at the attribute.</summary>
internal static class SourcePlaces
{
    public static Location Of(AttributeData attribute, string? argument, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return Location.None;
        AttributeArgumentSyntax? found = argument is null ? null : Find(attribute, syntax, argument);
        return found?.GetLocation() ?? syntax.GetLocation();
    }

    private static AttributeArgumentSyntax? Find(AttributeData attribute, AttributeSyntax syntax, string name)
    {
        if (syntax.ArgumentList is null)
            return null;
        int position = 0;
        foreach (AttributeArgumentSyntax argument in syntax.ArgumentList.Arguments)
        {
            string? given = argument.NameEquals?.Name.Identifier.ValueText ?? argument.NameColon?.Name.Identifier.ValueText;
            if (given is null && position < attribute.AttributeConstructor?.Parameters.Length)
                given = attribute.AttributeConstructor.Parameters[position].Name;
            if (given == name)
                return argument;
            position++;
        }

        return null;
    }
}
