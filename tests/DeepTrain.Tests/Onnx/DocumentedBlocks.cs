using System.Text.RegularExpressions;
using DeepTrain.Tests.Documentation;

namespace DeepTrain.Tests.Onnx;

/// <summary>The code of a page of the documentation.</summary>
internal static partial class DocumentedBlocks
{
    /// <summary>The blocks of a language, in their order.</summary>
    public static string[] Of(string page, string language)
    {
        string text = File.ReadAllText(Repository.PathOf("generator", "docs", page)).ReplaceLineEndings("\n");
        return [.. Blocks().Matches(text).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value)];
    }

    [GeneratedRegex("^```(\\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
