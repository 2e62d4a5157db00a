using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Tests.Samples;

/// <summary>The sample DeepTanh quotes the compiler: what it quotes is what the analyzers say.</summary>
public class DeepTanhTests
{
    private static readonly string Source = File.ReadAllText(Repository.PathOf("samples", "DeepTanh", "Networks.cs"));

    [Fact]
    public async Task Without_its_suppressions_the_compiler_says_what_the_sample_quotes()
    {
        CSharpCompilation compilation = TestCompilation.Create(Source);
        CompilationUnitSyntax root = RootOf(compilation);
        SemanticModel model = compilation.GetSemanticModel(root.SyntaxTree);
        string[] quoted = [.. ClassesOf(root).SelectMany(type => Quotes(type, model), (type, text) => $"{type.Identifier} {text}")];

        CSharpCompilation talking = TestCompilation.Create(WithoutSuppressions(root));
        var reported = await AnalyzerHarness.Analyze(talking);

        Assert.NotEmpty(quoted);
        Assert.Equal(quoted, reported.Select(said => $"{ClassAt(said)} {said.Id}: {said.GetMessage()}"));
    }

    [Fact]
    public async Task The_sample_suppresses_what_is_said_and_nothing_else()
    {
        CompilationUnitSyntax root = RootOf(TestCompilation.Create(Source));
        string[] suppressed = [.. ClassesOf(root).SelectMany(Suppressions, (type, id) => $"{type.Identifier} {id}")];

        Assert.Empty(await AnalyzerHarness.Analyze(TestCompilation.Create(Source)));
        var reported = await AnalyzerHarness.Analyze(TestCompilation.Create(WithoutSuppressions(root)));
        Assert.Equal(suppressed, reported.Select(said => $"{ClassAt(said)} {said.Id}"));
        Assert.All(SuppressionAttributes(root), attribute => Assert.Contains("Justification = \"", attribute.ToString()));
    }

    private static CompilationUnitSyntax RootOf(CSharpCompilation compilation) =>
        (CompilationUnitSyntax)compilation.SyntaxTrees.Last().GetRoot();

    private static IEnumerable<ClassDeclarationSyntax> ClassesOf(SyntaxNode root) =>
        root.DescendantNodes().OfType<ClassDeclarationSyntax>();

    private static IEnumerable<AttributeSyntax> SuppressionAttributes(SyntaxNode node) =>
        node.DescendantNodes().OfType<AttributeSyntax>().Where(attribute => attribute.Name.ToString() == "SuppressMessage");

    // SuppressMessage(category, id, ...)
    private static IEnumerable<string> Suppressions(ClassDeclarationSyntax type) => SuppressionAttributes(type)
        .Select(attribute => ((LiteralExpressionSyntax)attribute.ArgumentList!.Arguments[1].Expression).Token.ValueText);

    private static IEnumerable<string> Quotes(ClassDeclarationSyntax type, SemanticModel model) => type
        .DescendantNodes().OfType<VariableDeclaratorSyntax>().Single(field => field.Identifier.Text == "CompilerSays")
        .DescendantNodes().OfType<ExpressionElementSyntax>()
        .Select(element => (string)model.GetConstantValue(element.Expression).Value!);

    private static string WithoutSuppressions(CompilationUnitSyntax root) => root
        .RemoveNodes(SuppressionAttributes(root).Select(attribute => attribute.Parent!), SyntaxRemoveOptions.KeepNoTrivia)!
        .ToFullString();

    private static string ClassAt(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetRoot()
        .FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ClassDeclarationSyntax>()!.Identifier.Text;
}
