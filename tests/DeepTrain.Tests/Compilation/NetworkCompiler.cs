extern alias generator;

using System.Collections.Concurrent;
using System.Globalization;
using generator::DeepTrain.Gen;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace DeepTrain.Tests.Compilation;

/// <summary>Compiles declared networks as a user's build would, in memory and while the tests run.</summary>
internal static class NetworkCompiler
{
    // the in-memory compiler's newest language: what a project for .NET 10 gets
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(INetwork).Assembly.Location)
            .Distinct()
            .Where(path => Path.GetFileName(path) is "DeepTrain.dll" or "mscorlib.dll" or "netstandard.dll"
                || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    private static readonly ConcurrentDictionary<(string Source, bool ChecksOverflow), Lazy<CompiledNetworks>> Cache = new();

    /// <summary>Compiles the networks of a source text; the same text is compiled once.</summary>
    /// <param name="checksOverflow">Whether the project has <c>CheckForOverflowUnderflow</c>.</param>
    public static CompiledNetworks Compile(string source, bool checksOverflow = false) => Cache.GetOrAdd(
        (source, checksOverflow),
        key => new Lazy<CompiledNetworks>(() => ReadOrCompile(key.Source, key.ChecksOverflow))).Value;

    private static CompiledNetworks ReadOrCompile(string source, bool checksOverflow)
    {
        string key = CompiledNetworkCache.Key(source, checksOverflow);
        if (CompiledNetworkCache.Read(key) is { } cached)
            return cached;
        CompiledNetworks compiled = CompileAnew(source, checksOverflow);
        CompiledNetworkCache.Write(key, compiled);
        return compiled;
    }

    private static CompiledNetworks CompileAnew(string source, bool checksOverflow)
    {
        var declarations = CSharpCompilation.Create(
            "Networks" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(source, ParseOptions, "Declarations.cs", System.Text.Encoding.UTF8)],
            References.Value,
            CompilationOptions.WithOverflowChecks(checksOverflow));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], parseOptions: ParseOptions, optionsProvider: new BuildProperties());
        driver = driver.RunGeneratorsAndUpdateCompilation(declarations, out var complete, out var reported);
        GeneratorRunResult run = driver.GetRunResult().Results.Single();
        if (run.Exception is { } exception)
            throw new InvalidOperationException("The generator failed: " + exception, exception);

        using var image = new MemoryStream();
        EmitResult result = complete.Emit(image);
        if (!result.Success || reported.Any(d => d.Severity >= DiagnosticSeverity.Warning))
            throw new InvalidOperationException(Explain(reported.Concat(result.Diagnostics)));
        return new CompiledNetworks(
            image.ToArray(),
            run.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()));
    }

    /// <summary>The first errors, each with the line it stands in and its neighbours.</summary>
    private static string Explain(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).ToList();
        IEnumerable<string> shown = errors.Take(10).Select(error =>
        {
            if (error.Location.SourceTree is not { } tree)
                return error.ToString();
            var lines = tree.GetText().Lines;
            int at = error.Location.GetLineSpan().StartLinePosition.Line;
            IEnumerable<string> around = Enumerable.Range(at - 2, 5)
                .Where(line => line >= 0 && line < lines.Count)
                .Select(line => $"{(line == at ? ">" : " ")} {line + 1,5} {lines[line]}");
            string message = $"{tree.FilePath}: {error.Id} {error.GetMessage(CultureInfo.InvariantCulture)}";
            return string.Join('\n', around.Prepend(message));
        });
        return $"The emitted networks do not compile ({errors.Count} errors):\n" + string.Join("\n\n", shown);
    }
}
