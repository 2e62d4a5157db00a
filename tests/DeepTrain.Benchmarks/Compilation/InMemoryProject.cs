extern alias generator;

using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NetworkGenerator = generator::DeepTrain.Gen.NetworkGenerator;

namespace DeepTrain.Benchmarks.Compilation;

/// <summary>Compiles a user's project in memory: sources, the generator, the runtime library.</summary>
internal static class InMemoryProject
{
    private const string GlobalUsings = "global using System; global using DeepTrain;";

    private static readonly CSharpParseOptions s_parseOptions = new(LanguageVersion.Latest);

    // for whom the code counts and not the warnings: an analysis for null costs a quarter of a build
    private static readonly CSharpParseOptions s_quickParseOptions = s_parseOptions
        .WithDocumentationMode(DocumentationMode.None)
        .WithFeatures([new("run-nullable-analysis", "never")]);

    private static readonly CSharpCompilationOptions s_options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    private static readonly MetadataReference[] s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(INetwork).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static SyntaxTree Parse(string source, string path) => Parse(source, path, s_parseOptions);

    public static CSharpCompilation Declare(params IEnumerable<string> sources) => Declare(sources, s_parseOptions);

    public static GeneratorDriver NewDriver() => NewDriver(s_parseOptions);

    /// <summary>All that a build does: parse, generate, compile to an assembly.</summary>
    public static byte[] Build(params IEnumerable<string> sources) => Build(sources, s_parseOptions);

    /// <summary>The same assembly without the checks for null.</summary>
    public static byte[] BuildQuickly(IEnumerable<string> sources) => Build(sources, s_quickParseOptions);

    public static Assembly Load(params IEnumerable<string> sources) => Assembly.Load(Build(sources));

    private static SyntaxTree Parse(string source, string path, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(source, options, path, Encoding.UTF8);

    private static CSharpCompilation Declare(IEnumerable<string> sources, CSharpParseOptions options) => CSharpCompilation.Create(
        "Project" + Guid.NewGuid().ToString("N"),
        [
            Parse(GlobalUsings, "GlobalUsings.cs", options),
            .. sources.Select((source, i) => Parse(source, $"File{i + 1}.cs", options)),
        ],
        s_references,
        s_options);

    private static GeneratorDriver NewDriver(CSharpParseOptions options) =>
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options);

    private static byte[] Build(IEnumerable<string> sources, CSharpParseOptions options)
    {
        NewDriver(options).RunGeneratorsAndUpdateCompilation(Declare(sources, options), out var complete, out _);
        using var image = new MemoryStream();
        EmitResult result = complete.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException("The networks do not compile:\n" + string.Join(
                '\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        }
        return image.ToArray();
    }
}
