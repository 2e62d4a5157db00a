using System.Text.RegularExpressions;

namespace DeepTrain.Gen.Tests.Conventions;

/// <summary>The generator's folders use each other as the table of ARCHITECTURE.md says, and no more.</summary>
public sealed partial class FolderTests
{
    private const string Roslyn = "Roslyn";

    private static readonly string Root = Repository.PathOf("generator", "DeepTrain.Gen");

    // what each folder may use, its types, and what it does use
    private static readonly IReadOnlyDictionary<string, HashSet<string>> Allowed = ReadTable();

    private static readonly IReadOnlyDictionary<string, HashSet<string>> Types = Allowed.Keys.ToDictionary(
        folder => folder, folder => Lines(folder).SelectMany(line => Type().Matches(line)).Select(match => match.Groups[1].Value).ToHashSet());

    private static readonly IReadOnlyDictionary<string, HashSet<string>> Used =
        Allowed.Keys.ToDictionary(folder => folder, folder => Lines(folder).SelectMany(UsesOf).Where(use => use != folder).ToHashSet());

    public static TheoryData<string> Folders => new(Allowed.Keys);

    [Fact]
    public void The_table_has_all_folders() => Assert.Equal(
        Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj"]).Order(StringComparer.Ordinal),
        Allowed.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_uses_what_the_table_allows_it_and_all_of_that(string folder) =>
        Assert.Equal(Allowed[folder].Order(StringComparer.Ordinal), Used[folder].Order(StringComparer.Ordinal));

    [Fact]
    public void What_is_planned_knows_neither_text_nor_symbols()
    {
        foreach (string folder in new[] { "Text", "Signal", "Model", "Prediction", "Planning" })
            Assert.Empty(Used[folder].Intersect([Roslyn, "Emission", "Declarations", "Diagnostics", "Dialects"]));
        Assert.DoesNotContain("Text", Used["Planning"]);
    }

    [Fact]
    public void The_first_folders_stand_on_each_other_without_a_circle()
    {
        string[] order = ["Text", "Signal", "Model", "Prediction"];
        for (int i = 0; i < order.Length; i++)
            Assert.Subset(order[..i].ToHashSet(), Used[order[i]]);
    }

    [Theory]
    [InlineData("using DeepTrain.Gen.Emission.Onnx;", "Emission")]
    [InlineData("using static DeepTrain.Gen.Diagnostics.DiagnosticIds;", "Diagnostics")]
    [InlineData("using Name = DeepTrain.Gen.Planning.Stage;", "Planning")]
    [InlineData("    Gen.Signal.LossSignal signal = x;", "Signal")]
    [InlineData("    IReadOnlyList<Signal.LossSignal> signal = x;", "Signal")]
    [InlineData("using Microsoft.CodeAnalysis.Text;", Roslyn)]
    [InlineData("    string text = CSharpLiteral.Of(1);", "Text")]
    [InlineData("/// <see cref=\"Declarations.LayerStems\"/>", null)]
    [InlineData("    foreach (LayerSpec layer in spec.Layers.Skip(1))", null)]
    [InlineData("    IReadOnlyList<LayerSpec> Layers.First", null)]
    public void A_line_that_uses_a_folder_is_found(string line, string? folder)
    {
        string[] expected = folder is null ? [] : [folder];
        Assert.Equal(expected, UsesOf(line).Distinct());
    }

    private static Dictionary<string, HashSet<string>> ReadTable()
    {
        var table = new Dictionary<string, HashSet<string>>();
        foreach (string line in File.ReadLines(Repository.PathOf("generator", "ARCHITECTURE.md")))
        {
            string[] cells = line.Split('|');
            if (cells.Length != 6 || !cells[1].Contains("/`", StringComparison.Ordinal))
                continue;
            HashSet<string> uses = [.. Quoted().Matches(cells[4]).Select(match => match.Groups[1].Value)];
            if (cells[4].Contains(Roslyn, StringComparison.Ordinal))
                uses.Add(Roslyn);
            foreach (Match folder in Quoted().Matches(cells[1]))
                table.Add(folder.Groups[1].Value, uses);
        }

        return table;
    }

    private static IEnumerable<string> Lines(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadLines);

    private static IEnumerable<string> UsesOf(string line)
    {
        string code = line.Split("//")[0];
        if (code.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            yield return Roslyn;
        // the project gives this one to every file
        if (Types["Text"].Any(type => Regex.IsMatch(code, $@"\b{type}\b")))
            yield return "Text";
        foreach (Match match in Named().Matches(code))
        {
            string folder = match.Groups[2].Value, next = match.Groups[3].Value;
            // a property may be called as a folder is, but what stands behind it is no type of the folder
            if (Allowed.ContainsKey(folder) && (match.Groups[1].Success || Types[folder].Contains(next)))
                yield return folder;
        }
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+)/?`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) (?!struct\b|class\b)(\w+)")]
    private static partial Regex Type();

    // DeepTrain.Gen.Emission, or Emission.VectorType
    [GeneratedRegex(@"(?:\b(Gen)\.|(?<![\w.]))([A-Z]\w+)\b(?=(?:\.(\w+))?)")]
    private static partial Regex Named();
}
