using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Dialects;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen;

/// <summary>
/// Adds the code of every class marked with <c>[Network]</c>. What is wrong with a declaration it leaves to the analyzers; it
/// gets the surface without the code. So does a network that this compiler fails on, which is the one thing reported here.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkDeclaration> read = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                StepKinds.NetworkAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                static (target, cancellation) => Read(target, cancellation))
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!);

        IncrementalValuesProvider<NetworkDeclaration> declarations = read
            .Where(static declaration => declaration.Header is not null)
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

        IncrementalValueProvider<VectorWidths> widths = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => TargetProject.Widths(options.GlobalOptions));

        IncrementalValueProvider<ProjectOptions> project = context.CompilationProvider
            .Select(static (compilation, _) => TargetProject.Options(compilation))
            .Combine(widths)
            .Select(static (pair, _) => pair.Left with { Widths = pair.Right })
            .WithTrackingName(TrackingNames.Project);

        IncrementalValuesProvider<string> closed = read
            .Where(static declaration => declaration.ClosedClass is not null)
            .Select(static (declaration, _) => declaration.ClosedClass!);

        // one file for all of them, if there are any
        IncrementalValuesProvider<EquatableArray<StandIn>> standIns = read
            .SelectMany(static (declaration, _) => declaration.StandIns)
            .Collect()
            .SelectMany(static (all, _) => all.IsEmpty ? [] : new[] { all.Distinct().ToEquatableArray() });

        context.RegisterSourceOutput(closed.Combine(project), static (output, source) =>
        {
            string text = ClosedClassEmitter.Emit(source.Left, source.Right.KnowsExtensions);
            output.AddSource(HintNames.OfClosedClass(source.Left), ProjectDialect.Of(text, source.Right));
        });
        context.RegisterSourceOutput(standIns, static (output, all) =>
            output.AddSource("unknown-steps.g.cs", StandInEmitter.Emit(all)));
        context.RegisterSourceOutput(networks.Combine(project), static (output, source) =>
            Write(output, source.Left.Spec, source.Left.IsAmbiguous, source.Right));
        context.RegisterSourceOutput(skeletons.Combine(project), static (output, source) =>
        {
            NetworkDeclaration declaration = source.Left.Declaration;
            WriteSkeleton(
                output, declaration.Header!, declaration.Taken, declaration.CallsBase, source.Left.IsAmbiguous, source.Right);
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

    // an exception that left here would take the code of all other networks away
    private static void Write(SourceProductionContext output, NetworkSpec spec, bool isAmbiguous, ProjectOptions project)
    {
        var files = new List<(string Name, string Text)>();
        try
        {
            var names = new HintNames(spec.Header, isAmbiguous);
            foreach (EmittedFile file in NetworkEmitter.Emit(spec, project.Widths, output.CancellationToken))
                files.Add((names.Unique(file.Subject), ProjectDialect.Of(file.Text, project)));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            string what = $"{failure.GetType().Name}: {failure.Message}";
            output.ReportDiagnostic(Diagnostic.Create(
                DeclarationRules.CompilerFailure, Location.None, spec.Header.Name.TrimStart('@'), what));
            WriteSkeleton(output, spec.Header, EquatableArray<string>.Empty, callsBase: true, isAmbiguous, project);
            return;
        }

        foreach ((string name, string text) in files)
            output.AddSource(name, text);
    }

    private static void WriteSkeleton(
        SourceProductionContext output, NetworkHeader header, EquatableArray<string> taken, bool callsBase, bool isAmbiguous,
        ProjectOptions project)
    {
        string text = SkeletonEmitter.Emit(header, taken, callsBase, project.KnowsStaticAbstracts);
        output.AddSource(new HintNames(header, isAmbiguous).Unique(""), ProjectDialect.Of(text, project));
    }
}
