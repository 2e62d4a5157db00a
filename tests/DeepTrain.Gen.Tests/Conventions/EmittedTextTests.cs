using System.Reflection;
using System.Text.RegularExpressions;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DeepTrain.Gen.Tests.Conventions;

/// <summary>What prints code does not read what has been printed: which types a file names is remembered when they are named.</summary>
public sealed partial class EmittedTextTests
{
    private static readonly string Root = Repository.PathOf("generator", "DeepTrain.Gen");

    private static readonly string[] Folders = ["Emission", "Layers", "Losses", "Optimizers", "Planning", "Model"];

    // files as wholes: empty lines and long ones
    private static readonly string[] Layout = ["EmittedFile.cs", "LongLines.cs", "StatementOutline.cs"];

    private static readonly HashSet<string> Types = [.. ImportedNames()];

    [Fact]
    public void Types_are_named_by_their_imports_never_in_a_text() => Assert.Empty(
        Sources().SelectMany(source => source.Root.DescendantTokens().Where(token => Text(token).Any(Types.Contains))
            .Where(token => !IsArgumentOfAnAttribute(token)).Select(token => $"{source.File}: {token.ValueText}")));

    [Fact]
    public void Every_import_says_where_its_type_is() => Assert.Equal(
        Types.Except([nameof(Import.Span), nameof(Import.ReadOnlySpan), nameof(Import.Vector128)]).Order(StringComparer.Ordinal),
        KernelUsings.Names.Order(StringComparer.Ordinal));

    [Fact]
    public void A_file_imports_what_was_named_while_it_was_written_and_what_is_written_apart_adds_nothing()
    {
        string[] apart = [];
        IReadOnlyCollection<string> named = Import.During(() =>
        {
            _ = Import.Math;
            apart = [.. Import.During(() => _ = Import.Guard)];
            _ = Import.Span;
        });

        Assert.Equal(["Guard"], apart);
        Assert.Equal(["Math", "Span"], named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Outside_of_a_kernels_file_no_short_name_is_to_be_had()
    {
        Assert.Throws<InvalidOperationException>(() => Import.Math);
        Assert.Throws<FormatException>(() => Import.During(() => throw new FormatException()));
        Assert.Throws<InvalidOperationException>(() => Import.Math);
    }

    /// <summary>Each of these takes a name or a type apart, or escapes a text: none looks for something in code that was printed.</summary>
    [Fact]
    public void No_text_is_searched_or_taken_apart() => Assert.Equal(
        [
            "ClosedClassEmitter.cs: type.Replace",
            "LossEmitter.cs: text.Substring",
            "OptimizerEmitter.cs: name.Substring",
            "ParameterPlan.cs: Spec.Name.Split",
            "ParameterPlan.cs: word.Substring",
            "ReservedNames.cs: name.StartsWith",
            "SkeletonEmitter.cs: header.Name.TrimStart",
            "SummaryTable.cs: (row[0].PadRight(columns[0]) + string.Concat(numbers)).TrimEnd",
            "SummaryTable.cs: string.Join(\" -> \", shapes).Replace",
            "SurfaceEmitter.cs: _name.TrimStart",
            "SurfaceEmitter.cs: spec.Header.Name.TrimStart",
            "TrainingEmitter.cs: _spec.Header.Name.TrimStart",
        ],
        Sources().Where(source => source.Folder != "Model" && !Layout.Contains(source.File))
            .SelectMany(source => Readings(source.Root).Select(reading => $"{source.File}: {reading}"))
            .Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("if (code.Contains(\"column\")) return;", "code.Contains")]
    [InlineData("int at = writer.ToString().IndexOf('x');", "writer.ToString().IndexOf")]
    [InlineData("foreach (string line in text.Split('\\n')) { }", "text.Split")]
    [InlineData("bool isName = value.All(char.IsLetterOrDigit);", "value.All")]
    [InlineData("bool found = Regex.IsMatch(text, \"x\");", "Regex.IsMatch")]
    [InlineData("if (layers.Contains(layer)) return;", null)]
    [InlineData("bool none = lines.All(line => line.IsEmpty);", null)]
    public void A_text_that_is_searched_is_found(string statement, string? reading) => Assert.Equal(
        reading is null ? [] : [reading], Readings(SyntaxFactory.ParseCompilationUnit(statement)));

    private static IEnumerable<string> ImportedNames() => typeof(Import).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(property => property.PropertyType == typeof(string)).Select(property => property.Name);

    private static IEnumerable<(string Folder, string File, SyntaxNode Root)> Sources() => Folders.SelectMany(folder =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Select(file =>
            (folder, Path.GetFileName(file), CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot())));

    // the words of a piece of text; what stands behind a dot or a colon belongs to another name
    private static IEnumerable<string> Text(SyntaxToken token) =>
        token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            ? Word().Matches(token.ValueText).Select(match => match.Value)
            : [];

    // [Dense(Init = ...)]
    private static bool IsArgumentOfAnAttribute(SyntaxToken token) =>
        token.Parent?.Parent?.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
        && access.Expression is IdentifierNameSyntax { Identifier.ValueText: "arguments" };

    private static IEnumerable<string> Readings(SyntaxNode root) => root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => call.Expression is MemberAccessExpressionSyntax access && Reads(access, call.ArgumentList.Arguments))
        .Select(call => call.Expression.ToString());

    private static bool Reads(MemberAccessExpressionSyntax access, SeparatedSyntaxList<ArgumentSyntax> arguments) =>
        access.Name.Identifier.ValueText switch
        {
            "Split" or "Substring" or "StartsWith" or "EndsWith" or "Replace" or "Trim" or "TrimStart" or "TrimEnd" => true,
            "IndexOf" or "LastIndexOf" or "Contains" => arguments.Any(
                argument => argument.Expression is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax),
            // char.IsLetter
            "All" or "Any" => arguments.Any(argument => argument.Expression is MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax }),
            _ => access.Expression is IdentifierNameSyntax { Identifier.ValueText: "Regex" },
        };

    [GeneratedRegex(@"(?<![\w.:])[A-Z]\w*")]
    private static partial Regex Word();
}
