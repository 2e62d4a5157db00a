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
        $"    /// {Repeated("a summary of many words", ", ", 20)}",
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
    public void A_directive_a_table_and_a_line_without_a_space_stay_as_they_are()
    {
        foreach (string line in new[] { "#pragma warning disable " + Repeated("CS1591", ", ", 40), "    /// " + Repeated("cell", "   ", 60), new string('x', 200) })
            Assert.Equal([line], LongLines.Broken(line));
    }

    public static TheoryData<string> Laid =>
    [
        // behind a comma of the outermost list
        "    int whole = ForwardPanel(s->Inputs, s->Parameters + Weight + column * 64, s->Parameters + BiasOfALayerWithALongName + column, \n"
            + "        s->TheOutputOfOneLayer + column, s->TheRowsOfTheBatch);",
        // before an operator of the outermost level, of those that bind least
        "    wins = Vector512.Equals(*(Vector512<float>*)(places + 24), pooled) \n"
            + "        | (isNaN & ~Vector512.Equals(*(Vector512<float>*)(places + 24), *(Vector512<float>*)(places + 24)));",
        "    Vector512<float> next = Vector512.Max(firstOperand, secondOperand) * Vector512.Create(0.9f) + thirdOperand * fourthOperand \n"
            + "        - Vector512.MultiplyAddEstimate(fifthOperand, sixthOperand, seventhOperand);",
        // what an argument holds is broken one level further in
        "    *(Vector512<float>*)(s->Running + RunningMeanOfALayer + column) = VectorMath.FlushToZero(\n"
            + "        Vector512.MultiplyAddEstimate(mean, Vector512.Create(0.1f), \n"
            + "            *(Vector512<float>*)(s->Running + RunningMeanOfALayer + column) * Vector512.Create(0.9f) + *(Vector512<float>*)(s->Other)));",
        // behind what assigns, where little would be left before an operator
        "    float step = \n"
            + "        g / (Vector512.Sqrt(Vector512.Max(Vector512.MultiplyAddEstimate(-nextMean, nextMean, nextSquare), Vector512<float>.Zero)) + Vector512.Create(1e-8f));",
        // both ends of a condition
        "    delegate*<NetworkState, int, int, void> phase = numberOfRows > 16 \n"
            + "        ? (delegate*<NetworkState, int, int, void>)&ForwardOfManyRows512 : (delegate*<NetworkState, int, int, void>)&ForwardOfFewRows512;",
        // calls of what calls returned
        "    graph.Layer(\"maxout1\").Node(\"Gemm\").Tensor(\"weight\", 12, 5).Tensor(\"bias\", 12).Int(\"transB\", 1).Node(\"Reshape\").Integers(0, 2, 6).Float(\"epsilon\", 1e-5f)\n"
            + "        .Node(\"ReduceMax\").Ints(\"axes\", 1).Int(\"keepdims\", 0);",
        // the clauses of a loop
        "    for (int left = Math.Min(block, s->Rows - row); left > 0; \n"
            + "        left--, row++, prelu1SeenGradientRow += 16, inputSeenRow += 16, inputSeenGradientRow += 16, outputSeenGradientRow += 16)",
        // statements are no continuation of each other
        "    xk = x[0]; suma = Vector512.MultiplyAddEstimate(xk, *(Vector512<float>*)(w + 16), suma); \n"
            + "    sumb = Vector512.MultiplyAddEstimate(xk, *(Vector512<float>*)(w + 32), sumb);",
    ];

    [Theory]
    [MemberData(nameof(Laid))]
    public void A_line_is_broken_where_a_person_would(string laid)
    {
        string[] lines = laid.Split('\n');
        string line = lines[0] + string.Concat(lines.Skip(1).Select(line => line.TrimStart()));

        Assert.True(line.Length > Longest);
        Assert.Equal(lines.Select(line => line.TrimEnd()), LongLines.Broken(line));
    }

    private static string Repeated(string text, string between, int times) => string.Join(between, Enumerable.Repeat(text, times));

    private static string[] Tokens(IEnumerable<string> lines) =>
        [.. SyntaxFactory.ParseTokens(string.Join('\n', lines)).Select(token => token.Text)];

    private static string Remarks(IEnumerable<string> lines) => string.Join(' ', SyntaxFactory.ParseTokens(string.Join('\n', lines))
        .SelectMany(token => token.LeadingTrivia.Concat(token.TrailingTrivia))
        .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia))
        .Select(trivia => trivia.ToString().TrimStart('/', ' ')));
}
