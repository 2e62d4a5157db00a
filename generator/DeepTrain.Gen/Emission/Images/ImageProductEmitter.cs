using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// Prints a product over the places of one image: a method for a panel of columns, which walks the places in register tiles,
/// and the tiles it calls.
/// </summary>
internal sealed class ImageProductEmitter(VectorType v, SharedMethods shared)
{
    /// <summary>Multiply-adds that one loop body holds at most, and a kernel line that is unrolled.</summary>
    private const int LoopBody = 128, KernelLine = 600;

    private readonly string _bits = CSharpLiteral.Of(v.Bits);

    /// <summary>Writes the methods that no equal product has written.</summary>
    public void Emit(SourceWriter writer, ImageProduct product)
    {
        foreach (int width in product.PanelWidths)
        {
            PanelMethod(product, width, out bool isNew);
            if (isNew)
                EmitPanel(writer, product, width);
        }
    }

    /// <summary>Writes the calls for the panels of one image.</summary>
    /// <param name="weights">The first panel's weights.</param>
    /// <param name="bias">The first bias, where there is one.</param>
    public void EmitCalls(SourceWriter writer, ImageProduct product, string x, string weights, string bias, string y, string h)
    {
        IReadOnlyList<int> widths = product.PanelWidths;
        int panels = PanelShape.Count(product.Columns), usual = widths.Count > 1 ? panels - 1 : panels;
        writer.Line($"float* x = {x}, y = {y}{(product.ReadsH ? $", h = {h}" : "")};");
        if (usual > 1)
        {
            using (writer.Block($"for (int panel = 0; panel < {usual}; panel++)"))
                writer.Line(Call(product, widths[0], $"panel * {widths[0]}", $"panel * {widths[0] * product.Window.Reduction}", weights, bias));
        }
        else
        {
            writer.Line(Call(product, widths[0], "0", "0", weights, bias));
        }

        if (widths.Count > 1)
        {
            int start = PanelShape.Start(panels - 1);
            writer.Line(Call(
                product, widths[1], CSharpLiteral.Of(start), CSharpLiteral.Of(start * product.Window.Reduction), weights, bias));
        }
    }

    private string Call(ImageProduct product, int width, string column, string offset, string weights, string bias)
    {
        var arguments = new List<string> { "x", TileCode.Times(weights, offset) };
        if (product.HasBias)
            arguments.Add(TileCode.Times(bias, column));
        arguments.Add(TileCode.Times("y", column));
        if (product.ReadsH)
            arguments.Add(TileCode.Times("h", column));
        return $"{PanelMethod(product, width, out _)}({string.Join(", ", arguments)});";
    }

    private string PanelMethod(ImageProduct product, int width, out bool isNew) =>
        shared.Name(product.Name + Suffix(product, width) + "Panel" + _bits, product.Key(v, width), out isNew);

    private static string Suffix(ImageProduct product, int width) => width == product.PanelWidths[0] ? "" : "Last";

    private string TileMethod(ImageProduct product, int width, PlaceTile tile) =>
        $"{product.Name}{Suffix(product, width)}{CSharpLiteral.Of(tile.Lines)}x{CSharpLiteral.Of(tile.Width)}Places{_bits}";

    private void EmitPanel(SourceWriter writer, ImageProduct product, int width)
    {
        Strip strip = TilePolicy.StripOf(v, product.Columns, width);
        IReadOnlyList<PlaceBand> bands = PlaceTiles.Of(v, strip.Vectors, product.Places.Height, product.Places.Width);
        int stripWidth = strip.Vectors * v.Lanes;
        writer.Line($"// {product.Equation}: {product.Places.Height} x {product.Places.Width} places of one image, "
            + $"a panel of {width} columns.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {PanelMethod(product, width, out _)}({product.Parameters})"))
        {
            if (width > Math.Max(stripWidth, PanelShape.Granule))
            {
                string next = string.Concat(Pointers(product).Select(p => $", {p} += {stripWidth}"));
                using (writer.Block($"for (int strip = 0; strip < {width}; strip += {stripWidth}, w += {stripWidth}{(product.HasBias ? $", b += {stripWidth}" : "")}{next})"))
                    EmitBands(writer, product, width, bands);
            }
            else
            {
                EmitBands(writer, product, width, bands);
            }
        }

