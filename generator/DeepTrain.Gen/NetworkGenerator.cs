using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Dialects;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen;

/// <summary>
/// Adds the code of every class marked with <c>[Network]</c>. It reports nothing: the analyzers do. A declaration that is
/// invalid gets the surface without the code.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkDeclaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                StepKinds.NetworkAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                static (target, cancellation) => Read(target, cancellation))
            .Where(static declaration => declaration?.Header is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Declaration);

        IncrementalValueProvider<EquatableArray<string>> ambiguous = declarations
            .Select(static (declaration, _) => declaration.Header!.HintName)
            .Collect()
            .Select(static (names, _) => HintNames.Ambiguous(names))
            .WithTrackingName(TrackingNames.AmbiguousNames);

        IncrementalValuesProvider<(NetworkSpec Spec, bool IsAmbiguous)> networks = declarations
            .Where(static declaration => declaration.Spec is not null)
            .Select(static (declaration, _) => declaration.Spec!)
            .Combine(ambiguous)
            .Select(static (pair, _) => (pair.Left, HintNames.Contains(pair.Right, pair.Left.Header)))
            .WithTrackingName(TrackingNames.Network);

        IncrementalValuesProvider<(NetworkDeclaration Declaration, bool IsAmbiguous)> skeletons = declarations
            .Where(static declaration => declaration.Spec is null)
            .Combine(ambiguous)
            .Select(static (pair, _) => (pair.Left, HintNames.Contains(pair.Right, pair.Left.Header!)))
            .WithTrackingName(TrackingNames.Skeleton);

        IncrementalValueProvider<ProjectOptions> project = context.CompilationProvider
            .Select(static (compilation, _) => TargetProject.Options(compilation))
            .WithTrackingName(TrackingNames.Project);

        context.RegisterSourceOutput(networks.Combine(project), static (output, source) =>
        {
            ((NetworkSpec spec, bool isAmbiguous), ProjectOptions options) = source;
            var names = new HintNames(spec.Header, isAmbiguous);
            foreach (EmittedFile file in NetworkEmitter.Emit(spec))
                output.AddSource(names.Unique(file.HintName), ProjectDialect.Of(file.Text, options));
        });
        context.RegisterSourceOutput(skeletons.Combine(project), static (output, source) =>
        {
            ((NetworkDeclaration declaration, bool isAmbiguous), ProjectOptions options) = source;
            NetworkHeader header = declaration.Header!;
            string text = SkeletonEmitter.Emit(header, declaration.Taken, declaration.CallsBase);
            output.AddSource(
                new HintNames(header, isAmbiguous).Unique($"{header.HintName}.g.cs"), ProjectDialect.Of(text, options));
        });
    }

    private static NetworkDeclaration? Read(GeneratorAttributeSyntaxContext target, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)target.TargetSymbol;

        // with [Network] on two parts, an error of its own, the class is seen twice
        SyntaxReference? first = type.GetAttributes().FirstOrDefault(StepKinds.IsNetwork)?.ApplicationSyntaxReference;
        return first is not null && first.SyntaxTree == target.TargetNode.SyntaxTree && target.TargetNode.Span.Contains(first.Span)
            ? NetworkParser.Parse(type, report: null, cancellation)
            : null;
    }
}
