using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using DeepTrain;
using DeepTrain.Gen;
using DeepTrain.Gen.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

/// <summary>Does in memory what the compiler does in a project: generator, analyzers, code.</summary>
public sealed class NetworkCompiler
{
    private readonly MethodInfo _create;

    private NetworkCompiler(MethodInfo create, IReadOnlyList<string> findings) => (_create, Findings) = (create, findings);

    /// <summary>What the analyzers say of the declaration.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <exception cref="InvalidOperationException">The declaration does not compile.</exception>
    public static NetworkCompiler Compile(NetworkSource source)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest);
        string framework = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Trained",
            [CSharpSyntaxTree.ParseText(source.Text, parse, "Network.cs")],
            // a project refers to the generator as an analyzer, and not to what is in it
            framework.Split(Path.PathSeparator).Where(path => path != typeof(NetworkGenerator).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);
        ImmutableArray<Diagnostic> findings = complete
            .WithAnalyzers([new NetworkAnalyzer(), new DeclarationAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        using var image = new MemoryStream();
        var emitted = complete.Emit(image);
        if (!emitted.Success)
            throw new InvalidOperationException($"{source.Text}\n{string.Join('\n', emitted.Diagnostics)}");
        image.Position = 0;
        Type network = AssemblyLoadContext.Default.LoadFromStream(image).GetType(NetworkSource.ClassName, throwOnError: true)!;
        return new NetworkCompiler(
            network.GetMethod(nameof(Create), [typeof(ulong)])!,
            [.. findings.Where(finding => finding.Severity >= DiagnosticSeverity.Warning)
                .Select(finding => $"{finding.Id}: {finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")]);
    }

    /// <summary>A network of a seed.</summary>
    public INetwork Create(ulong seed) => (INetwork)_create.Invoke(null, [seed])!;
}
