using DeepTrain.Gen.Emission;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Pipeline;

/// <summary>Emitted lines are short enough to be read, and say what they said.</summary>
public sealed class LongLinesTests
{
    private const int Longest = 160;

    public static TheoryData<string> Lines =>
    [
        $"        x = {Repeated("Function(a, b)", " + ", 30)};",
        $"        {Repeated("sum0 = Vector512.MultiplyAddEstimate(xk, wa, sum0);", " ", 9)}",
        $"        graph{Repeated(".Node(\"Gemm\").Int(\"axes\", 1)", "", 12)};",
        $"        y = {Repeated("a[i + 1]", " * ", 25)}; // and why it is so, with \"quotes\" in it",
        $"        string s = \"{Repeated("no place", " ", 10)}\" + {Repeated("'\"'", " + ", 30)} + \"\\\" // none\" + {Repeated("b", " + ", 30)};",
        $"    public void M({Repeated("global::System.ReadOnlySpan<global::System.Collections.Generic.Dictionary<int, int>> x", ", ", 3)})",
        $"    // {Repeated("a comment of many words", ", ", 20)}",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_long_line_becomes_short_ones_of_the_same_tokens(string line)
    {
        string[] broken = [.. LongLines.Broken(line)];

        Assert.True(broken.Length > 1);
        Assert.All(broken, part => Assert.InRange(part.Length, 1, Longest));
        Assert.Equal(Tokens([line]), Tokens(broken));
        // a remark stands above what it was behind
        Assert.Equal(Remarks([line]), Remarks(broken));
    }

    [Theory]
    [InlineData("int x = 1;")]
    [InlineData("")]
    public void A_short_line_stays_as_it_is(string line) => Assert.Equal([line], LongLines.Broken(line));

    [Fact]
    public void A_directive_a_summary_and_a_line_without_a_space_stay_as_they_are()
    {
        foreach (string line in new[] { "#pragma warning disable " + Repeated("CS1591", ", ", 40), "    /// " + Repeated("word", " ", 60), new string('x', 200) })
            Assert.Equal([line], LongLines.Broken(line));
    }

    private static string Repeated(string text, string between, int times) => string.Join(between, Enumerable.Repeat(text, times));

    private static string[] Tokens(IEnumerable<string> lines) =>
        [.. SyntaxFactory.ParseTokens(string.Join('\n', lines)).Select(token => token.Text)];

    private static string Remarks(IEnumerable<string> lines) => string.Join(' ', SyntaxFactory.ParseTokens(string.Join('\n', lines))
        .SelectMany(token => token.LeadingTrivia.Concat(token.TrailingTrivia))
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        .Select(trivia => trivia.ToString().TrimStart('/', ' ')));
}