        writer.Line();
        foreach (PlaceTile tile in bands.SelectMany(band => band.Tiles.Select(entry => entry.Tile)).Distinct())
            EmitTile(writer, product, width, strip, tile);
    }

    private void EmitBands(SourceWriter writer, ImageProduct product, int width, IReadOnlyList<PlaceBand> bands)
    {
        IReadOnlyList<(string Pointer, PlaceSteps Steps)> walked = Walked(product);
        writer.Line($"float* {string.Join(", ", walked.Select(p => $"{p.Pointer}Line = {p.Pointer}"))};");
        foreach (PlaceBand band in bands)
        {
            string down = string.Concat(walked.Select(p => $", {p.Pointer}Line += {band.Lines * p.Steps.Line}"));
            using (writer.Block($"for (int line = 0; line < {band.Count}; line++{down})"))
            {
                if (band.Tiles.Count == 1 && band.Tiles[0].Count == 1)
                {
                    writer.Line(TileCall(product, width, band.Tiles[0].Tile, "Line"));
                    continue;
                }

                writer.Line($"float* {string.Join(", ", walked.Select(p => $"{p.Pointer}Place = {p.Pointer}Line"))};");
                foreach ((PlaceTile tile, int count) in band.Tiles)
                {
                    string across = string.Concat(walked.Select(p => $", {p.Pointer}Place += {tile.Width * p.Steps.Place}"));
                    using (writer.Block($"for (int place = 0; place < {count * tile.Width}; place += {tile.Width}{across})"))
                        writer.Line(TileCall(product, width, tile, "Place"));
                }
            }
        }

    }

    private string TileCall(ImageProduct product, int width, PlaceTile tile, string at)
    {
        string bias = product.HasBias ? ", b" : "", h = product.ReadsH ? $", h{at}" : "", one = UsesOne(product, tile, width) ? ", 1" : "";
        return $"{TileMethod(product, width, tile)}(x{at}, w{bias}, y{at}{h}{one});";
    }

    private static IEnumerable<string> Pointers(ImageProduct product) => product.ReadsH ? ["y", "h"] : ["y"];

    private static IReadOnlyList<(string, PlaceSteps)> Walked(ImageProduct product) => product.ReadsH
        ? [("x", product.Places.X), ("y", product.Places.Y), ("h", product.Places.H)]
        : [("x", product.Places.X), ("y", product.Places.Y)];

    /// <summary>
    /// Few channels, or an odd number: a kernel line is unrolled, with a pointer for each tap at an offset that the JIT cannot
    /// know. If it saw that windows overlap it would keep their numbers, for want of registers on the stack.
    /// </summary>
    private bool UsesOne(ImageProduct product, PlaceTile tile, int width)
    {
        Window window = product.Window;
        int vectors = TilePolicy.StripOf(v, product.Columns, width).Vectors;
        return window.Taps > 1 && window.Channels % 4 != 0
            && tile.Places * vectors * window.Taps * window.Channels <= KernelLine
            && window.Channels <= product.Places.X.Place;
    }

    private void EmitTile(SourceWriter writer, ImageProduct product, int width, Strip strip, PlaceTile tile)
    {
        int vectors = strip.Vectors;
        Window window = product.Window;
        bool usesOne = UsesOne(product, tile, width);
        writer.Line($"// {tile.Lines} x {tile.Width} places x {TileCode.Count(vectors, "vector")} of {v.Lanes} columns: "
            + $"{tile.Places * vectors} sums stay in registers over {window.Lines} x {window.Taps} taps of {TileCode.Count(window.Channels, "channel")}.");
        writer.Line($"// x is the first place's window: the next place's begins {TileCode.Count(product.Places.X.Place, "float")} on"
            + (tile.Lines > 1 ? $", the next line's {product.Places.X.Line}" : "") + "; w has the columns' weights for each term of it in turn.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {TileMethod(product, width, tile)}({product.Parameters}{(usesOne ? ", nint one" : "")})"))
        {
            TileCode.DeclareSums(writer, v, tile.Places, vectors, product.HasBias);
            if (window.Reduction > 0)
            {
                writer.Line($"{v.Float} xk, {string.Join(", ", Enumerable.Range(0, vectors).Select(TileCode.Weight))};");
                if (usesOne)
                    EmitKernelLines(writer, product, tile, vectors, width);
                else
                    EmitRuns(writer, product, tile, vectors, width);
            }

            EmitStores(writer, product, tile, vectors);
        }

        writer.Line();
    }

    private void EmitKernelLines(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, int width)
    {
        Window window = product.Window;
        int terms = window.Taps * window.Channels;
        writer.Line("// a pointer for each tap, at an offset that the JIT cannot know (one is 1): it would keep what windows share, on the stack");
        using (writer.Block($"for (int ky = 0; ky < {window.Lines}; ky++, x += {window.LineStep}, w += {terms * width})"))
        {
            writer.Line($"float* {string.Join(", ", Enumerable.Range(1, window.Taps - 1).Select(tap => $"x{tap} = x + {tap * window.TapStep} * one"))};");
            for (int term = 0; term < terms; term++)
            {
                int tap = term / window.Channels;
                EmitStep(writer, product, tile, vectors, tap == 0 ? "x" : $"x{tap}", term % window.Channels, term * width);
            }
        }
    }

    private void EmitRuns(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, int width)
    {
        Window window = product.Window;
        (int length, int count) = window.Run;
        // steps of one body belong to one place, or windows would overlap in it
        int most = Math.Max(1, Math.Min(product.Places.X.Place, LoopBody / (tile.Places * vectors)));
        int unroll = new[] { 8, 4, 3, 2, 1 }.First(u => u <= most && u <= length && (length % u == 0 || u == 2 || u == 1));
        int looped = length / unroll * unroll;
        var lines = window.Lines > 1
            ? writer.Block($"for (int ky = 0; ky < {window.Lines}; ky++, x += {window.LineStep - (count == 1 ? length : count * window.TapStep)})")
            : null;
        var taps = count > 1
            ? writer.Block($"for (int kx = 0; kx < {count}; kx++, x += {window.TapStep - length})")
            : null;
        if (looped > unroll)
        {
            writer.Line($"float* end = x + {looped};");
            using (writer.Block("do"))
            {
                for (int k = 0; k < unroll; k++)
                    EmitStep(writer, product, tile, vectors, "x", k, k * width);
                writer.Line($"x += {unroll};");
                writer.Line($"w += {unroll * width};");
            }

            writer.Line("while (x < end);");
        }
        else
        {
            for (int k = 0; k < looped; k++)
                EmitStep(writer, product, tile, vectors, "x", k, k * width);
            writer.Line($"x += {looped};");
            writer.Line($"w += {looped * width};");
        }

        if (length > looped)
        {
            for (int k = 0; k < length - looped; k++)
                EmitStep(writer, product, tile, vectors, "x", k, k * width);
            writer.Line($"x += {length - looped};");
            writer.Line($"w += {(length - looped) * width};");
        }

        taps?.Dispose();
        lines?.Dispose();
    }

    private void EmitStep(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, string x, int offset, int weight)
    {
        for (int j = 0; j < vectors; j++)
            writer.Line($"{TileCode.Weight(j)} = {v.Load(TileCode.Times("w", weight + j * v.Lanes))};");
        for (int place = 0; place < tile.Places; place++)
        {
            PlaceSteps steps = product.Places.X;
            int at = place / tile.Width * steps.Line + place % tile.Width * steps.Place + offset;
            writer.Line(TileCode.MultiplyAdd(v, place, vectors, $"{x}[{at}]"));
        }
    }

    private void EmitStores(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors)
    {
        bool storesFirst = product.StoresFirst && tile.Places * vectors > EpilogueEmitter.FewSums;
        if (storesFirst)
        {
            EmitStores(writer, product, tile, vectors, (_, sum, _) => sum);
            writer.Line(EpilogueEmitter.AfterSums);
        }

        EmitStores(
            writer, product, tile, vectors,
            (target, sum, read) => product.Epilogue?.Invoke(storesFirst ? target : sum, read) ?? sum);
    }

    private void EmitStores(
        SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, Func<string, string, string, string> result)
    {
        PlaceSteps y = product.Places.Y, h = product.Places.H;
        for (int place = 0; place < tile.Places; place++)
        {
            int line = place / tile.Width, across = place % tile.Width;
            for (int j = 0; j < vectors; j++)
            {
                string sum = TileCode.Sum(place, j);
                string read = product.ReadsH ? v.Load(TileCode.Times("h", line * h.Line + across * h.Place + j * v.Lanes)) : "";
                string target = v.Load(TileCode.Times("y", line * y.Line + across * y.Place + j * v.Lanes));
                writer.Line($"{target} = {result(target, sum, read)};");
            }
        }
    }
}
