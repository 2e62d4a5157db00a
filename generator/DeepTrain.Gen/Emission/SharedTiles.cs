using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The tiles for what is left of a batch after the whole tiles: 1 to 7 rows, 1 to 5 at 256 bits. Strides come as arguments,
/// so that every layer of a network can use them; a low tile splits its reduction into interleaved sums, or each
/// multiply-add would wait for the last.
/// </summary>
internal sealed class SharedTiles
{
    private const string TileParameters =
        "float* x, int strideX, float* w, int width, float* b, float* y, int strideY, int reduction";

    private readonly SortedSet<(int Bits, int Vectors)> _used = [];

    /// <summary>
    /// Notes that tiles of this many vectors are needed; returns the name of the method that picks one by its rows.
    /// </summary>
    public string Request(VectorType v, int vectors)
    {
        _used.Add((v.Bits, vectors));
        return MethodName(v, vectors);
    }

    public void Emit(SourceWriter writer)
    {
        foreach (VectorType v in VectorType.All)
        {
            foreach ((int _, int vectors) in _used.Where(used => used.Bits == v.Bits))
            {
                EmitSwitch(writer, v, vectors);
                for (int rows = 1; rows <= Highest(v); rows++)
                    EmitTile(writer, v, rows, vectors);
            }
        }
    }

    /// <summary>The rows of the highest of these tiles: one less than a whole one's.</summary>
    public static int Highest(VectorType v) => TilePolicy.Rows(v) - 1;

    private static string MethodName(VectorType v, int vectors) => $"FewRows{Suffix(vectors)}{CSharpLiteral.Of(v.Bits)}";

    private static string TileName(VectorType v, int rows, int vectors) =>
        $"Tile{CSharpLiteral.Of(rows)}Rows{Suffix(vectors)}{CSharpLiteral.Of(v.Bits)}";

    private static string Suffix(int vectors) => vectors switch { 1 => "Narrow", 2 => "", _ => "Wide" };

    private static void EmitSwitch(SourceWriter writer, VectorType v, int vectors)
    {
        string wide = $"{vectors} vector{(vectors > 1 ? "s" : "")} of {v.Lanes} columns wide";
        writer.Line($"// Up to {Highest(v)} rows of a product, {wide}: y = b + x w.");
        using (writer.Block($"private static void {MethodName(v, vectors)}(int rows, {TileParameters})"))
        using (writer.Block("switch (rows)"))
        {
            for (int rows = 1; rows <= Highest(v); rows++)
            {
                string call = TileName(v, rows, vectors) + "(x, strideX, w, width, b, y, strideY, reduction)";
                writer.Line($"case {rows}: {call}; break;");
            }
        }

        writer.Line();
    }

    private static void EmitTile(SourceWriter writer, VectorType v, int rows, int vectors)
    {
        int chains = TilePolicy.Chains(rows, vectors);
        writer.Line($"// {rows} row{(rows > 1 ? "s" : "")} x {vectors} vector{(vectors > 1 ? "s" : "")}"
            + (chains > 1 ? $", each sum in {chains} interleaved parts to hide the latency of a multiply-add" : "") + ".");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {TileName(v, rows, vectors)}({TileParameters})"))
        {
            for (int row = 1; row < rows; row++)
                writer.Line($"float* x{row} = {(row == 1 ? "x" : $"x{row - 1}")} + strideX;");
            var sums = new List<string>();
            for (int row = 0; row < rows; row++)
            {
                for (int j = 0; j < vectors; j++)
                {
                    string start = row == 0 ? v.Load(TileCode.Times("b", j * v.Lanes)) : TileCode.Sum(0, j);
                    sums.Add($"{TileCode.Sum(row, j)} = {start}");
                    for (int chain = 1; chain < chains; chain++)
                        sums.Add($"{TileCode.Sum(row, j, chain)} = {v.Zero}");
                }
            }

            TileCode.Declare(writer, v.Float, sums);
            writer.Line($"{v.Float} xk, {string.Join(", ", Enumerable.Range(0, vectors).Select(TileCode.Weight))};");
            writer.Line("int k = 0;");
            if (chains > 1)
            {
                using (writer.Block($"for (; k <= reduction - {chains}; k += {chains})"))
                {
                    for (int chain = 0; chain < chains; chain++)
                        EmitStep(writer, v, rows, vectors, chain);
                }
            }

            using (writer.Block("for (; k < reduction; k++)"))
                EmitStep(writer, v, rows, vectors, chain: 0, single: true);
            EmitStores(writer, v, rows, vectors, chains);
        }

        writer.Line();
    }

    private static void EmitStep(SourceWriter writer, VectorType v, int rows, int vectors, int chain, bool single = false)
    {
        for (int j = 0; j < vectors; j++)
            writer.Line($"{TileCode.Weight(j)} = {v.Load(TileCode.Times("w", j * v.Lanes))};");
        writer.Line("w += width;");
        string k = chain == 0 || single ? "k" : $"k + {chain}";
        for (int row = 0; row < rows; row++)
            writer.Line(TileCode.MultiplyAdd(v, row, vectors, row == 0 ? $"x[{k}]" : $"x{row}[{k}]", chain));
    }

    private static void EmitStores(SourceWriter writer, VectorType v, int rows, int vectors, int chains)
    {
        for (int row = 0; row < rows; row++)
        {
            if (row > 0)
                writer.Line("y += strideY;");
            for (int j = 0; j < vectors; j++)
            {
                string total = TileCode.Total(Enumerable.Range(0, chains).Select(chain => TileCode.Sum(row, j, chain)));
                writer.Line($"{v.Load(TileCode.Times("y", j * v.Lanes))} = {total};");
            }
        }
    }
}
