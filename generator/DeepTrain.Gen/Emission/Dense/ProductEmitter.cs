using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints a product: one method for a panel, walking the batch in row tiles, and the whole tile it calls.</summary>
internal sealed class ProductEmitter(UnrollPolicy policy, VectorType v, SharedMethods.FileMethods methods)
{
    private readonly int _rows = TilePolicy.Rows(v);

    /// <summary>The method for a panel: this product's own, or that of an earlier layer of equal shape.</summary>
    public string PanelMethod(Product product, int width) => methods.NameOf(product.Method(v, width));

    private string TileMethod(Product product, int width) =>
        $"{product.Name}{product.Suffix(width)}{CSharpLiteral.Of(_rows)}Rows{CSharpLiteral.Of(v.Bits)}";

    /// <summary>
    /// Writes the methods that are this file's own. The panel method returns how many rows have had the epilogue: those of whole tiles.
    /// </summary>
    public void Emit(SourceWriter writer, Product product)
    {
        foreach (int width in product.PanelWidths)
        {
            if (!methods.IsOwn(product.Method(v, width)))
                continue;
            EmitPanel(writer, product, width);
            EmitTile(writer, product, width);
        }
    }

    private void EmitPanel(SourceWriter writer, Product product, int width)
    {
        Strip strip = TilePolicy.StripOf(v, product.Columns, width);
        int stripWidth = strip.Vectors * v.Lanes;
        bool strips = width > Math.Max(stripWidth, PanelShape.Granule);
        string h = product.EpilogueInput > 0 ? ", float* h" : "", b = product.HasBias ? ", float* b" : "";
        writer.Line($"// {product.Equation}, for one panel of {width} columns.");
        if (product.Epilogue is not null)
            writer.Line("// Returns how many rows are in whole tiles: those have had their epilogue.");
        if (product.IsInParts)
            writer.Line($"// Adds a part of the terms, from the term from on; between the parts the sums of whole tiles wait in y.");
        writer.Line(policy.IsStraightLine ? TileCode.InlinedAttribute : TileCode.Attribute);
        string returned = product.Epilogue is null ? "void" : "int";
        string parameters = $"float* x, float* w{b}, float* y{h}, int rows{(product.IsInParts ? ", int from" : "")}";
        using (writer.Block($"private static {returned} {PanelMethod(product, width)}({parameters})"))
        {
            if (product.Epilogue is not null)
                writer.Line("int whole = 0;");
            if (strips)
            {
                string nextH = h.Length > 0 ? $", h += {stripWidth}" : "";
                string nextB = b.Length > 0 ? $", b += {stripWidth}" : "";
                string next = $"strip += {stripWidth}, w += {stripWidth}{nextB}, y += {stripWidth}{nextH}";
                using (writer.Block($"for (int strip = 0; strip < {width}; {next})"))
                    EmitRows(writer, product, strip, width, "strip");
            }
            else
            {
                EmitRows(writer, product, strip, width, null);
            }

            if (product.Epilogue is not null)
                writer.Line("return whole;");
        }

        writer.Line();
    }

    private void EmitRows(SourceWriter writer, Product product, Strip strip, int width, string? inStrip)
    {
        bool hasH = product.EpilogueInput > 0;
        string cursorX = inStrip is null ? "x" : "xRow";
        string cursorY = inStrip is null ? "y" : "yRow";
        string cursorH = inStrip is null ? "h" : "hRow";
        if (inStrip is not null)
            writer.Line($"float* xRow = x, yRow = y{(hasH ? ", hRow = h" : "")};");
        string nextH = hasH ? $", {cursorH} += {_rows} * {product.EpilogueInput}" : "";
        string next = $"{cursorX} += {_rows} * {product.StrideX}, {cursorY} += {_rows} * {product.StrideY}{nextH}";
        string bias = product.HasBias ? ", b" : "", h = hasH ? ", " + cursorH : "";
        writer.Line("int left = rows;");
        string step = $"left -= {_rows}, {next}";
        using (writer.Block($"for (; left >= {2 * _rows - 1} || left == {_rows}; {step})"))
            writer.Line($"{TileMethod(product, width)}({cursorX}, w{bias}, {cursorY}{h}{(product.IsInParts ? ", from" : "")});");
        if (product.Epilogue is not null)
            writer.Line("whole = rows - left;");
        string start = product.HasBias ? "b" : "null", library = $"{Import.ProductTiles}.Rows" + CSharpLiteral.Of(v.Bits);
        string fromX = $"{cursorX}, strideX: {product.StrideX}", toY = $"{cursorY}, strideY: {product.StrideY}";
        writer.Line($"// what is left: up to {_rows - 1} rows are one more tile, {_rows + 1} to {2 * _rows - 2} two of about equal height");
        if (product.IsInParts)
            writer.Line($"if (from == {product.Parts.Last})");
        using (product.IsInParts ? writer.Indent() : null)
        {
            writer.Line($"{library}(left, vectors: {strip.Vectors}, {fromX}, w, width: {width}, "
                + $"{start}, {toY}, reduction: {product.Reduction});");
        }
    }

