using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>A source with expectations: <c>{|DTG006:1.5f|}</c> is the text <c>1.5f</c>, and a DTG006 on it.</summary>
internal sealed partial record Markup(string Source, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    public static Markup Parse(string marked)
    {
        var expected = new List<(string, TextSpan)>();
        string source = "";
        int read = 0;
        foreach (Match match in Mark().Matches(marked))
        {
            source += marked[read..match.Index];
            string text = match.Groups["text"].Value;
            expected.Add((match.Groups["id"].Value, new TextSpan(source.Length, text.Length)));
            source += text;
            read = match.Index + match.Length;
        }

        return new Markup(source + marked[read..], expected);
    }

    public IEnumerable<string> Places(string path) => Expected.Select(mark => Describe(path, Source, mark.Id, mark.Span));

    /// <summary>A place as a failing test should show it.</summary>
    public static string Describe(string path, string source, string id, TextSpan span) => string.Create(
        CultureInfo.InvariantCulture, $"{id} at {path}({span.Start}): {source.Substring(span.Start, span.Length)}");

    [GeneratedRegex(@"\{\|(?<id>DTG\d{3}):(?<text>.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
