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

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, s_parseOptions, path, Encoding.UTF8);

    public static CSharpCompilation Declare(params IEnumerable<string> sources) => CSharpCompilation.Create(
        "Project" + Guid.NewGuid().ToString("N"),
        [Parse(GlobalUsings, "GlobalUsings.cs"), .. sources.Select((source, i) => Parse(source, $"File{i + 1}.cs"))],
        s_references,
        s_options);

    public static GeneratorDriver NewDriver() =>
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: s_parseOptions);

    /// <summary>All that a build does: parse, generate, compile to an assembly.</summary>
    public static byte[] Build(params IEnumerable<string> sources)
    {
        NewDriver().RunGeneratorsAndUpdateCompilation(Declare(sources), out var complete, out _);
        using var image = new MemoryStream();
        EmitResult result = complete.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException("The networks do not compile:\n" + string.Join(
                '\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)));
        }
        return image.ToArray();
    }

    public static Assembly Load(params IEnumerable<string> sources) => Assembly.Load(Build(sources));
}
