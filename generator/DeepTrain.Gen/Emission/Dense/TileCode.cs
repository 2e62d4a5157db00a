using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission;

/// <summary>The names and repeated lines of a register tile: <c>sum3b</c> is row 3, second vector of columns.</summary>
internal static class TileCode
{
    private const string Letters = "abcdefgh";

    public static string Attribute => $"[{Import.MethodImplAttribute}({Import.MethodImplOptions}.AggressiveOptimization)]";

    /// <summary>For what is so short that the call would show.</summary>
    public static string InlinedAttribute => $"[{Import.MethodImplAttribute}({Import.MethodImplOptions}.AggressiveInlining)]";

    public static string Sum(int row, int vector) => $"sum{row}{Letters[vector]}";

    /// <summary>The sum of the deltas of a vector of units.</summary>
    public static string Bias(int vector) => $"bias{Letters[vector]}";

    public static string Weight(int vector) => $"w{Letters[vector]}";

    /// <summary>The sum of several sums, pairwise, so that the last additions do not wait for each other.</summary>
    public static string Total(IEnumerable<string> sums)
    {
        var parts = sums.ToList();
        while (parts.Count > 2)
        {
            parts = parts.Where((_, i) => i % 2 == 0)
                .Select((part, i) => 2 * i + 1 < parts.Count ? $"({part} + {parts[2 * i + 1]})" : part)
                .ToList();
        }

        return string.Join(" + ", parts);
    }

    /// <summary>Declares several variables of one type, each on its own line if there are many.</summary>
    public static void Declare(SourceWriter writer, string type, IReadOnlyList<string> declarators)
    {
        const int perLine = 4;
        for (int i = 0; i < declarators.Count; i += perLine)
            writer.Line($"{type} {string.Join(", ", declarators.Skip(i).Take(perLine))};");
    }

    /// <summary>Declares the sums of a product's tile: rows of vectors, each begun with the bias if there is one.</summary>
    public static void DeclareSums(SourceWriter writer, VectorType v, int rows, int vectors, bool hasBias) => Declare(
        writer, v.Float,
        [
            .. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, vectors).Select(j =>
            {
                string start = !hasBias ? v.Zero : row == 0 ? v.Load("b", j * v.Lanes) : Sum(0, j);
                return $"{Sum(row, j)} = {start}";
            })),
        ]);

    /// <summary>So many of something, for a comment.</summary>
    public static string Count(int count, string noun) => $"{CSharpLiteral.Of(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>One row's multiply-adds for one step of the reduction.</summary>
    public static void EmitMultiplyAdd(SourceWriter writer, VectorType v, int row, int vectors, string scalar)
    {
        string operand = $"xk = {v.Operand(scalar)};";
        string sums = string.Join(" ", Enumerable.Range(0, vectors).Select(j => AddTo(v, row, j)));
        if (vectors == 1)
            writer.Line($"{operand} {sums}");
        else
            writer.Line(operand).Line(sums);
    }

    /// <summary>The operand times a vector of weights, added to a sum.</summary>
    public static string AddTo(VectorType v, int row, int vector) =>
        $"{Sum(row, vector)} = {v.MultiplyAdd("xk", Weight(vector), Sum(row, vector))};";
}
