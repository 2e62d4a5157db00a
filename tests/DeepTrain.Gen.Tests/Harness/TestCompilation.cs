using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>The settings of a user's project that matter here.</summary>
/// <param name="Aliases">What the reference to the runtime library is called; nothing for the global namespace.</param>
internal sealed record TestProject(
    bool AllowsUnsafe = true, LanguageVersion Language = LanguageVersion.Latest, bool ChecksOverflow = false,
    params string[] Aliases)
{
    public static readonly TestProject Ordinary = new();

    public CSharpParseOptions ParseOptions => new(Language);
}

/// <summary>A user's project in memory: the running framework, the runtime library, and the given sources.</summary>
internal static class TestCompilation
{
    /// <summary>What ImplicitUsings and the package's own namespace save a user from writing.</summary>
    private const string GlobalUsings = "global using System; global using DeepTrain;";

    public static readonly CSharpParseOptions ParseOptions = TestProject.Ordinary.ParseOptions;

    public static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Where(IsManaged)
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location),
    ];

    public static CSharpCompilation Create(params string[] sources) => CSharpCompilation.Create(
        "User",
        [Parse(GlobalUsings, "GlobalUsings.cs"), .. sources.Select((source, i) => Parse(source, $"File{i + 1}.cs"))],
        References,
        Options);

    /// <summary>Sources as they are: older languages have no global usings.</summary>
    public static CSharpCompilation Create(TestProject project, params string[] sources)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "User",
            sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, project.ParseOptions, $"File{i + 1}.cs")),
            References,
            Options.WithAllowUnsafe(project.AllowsUnsafe).WithOverflowChecks(project.ChecksOverflow)
                .WithNullableContextOptions(NullableContextOptions.Disable));
        MetadataReference library = References[^1];
        return project.Aliases.Length == 0
            ? compilation
            : compilation.ReplaceReference(library, library.WithAliases(project.Aliases));
    }

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    private static bool IsManaged(string path)
    {
        try
        {
            AssemblyName.GetAssemblyName(path);
            return true;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
