using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// Constants of other networks in a declaration, such as <c>[Input(Encoder.OutputSize)]</c>: they exist only once code has been
/// emitted, but follow from the other network's own declaration.
/// </summary>
internal static class NetworkConstants
{
    private static readonly HashSet<string> ConstantNames =
        new(EmittedMembers.All.Where(member => member.Kind == EmittedKind.Constant).Select(member => member.Name));

    /// <summary>An argument that uses a network's constant.</summary>
    public sealed record Use(AttributeArgumentSyntax Argument, INamedTypeSymbol Network);

    /// <summary>Every use in the arguments of these attributes, by way of constants of the user's own too.</summary>
    public static IEnumerable<Use> Find(IEnumerable<AttributeData> attributes, Compilation compilation, CancellationToken cancellation)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax { ArgumentList: { } arguments })
                continue;
            foreach (AttributeArgumentSyntax argument in arguments.Arguments)
            {
                if (argument.Expression is LiteralExpressionSyntax)
                    continue;
                var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
                foreach (INamedTypeSymbol network in Networks(argument.Expression, compilation, seen, cancellation))
                    yield return new Use(argument, network);
            }
        }
    }

    /// <summary>Whether a network's declaration uses constants of another, at once or by way of others.</summary>
    public static bool Reaches(
        INamedTypeSymbol network, INamedTypeSymbol other, Compilation compilation, CancellationToken cancellation)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { network };
        var next = new Stack<INamedTypeSymbol>();
        next.Push(network);
        while (next.Count > 0)
        {
            foreach (Use use in Find(StepKinds.DeclarationOf(next.Pop()), compilation, cancellation))
            {
                if (SymbolEqualityComparer.Default.Equals(use.Network, other))
                    return true;
                if (seen.Add(use.Network))
                    next.Push(use.Network);
            }
        }

        return false;
    }

    /// <summary>
    /// The same class in a compilation that has the constants of these networks, where the compiler can work out what is
    /// made of them.
    /// </summary>
    public static INamedTypeSymbol? Complete(
        INamedTypeSymbol type, Compilation compilation, IEnumerable<NetworkDeclaration> networks, CancellationToken cancellation)
    {
        SyntaxReference place = type.DeclaringSyntaxReferences[0];
        var options = (CSharpParseOptions)place.SyntaxTree.Options;
        Compilation complete = compilation.AddSyntaxTrees(networks.Select(network =>
            CSharpSyntaxTree.ParseText(Emission.ConstantsEmitter.Emit(network.Spec!), options, cancellationToken: cancellation)));
        return complete.GetSemanticModel(place.SyntaxTree).GetDeclaredSymbol(place.GetSyntax(cancellation), cancellation)
            as INamedTypeSymbol;
    }

    /// <summary>Whether the class has the constants already: this is the compilation after generators ran.</summary>
    public static bool AreEmitted(INamedTypeSymbol network) =>
        ConstantNames.All(name => network.GetMembers(name).Any(member => member is IFieldSymbol { IsConst: true }));

    private static IEnumerable<INamedTypeSymbol> Networks(
        ExpressionSyntax expression, Compilation compilation, HashSet<ISymbol> seen, CancellationToken cancellation)
    {
        SemanticModel model = compilation.GetSemanticModel(expression.SyntaxTree);
        foreach (SimpleNameSyntax name in expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>())
        {
            ISymbol? symbol = model.GetSymbolInfo(name, cancellation).Symbol;
            if (symbol is IFieldSymbol { IsConst: true } constant)
            {
                if (ConstantNames.Contains(constant.Name) && IsNetwork(constant.ContainingType))
                {
                    yield return constant.ContainingType;
                    continue;
                }

                if (!seen.Add(constant))
                    continue;
                foreach (ExpressionSyntax value in Initializers(constant, cancellation))
                {
                    foreach (INamedTypeSymbol network in Networks(value, compilation, seen, cancellation))
                        yield return network;
                }
            }
            else if (symbol is null && ConstantNames.Contains(name.Identifier.ValueText)
                && Owner(name, model, compilation, cancellation) is { } owner)
            {
                yield return owner;
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Initializers(IFieldSymbol constant, CancellationToken cancellation) =>
        constant.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<VariableDeclaratorSyntax>()
            .Where(declarator => declarator.Initializer is not null)
            .Select(declarator => declarator.Initializer!.Value);

    /// <summary>The network whose constant a name is meant to be, though it is not there yet.</summary>
    private static INamedTypeSymbol? Owner(
        SimpleNameSyntax name, SemanticModel model, Compilation compilation, CancellationToken cancellation)
    {
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
            return model.GetSymbolInfo(access.Expression, cancellation).Symbol is INamedTypeSymbol type && IsNetwork(type) ? type : null;

        // a simple name: of the network around the place, whose own attributes see its members too, or of one that is imported
        return name.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>()
            .Select(declaration => model.GetDeclaredSymbol(declaration, cancellation))
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(IsNetwork) ?? Imported(name, model, compilation, cancellation);
    }

    private static INamedTypeSymbol? Imported(
        SyntaxNode name, SemanticModel model, Compilation compilation, CancellationToken cancellation)
    {
        IEnumerable<UsingDirectiveSyntax> own = name.AncestorsAndSelf().SelectMany(node => node switch
        {
            CompilationUnitSyntax unit => unit.Usings,
            BaseNamespaceDeclarationSyntax space => space.Usings,
            _ => default,
        });
        IEnumerable<UsingDirectiveSyntax> everywhere = compilation.SyntaxTrees
            .SelectMany(tree => (tree.GetRoot(cancellation) as CompilationUnitSyntax)?.Usings ?? default)
            .Where(directive => !directive.GlobalKeyword.IsKind(SyntaxKind.None));
        return own.Concat(everywhere)
            .Where(directive => !directive.StaticKeyword.IsKind(SyntaxKind.None) && directive.Name is not null)
            .Select(directive => compilation.GetSemanticModel(directive.SyntaxTree).GetSymbolInfo(directive.Name!, cancellation).Symbol)
            .OfType<INamedTypeSymbol>()
            .FirstOrDefault(IsNetwork);
    }

    private static bool IsNetwork(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Length > 0 && type.GetAttributes().Any(StepKinds.IsNetwork);
}
