using System.Text.RegularExpressions;

namespace DeepTrain.Tests.Onnx;

/// <summary>The code of a page of the documentation.</summary>
internal static partial class DocumentedBlocks
{
    /// <summary>The blocks of a language, in their order.</summary>
    public static string[] Of(string page, string language)
    {
        string text = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "generator", "docs", page)).ReplaceLineEndings("\n");
        return [.. Blocks().Matches(text).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value)];
    }

    // from where the tests run: paths that the compiler knows are not real ones in a deterministic build
    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "DeepTrain.Gen.sln")) ? folder
        : Root(Path.GetDirectoryName(folder)
            ?? throw new DirectoryNotFoundException("DeepTrain.Gen.sln is in no parent folder"));

    [GeneratedRegex("^```(\\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
