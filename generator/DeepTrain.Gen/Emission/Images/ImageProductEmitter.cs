using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// Prints a product over the places of one image: a method for a panel of columns, which walks the places in register tiles,
/// and the tiles it calls.
/// </summary>
internal sealed class ImageProductEmitter(ImageTiles tiles, SharedMethods.FileMethods methods)
{
    // the vectors that the places of the result are made of
    private readonly VectorType v = tiles.V;

    /// <summary>Writes the methods that are this file's own.</summary>
    public void Emit(SourceWriter writer, ImageProduct product)
    {
        foreach (int panel in product.PanelWidths)
        {
            if (methods.IsOwn(tiles.Panel(product, panel)))
                EmitPanel(writer, product, panel);
        }
    }

    /// <summary>Writes the calls for the panels of one image.</summary>
    /// <param name="weights">The first panel's weights.</param>
    /// <param name="bias">The first bias, where there is one.</param>
    public void EmitCalls(SourceWriter writer, ImageProduct product, Address x, Address weights, Address bias, Address y, Address h)
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
            writer.Line(Call(product, widths[0], 0, 0, weights, bias));
        }

        if (widths.Count > 1)
        {
            int start = PanelShape.Start(panels - 1);
            writer.Line(Call(product, widths[1], start, start * product.Window.Reduction, weights, bias));
        }
    }

    private string Call(ImageProduct product, int width, Offset column, Offset offset, Address weights, Address bias)
    {
        var arguments = new List<string> { "x", weights + offset };
        if (tiles.TakesStart(product))
            arguments.Add(product.HasBias ? bias + column : $"{Import.NoBias}.Panel");
        arguments.Add(Address.At("y", column));
        if (product.ReadsH)
            arguments.Add(Address.At("h", column));
        return $"{methods.NameOf(tiles.Panel(product, width))}({string.Join(", ", arguments)});";
    }

    private string Parameters(ImageProduct product) =>
        $"float* x, float* w{(tiles.TakesStart(product) ? ", float* b" : "")}, float* y{(product.ReadsH ? ", float* h" : "")}";

    private void EmitPanel(SourceWriter writer, ImageProduct product, int width)
    {
        Strip strip = TilePolicy.StripOf(v, product.Columns, width);
        IReadOnlyList<PlaceBand> bands = tiles.Bands(product, width);
        int stripWidth = strip.Vectors * v.Lanes;
        ILookup<bool, PlaceTile> byOwn = bands.SelectMany(band => band.Tiles.Select(entry => entry.Tile)).Distinct()
            .ToLookup(tile => methods.IsOwn(tiles.Tile(product, width, tile)));

        writer.Line($"// {product.Equation}: {product.Places.Height} x {product.Places.Width} places of one image, "
            + $"a panel of {width} columns.");
        if (byOwn[false].Any())
            writer.Line("// A tile with another name was written for a product of the same shape, forward or backward, and is good for this one.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {methods.NameOf(tiles.Panel(product, width))}({Parameters(product)})"))
        {
            if (width > Math.Max(stripWidth, PanelShape.Granule))
            {
                IEnumerable<string> moved = ["w", .. tiles.TakesStart(product) ? ["b"] : Array.Empty<string>(), .. Pointers(product)];
                string next = string.Concat(moved.Select(p => $", {p} += {stripWidth}"));
                using (writer.Block($"for (int strip = 0; strip < {width}; strip += {stripWidth}{next})"))
                    EmitBands(writer, product, width, bands);
            }
            else
            {
                EmitBands(writer, product, width, bands);
            }
        }

        writer.Line();
        foreach (PlaceTile tile in byOwn[true])
            EmitTile(writer, product, width, strip, tile);
    }

    private void EmitBands(SourceWriter writer, ImageProduct product, int width, IReadOnlyList<PlaceBand> bands)
    {
        IReadOnlyList<(string Pointer, PlaceSteps Steps)> walked = Walked(product);
        writer.Line($"float* {string.Join(", ", walked.Select(p => $"{p.Pointer}Line = {p.Pointer}"))};");
        if (product.Inside is not null)
            writer.Line("// kernel lines within the ring would add zeros: only those from from to to are added");
        int first = 0;
        foreach (PlaceBand band in bands)
        {
            int end = first + band.Count * band.Lines;
            string down = string.Concat(walked.Select(p => $", {p.Pointer}Line += {band.Lines * p.Steps.Line}"));
            using (writer.Block($"for (int line = {first}; line < {end}; {(band.Lines == 1 ? "line++" : $"line += {band.Lines}")}{down})"))
            {
                if (product.Inside is { } inside)
                {
                    writer.Line($"int from = {Import.Math}.Max(0, {CSharpLiteral.Of(inside.Above - band.Lines + 1)} - line), "
                        + $"to = {Import.Math}.Min({CSharpLiteral.Of(product.Window.Lines)}, {CSharpLiteral.Of(inside.Above + inside.Lines)} - line);");
                }

                EmitTiles(writer, product, width, band, walked);
            }

            first = end;
        }
    }

    private void EmitTiles(
        SourceWriter writer, ImageProduct product, int width, PlaceBand band, IReadOnlyList<(string Pointer, PlaceSteps Steps)> walked)
    {
        if (band.Tiles.Count == 1 && band.Tiles[0].Count == 1)
        {
            writer.Line(TileCall(product, width, band.Tiles[0].Tile, "Line"));
            return;
        }

        writer.Line($"float* {string.Join(", ", walked.Select(p => $"{p.Pointer}Place = {p.Pointer}Line"))};");
        foreach ((PlaceTile tile, int count) in band.Tiles)
        {
            string across = string.Concat(walked.Select(p => $", {p.Pointer}Place += {tile.Width * p.Steps.Place}"));
            using (writer.Block($"for (int place = 0; place < {count * tile.Width}; place += {tile.Width}{across})"))
                writer.Line(TileCall(product, width, tile, "Place"));
        }
    }

    private string TileCall(ImageProduct product, int width, PlaceTile tile, string at)
    {
        var arguments = new List<string> { $"x{at}", "w" };
        if (product.Inside is not null)
        {
            Window window = product.Window;
            arguments = [$"&x{at}[from * {window.LineStep}]", $"&w[from * {window.Taps * window.Channels * width}]"];
        }

        if (tiles.TakesStart(product))
            arguments.Add("b");
        arguments.Add($"y{at}");
        if (product.ReadsH)
            arguments.Add($"h{at}");
        if (product.Inside is not null)
            arguments.Add("to - from");
        if (tiles.TakesSteps(product, tile))
        {
            if (LoopsOverLines(product))
                arguments.Add($"down: {CSharpLiteral.Of(tiles.UsesOne(product, tile, width) ? product.Window.LineStep : LineJump(product.Window))}");
            arguments.Add($"next: {CSharpLiteral.Of(product.Places.Y.Place)}");
        }

        if (tiles.UsesOne(product, tile, width))
            arguments.Add("one: 1");
        return $"{methods.NameOf(tiles.Tile(product, width, tile))}({string.Join(", ", arguments)});";
    }

    private static IEnumerable<string> Pointers(ImageProduct product) => product.ReadsH ? ["y", "h"] : ["y"];

    private static IReadOnlyList<(string, PlaceSteps)> Walked(ImageProduct product) => product.ReadsH
        ? [("x", product.Places.X), ("y", product.Places.Y), ("h", product.Places.H)]
        : [("x", product.Places.X), ("y", product.Places.Y)];

    private void EmitTile(SourceWriter writer, ImageProduct product, int width, Strip strip, PlaceTile tile)
    {
        int vectors = strip.Vectors;
        Window window = product.Window;
        VectorType sums = tiles.SumsOf(product);
        bool usesOne = tiles.UsesOne(product, tile, width), isPaired = tiles.IsPaired(product);
        bool takesSteps = tiles.TakesSteps(product, tile);
        bool takesDown = takesSteps && LoopsOverLines(product);
        string more = (product.Inside is not null ? ", int lines" : "") + (takesDown ? ", long down" : "") + (takesSteps ? ", long next" : "")
            + (usesOne ? ", long one" : "");
        writer.Line($"// {tile.Lines} x {tile.Width} places x {TileCode.Count(vectors, "vector")} of {v.Lanes} columns{(isPaired ? " by two terms" : "")}: "
            + $"{tile.Places * vectors} sums stay in registers over {window.Lines} x {window.Taps} taps of {TileCode.Count(window.Channels, "channel")}.");
        writer.Line($"// x is the first place's window: the next place's begins {TileCode.Count(product.Places.X.Place, "float")} on"
            + (tile.Lines > 1 ? $", the next line's {product.Places.X.Line}" : "") + "; w has the columns' weights for each term of it in turn.");
        if (takesSteps)
            writer.Line($"// {(takesDown ? "down leads to the next kernel line of x, " : "")}next to the next place of y.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {methods.NameOf(tiles.Tile(product, width, tile))}({Parameters(product)}{more})"))
        {
            TileCode.DeclareSums(writer, sums, tile.Places, vectors, tiles.TakesStart(product) && !isPaired);
            if (window.Reduction > 0)
            {
                writer.Line($"{sums.Float} xk, {string.Join(", ", Enumerable.Range(0, vectors).Select(TileCode.Weight))};");
                if (usesOne)
                    EmitKernelLines(writer, product, tile, vectors, width, takesDown ? "down" : CSharpLiteral.Of(window.LineStep));
                else
                    EmitRuns(writer, product, tile, vectors, width, takesDown ? "down" : CSharpLiteral.Of(LineJump(window)));
            }

            EmitStores(writer, product, tile, vectors);
        }

        writer.Line();
    }

    private string LineCount(ImageProduct product) => product.Inside is not null ? "lines" : CSharpLiteral.Of(product.Window.Lines);

    private static bool LoopsOverLines(ImageProduct product) => product.Window.Lines > 1 || product.Inside is not null;

    /// <summary>Floats from behind the last term of a kernel line to the next one's first.</summary>
    private static int LineJump(Window window)
    {
        (int length, int count) = window.Run;
        return window.LineStep - (count == 1 ? length : count * window.TapStep);
    }

    private void EmitKernelLines(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, int width, string down)
    {
        Window window = product.Window;
        int terms = window.Taps * window.Channels;
        writer.Line("// a pointer for each tap, at an offset that the JIT cannot know (one is 1): it would keep what windows share, on the stack");
        using (writer.Block($"for (int ky = 0; ky < {LineCount(product)}; ky++, x += {down}, w += {terms * width})"))
        {
            writer.Line($"float* {string.Join(", ", Enumerable.Range(1, window.Taps - 1).Select(tap => $"x{tap} = &x[{tap * window.TapStep} * one]"))};");
            foreach (TermStep step in tiles.StepsOfLine(product))
            {
                // a pair that is left over begins with the term before
                int term = step.IsLast ? step.Term - 1 : step.Term, tap = term / window.Channels;
                int offset = term % window.Channels + (step.IsLast ? 1 : 0);
                EmitStep(writer, product, tile, vectors, tap == 0 ? "x" : $"x{tap}", offset, step.Term * width, width, step.IsLast);
            }
        }
    }

    private void EmitRuns(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, int width, string down)
    {
        Window window = product.Window;
        (int length, int count) = window.Run;
        int terms = tiles.TermsOfStep(product), steps = length / terms;
        // steps of one body belong to one place, or windows would overlap in it
        int most = Math.Max(1, Math.Min(product.Places.X.Place / terms, Machine.LoopBody / (tile.Places * vectors)));
        int unroll = new[] { 8, 4, 3, 2, 1 }.First(u => u <= most && u <= steps && (steps % u == 0 || u == 2 || u == 1));
        int looped = steps / unroll * unroll;
        var lines = LoopsOverLines(product)
            ? writer.Block($"for (int ky = 0; ky < {LineCount(product)}; ky++, x += {down})")
            : null;
        var taps = count > 1
            ? writer.Block($"for (int kx = 0; kx < {count}; kx++, x += {window.TapStep - length})")
            : null;
        if (looped > unroll)
        {
            writer.Line($"float* end = &x[{looped * terms}];");
            using (writer.Block("do"))
                EmitRun(unroll);
            writer.Line("while (x < end);");
        }
        else
        {
            EmitRun(looped);
        }

        if (steps > looped)
            EmitRun(steps - looped);
        if (length > steps * terms)
        {
            EmitStep(writer, product, tile, vectors, "x", 0, 0, width, isLast: true);
            writer.Line("x++;");
            writer.Line($"w += {width};");
        }

        taps?.Dispose();
        lines?.Dispose();

        void EmitRun(int stepCount)
        {
            for (int step = 0; step < stepCount; step++)
                EmitStep(writer, product, tile, vectors, "x", step * terms, step * terms * width, width, isLast: false);
            writer.Line($"x += {stepCount * terms};");
            writer.Line($"w += {stepCount * terms * width};");
        }
    }

    private void EmitStep(
        SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, string x, int offset, int weight, int width, bool isLast)
    {
        bool isPaired = tiles.IsPaired(product);
        VectorType sums = tiles.SumsOf(product);
        for (int j = 0; j < vectors; j++)
        {
            Address from = Address.At("w", weight + j * v.Lanes);
            string weights = !isPaired ? v.Load(from)
                : isLast ? $"{Import.PairedTerms}.LastWeights({from})"
                : $"{Import.PairedTerms}.Weights({from}, {Address.At("w", weight + width)})";
            writer.Line($"{TileCode.Weight(j)} = {weights};");
        }

        for (int place = 0; place < tile.Places; place++)
        {
            PlaceSteps steps = product.Places.X;
            int at = place / tile.Width * steps.Line + place % tile.Width * steps.Place + offset - (isLast ? 1 : 0);
            if (isPaired)
                writer.Line($"xk = {sums.PairOperand(x, at)}; {TileCode.AddTo(sums, place, 0)}");
            else
                TileCode.EmitMultiplyAdd(writer, v, place, vectors, $"{x}[{at}]");
        }
    }

    private void EmitStores(SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors)
    {
        if (tiles.IsPaired(product) && product.HasBias)
            writer.Line($"{v.Float} bias = {v.Load("b")};");
        bool storesFirst = product.Epilogue is { ComesAfterSums: true } && tile.Places * vectors > Machine.SumsBesideActivation;
        if (storesFirst)
        {
            EmitStores(writer, product, tile, vectors, (_, sum, _) => sum);
            writer.Line(EpilogueEmitter.AfterSums);
        }

        Func<string, string, string>? epilogue = product.Epilogue?.In(methods);
        EmitStores(
            writer, product, tile, vectors,
            (target, sum, read) => epilogue?.Invoke(storesFirst ? target : sum, read) ?? sum);
    }

    private void EmitStores(
        SourceWriter writer, ImageProduct product, PlaceTile tile, int vectors, Func<string, string, string, string> result)
    {
        PlaceSteps y = product.Places.Y, h = product.Places.H;
        bool isPaired = tiles.IsPaired(product), takesSteps = tiles.TakesSteps(product, tile);
        for (int place = 0; place < tile.Places; place++)
        {
            int line = place / tile.Width, across = place % tile.Width;
            if (takesSteps && place > 0)
                writer.Line("y += next;");
            for (int j = 0; j < vectors; j++)
            {
                string sum = TileCode.Sum(place, j);
                if (isPaired)
                    sum = $"{Import.PairedTerms}.Total({sum}){(product.HasBias ? " + bias" : "")}";
                string read = product.ReadsH ? v.Load("h", line * h.Line + across * h.Place + j * v.Lanes) : "";
                string target = v.Load("y", (takesSteps ? 0 : line * y.Line + across * y.Place) + j * v.Lanes);
                writer.Line($"{target} = {result(target, sum, read)};");
            }
        }
    }
}