    private void EmitTile(SourceWriter writer, Product product, int width)
    {
        Strip strip = TilePolicy.StripOf(v, product.Columns, width);
        int vectors = strip.Vectors;
        int unroll = policy.Unroll(_rows, vectors, product.Reduction);
        string tile = $"{_rows} rows x {TileCode.Count(vectors, "vector")} of {v.Lanes} columns";
        writer.Line($"// {tile}: {_rows * vectors} sums stay in registers while k runs over {product.Reduction}.");
        writer.Line(TileCode.Attribute);
        string bias = product.HasBias ? ", float* b" : "", read = product.EpilogueInput > 0 ? ", float* h" : "";
        string part = product.IsInParts ? ", int from" : "";
        using (writer.Block($"private static void {TileMethod(product, width)}(float* x, float* w{bias}, float* y{read}{part})"))
        {
            if (product.HasBias)
                writer.Line("// the bias starts every sum");
            TileCode.DeclareSums(writer, v, _rows, vectors, product.HasBias);
            if (product.IsInParts)
                EmitResumption(writer, product, vectors, width);
            writer.Line($"{v.Float} xk, {string.Join(", ", Enumerable.Range(0, vectors).Select(TileCode.Weight))};");
            int looped = unroll == product.Reduction ? 0 : product.Reduction / unroll * unroll;
            if (looped > 0)
            {
                writer.Line(product.IsInParts
                    ? $"float* end = &x[from == {product.Parts.Last} ? {looped - product.Parts.Last} : {product.Parts.Terms}];"
                    : $"float* end = &x[{looped}];");
                using (writer.Block("do", end: "}"))
                {
                    for (int k = 0; k < unroll; k++)
                        EmitStep(writer, product, vectors, width, k);
                    writer.Line($"x += {unroll};");
                    writer.Line($"w += {unroll * width};");
                }

                writer.Line("while (x < end);");
            }

            bool endsTwice = product.IsInParts && (product.Epilogue is not null || looped < product.Reduction);
            if (endsTwice)
            {
                using (writer.Block($"if (from < {product.Parts.Last})"))
                {
                    EmitStores(writer, product, vectors, isWhole: false);
                    writer.Line("return;");
                }
            }

            for (int k = 0; k < product.Reduction - looped; k++)
                EmitStep(writer, product, vectors, width, k);
            EmitStores(writer, product, vectors, isWhole: true);
        }

        writer.Line();
    }

    /// <summary>Goes on from the sums of the parts before.</summary>
    private void EmitResumption(SourceWriter writer, Product product, int vectors, int width)
    {
        using (writer.Block("if (from > 0)"))
        {
            for (int row = 0; row < _rows; row++)
            {
                writer.Line(string.Join(" ", Enumerable.Range(0, vectors).Select(j =>
                    $"{TileCode.Sum(row, j)} = {v.Load("y", row * product.StrideY + j * v.Lanes)};")));
            }

            writer.Line("x += from;");
            writer.Line($"w += from * {width};");
        }
    }

    private void EmitStores(SourceWriter writer, Product product, int vectors, bool isWhole)
    {
        bool storesFirst = isWhole && product.Epilogue is { ComesAfterSums: true } && _rows * vectors > Machine.SumsBesideActivation;
        if (storesFirst)
        {
            EmitStores(writer, product, vectors, isWhole: false);
            writer.Line(EpilogueEmitter.AfterSums);
        }

        Func<string, string, string>? epilogue = isWhole ? product.Epilogue?.In(methods) : null;
        for (int row = 0; row < _rows; row++)
        {
            for (int j = 0; j < vectors; j++)
            {
                string sum = TileCode.Sum(row, j);
                string y = v.Load("y", row * product.StrideY + j * v.Lanes);
                string h = product.EpilogueInput > 0
                    ? v.Load("h", row * product.EpilogueInput + j * v.Lanes)
                    : "";
                writer.Line($"{y} = {epilogue?.Invoke(storesFirst ? y : sum, h) ?? sum};");
            }
        }
    }

    private void EmitStep(SourceWriter writer, Product product, int vectors, int width, int k)
    {
        for (int j = 0; j < vectors; j++)
            writer.Line($"{TileCode.Weight(j)} = {v.Load("w", k * width + j * v.Lanes)};");
        for (int row = 0; row < _rows; row++)
            TileCode.EmitMultiplyAdd(writer, v, row, vectors, $"x[{row * product.StrideX + k}]");
    }
}
