using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints a layer's weight gradient, dL/dW = delta' X. A training step hands each tile's sums from the registers straight to
/// the optimizer, so that the gradient never goes to memory; <c>ComputeGradients</c> stores it by the runtime library's
/// tiles. Where norms are clipped both store it, by emitted tiles. Batches too long for one sum (<c>RowBlocks</c>) always go
/// by the library, which sums blocks of rows.
/// </summary>
internal sealed class WeightGradientEmitter(NetworkPlan plan, VectorType v, SharedMethods.FileMethods methods)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);

    private readonly WeightGradientTiles _tiles = new(plan, v);

    private readonly GradientTileEmitter _code = new(plan.Spec.Optimizer, v);

    public void Emit(SourceWriter writer, Stage stage)
    {
        EmitPanels(writer, stage, GradientForm.ByLibrary);
        EmitPanels(writer, stage, _tiles.Form);
        EmitTiles(writer, stage);
        writer.Line();
    }

    private string Method(Stage stage, GradientForm form) => stage.Linear!.PascalName + form switch
    {
        GradientForm.Updated => "Update",
        GradientForm.ByLibrary when !plan.UpdatesTiles => "WeightGradientOfBlocks",
        _ => "WeightGradient",
    } + _bits;

    /// <summary>Writes the tiles that are this file's own.</summary>
    private void EmitTiles(SourceWriter writer, Stage stage)
    {
        foreach (int width in _tiles.PanelWidths(stage.Linear!))
        {
            PanelTiles panel = _tiles.Of(stage, width, _tiles.Form);
            foreach ((GradientTile tile, int _) in panel.Runs)
            {
                SharedMethod method = _tiles.Method(tile);
                if (!methods.IsOwn(method))
                    continue;
                _code.Emit(writer, tile, method.Name);
                writer.Line();
            }

            if (panel.UsesSums && _tiles.Finish(panel.First) is var finish && methods.IsOwn(finish))
                _code.EmitFinish(writer, panel.First, finish.Name);
        }
    }

    private void EmitPanels(SourceWriter writer, Stage stage, GradientForm form)
    {
        LinearLayer linear = stage.Linear!;
        int panels = PanelShape.Count(linear.Units);
        IReadOnlyList<int> widths = _tiles.PanelWidths(linear);
        (string input, int _) = plan.InputOf(stage);
        string shape = $"{(linear.Pieces > 1 ? $"{linear.Pieces}, " : "")}{linear.Units}, {linear.Inputs}";
        bool update = form == GradientForm.Updated;
        string what = form switch
        {
            GradientForm.Updated => "weight gradient and update",
            GradientForm.Stored => "weight gradient",
            _ => "weight gradient for " + (plan.UpdatesTiles ? "ComputeGradients" : "batches too long for one sum"),
        };
        writer.Line($"// {linear.Name}, {what}: dL/dW[{shape}] = delta' X, panels first to end.");
        if (_tiles.FusesBias(stage, form))
            writer.Line("// The first tile of a panel sums delta itself too, which is the gradient of the biases.");
        else if (update && linear.Bias)
            writer.Line("// The bias gradient goes to memory; the biases are updated with the other vectors.");
        bool usesSums = update && widths.Any(width => _tiles.Of(stage, width, form).UsesSums);
        writer.Line(TileCode.Attribute);
        if (usesSums)
            writer.Line($"[{Import.SkipLocalsInitAttribute}]");
        using (writer.Block($"public static void {Method(stage, form)}(Step* s, int first, int end)"))
        {
            if (form == GradientForm.Stored)
            {
                using (writer.Block($"if (s->Rows > {Import.RowBlocks}.Longest)"))
                {
                    writer.Line($"{Method(stage, GradientForm.ByLibrary)}(s, first, end);");
                    writer.Line("return;");
                }
            }

            if (usesSums)
            {
                writer.Line($"{Import.Unsafe}.SkipInit(out {Import.VectorRoom} room);");
                writer.Line($"float* sums = {Import.VectorRoom}.Start(&room);");
            }

            if (form == GradientForm.ByLibrary && linear.Pieces == 1)
            {
                EmitRange(writer, stage, panels, input);
            }
            else
            {
                using (writer.Block("for (int index = first; index < end; index++)"))
                    EmitPanel(writer, stage, form, widths, panels, input);
            }
        }

        writer.Line();
    }

    /// <summary>All panels at once, by the library: what a long batch brings from far serves several of them.</summary>
    private void EmitRange(SourceWriter writer, Stage stage, int panels, string input)
    {
        const int PanelColumns = 2 * PanelShape.Granule;
        LinearLayer linear = stage.Linear!;
        int tail = plan.TailOf(linear), lastWidth = PanelShape.PackedWidth(linear.Units, panels - 1, tail);
        bool isPacked = tail < linear.Units, isOne = panels == 1;
        string column = isOne ? "" : " + column";
        if (!isOne && (isPacked || linear.Bias))
            writer.Line($"int column = first * {PanelColumns};");
        if (isPacked || linear.Bias)
            writer.Line($"float* delta = {Address.At(stage.ProductDelta.Pointer, isOne ? default : (Offset)"column")};");
        if (isPacked)
        {
            writer.Line($"int offset = {linear.PascalName}Weight{column}{(isOne ? "" : $" * {linear.Inputs}")};");
            string last = isOne || lastWidth == PanelColumns ? CSharpLiteral.Of(lastWidth)
                : $"end == {panels} ? {lastWidth} : {PanelColumns}";
            EmitLibraryCall(writer, stage, input, isOne ? "1" : "end - first", last);
            if (PenaltyCode.Has(linear))
            {
                writer.Line($"int width = {Columns(lastWidth)};");
                PenaltyCode.EmitPass(writer, v, linear, "offset", $"{linear.Inputs} * width");
            }
        }

        if (tail > 0)
            new TailEmitter(plan, v).EmitGradient(writer, stage, update: false, panel: "end - 1");
        if (linear.Bias)
            EmitBiases(writer, stage, Columns(PanelShape.Width(linear.Units, panels - 1)), column);

        // of the range: all panels but the last are whole
        string Columns(int last) => isOne ? CSharpLiteral.Of(last)
            : last == PanelColumns ? $"end * {PanelColumns} - column"
            : $"(end == {panels} ? {(panels - 1) * PanelColumns + last} : end * {PanelColumns}) - column";
    }

    private void EmitPanel(
        SourceWriter writer, Stage stage, GradientForm form, IReadOnlyList<int> widths, int panels, string input)
    {
        LinearLayer linear = stage.Linear!;
        bool update = form == GradientForm.Updated;
        string panel = "index";
        if (linear.Pieces > 1 && panels == 1)
        {
            writer.Line("int piece = index;");
        }
        else if (linear.Pieces > 1)
        {
            writer.Line($"int piece = index / {panels}, panel = index % {panels};");
            panel = "panel";
        }

        int padded = PanelShape.Padded(linear.Units);
        string piece = linear.Pieces > 1 ? $"piece * {padded}" : "";
        string inPiece = linear.Pieces > 1 && panels == 1 ? "" : $"{panel} * {2 * PanelShape.Granule}";
        if (widths.Count > 0 || linear.Bias)
        {
            writer.Line($"int column = {piece}{(piece.Length > 0 && inPiece.Length > 0 ? " + " : "")}{inPiece};");
            writer.Line($"float* delta = &{stage.ProductDelta.Pointer}[column];");
        }

        if (widths.Count > 0)
        {
            writer.Line($"int offset = {linear.PascalName}Weight + column * {linear.Inputs};");
            writer.Line($"float* x = {input};");
        }

        if (_tiles.FusesBias(stage, form))
            writer.Line($"int bias = {linear.PascalName}Bias + column;");
        if (widths.Count > 0 && form == GradientForm.ByLibrary)
        {
            bool isPenalised = PenaltyCode.Has(linear);
            string width = PanelWidth(widths, panel, panels);
            if (isPenalised)
                writer.Line($"int width = {width};");
            EmitLibraryCall(writer, stage, "x", "1", isPenalised ? "width" : width);
            if (isPenalised)
                PenaltyCode.EmitPass(writer, v, linear, "offset", $"{linear.Inputs} * width");
        }
        else if (widths.Count > 1)
        {
            using (writer.Block($"if ({panel} == {panels - 1})"))
                EmitTiles(writer, stage, widths[1], form);
            using (writer.Block("else"))
                EmitTiles(writer, stage, widths[0], form);
        }
        else if (widths.Count > 0)
        {
            EmitTiles(writer, stage, widths[0], form);
        }

        if (plan.TailOf(linear) > 0)
            new TailEmitter(plan, v).EmitGradient(writer, stage, update);

        if (linear.Bias && !_tiles.FusesBias(stage, form))
            EmitBiases(writer, stage, PanelWidth(TilePolicy.PanelWidths(linear.Units), panel, panels), " + column");
    }

    private static string PanelWidth(IReadOnlyList<int> widths, string panel, int panels) =>
        widths.Count > 1 ? $"{panel} == {panels - 1} ? {widths[1]} : {widths[0]}" : CSharpLiteral.Of(widths[0]);

    private void EmitBiases(SourceWriter writer, Stage stage, string width, string column)
    {
        // as the tiles of the update sum them, to the bit
        string sums = plan.Parameters.FusesBiases ? $"{Import.ProductTiles}.BiasGradient" : $"{Import.ColumnMath}.Sums";
        writer.Line($"{sums}{_bits}(delta, {stage.ProductDelta.Stride}, s->Rows, {width}, "
            + $"&s->Gradients[{stage.Linear!.PascalName}Bias{column}]);");
    }

    private void EmitLibraryCall(SourceWriter writer, Stage stage, string x, string panels, string lastWidth)
    {
        int strideX = plan.InputOf(stage).Stride, strideD = stage.ProductDelta.Stride;
        writer.Line($"{Import.ProductTiles}.Gradient{_bits}({x}, strideX: {strideX}, delta, strideD: {strideD}, s->Rows, "
            + $"inputs: {stage.Linear!.Inputs}, panels: {panels}, lastWidth: {lastWidth}, &s->Gradients[offset]);");
    }

    private void EmitTiles(SourceWriter writer, Stage stage, int width, GradientForm form)
    {
        Strip strip = TilePolicy.StripOf(v, stage.Linear!.Units, width);
        int stripWidth = strip.Vectors * v.Lanes;
        bool strips = width > Math.Max(stripWidth, PanelShape.Granule);
        if (strips)
        {
            using (writer.Block($"for (int strip = 0; strip < {width}; strip += {stripWidth})"))
            {
                writer.Line("float* xk = x;");
                writer.Line("int ok = offset + strip;");
                EmitRuns(writer, stage, width, form, "xk", "ok", isStrip: true);
            }
        }
        else
        {
            EmitRuns(writer, stage, width, form, "x", "offset", isStrip: false);
        }
    }

    private void EmitRuns(SourceWriter writer, Stage stage, int width, GradientForm form, string x, string offset, bool isStrip)
    {
        string delta = isStrip ? "&delta[strip]" : "delta", bias = isStrip ? "bias + strip" : "bias";
        PanelTiles panel = _tiles.Of(stage, width, form);
        IReadOnlyList<(GradientTile Tile, int Count)> runs = panel.Runs;
        bool overlaps = panel.Overlaps;
        if (overlaps)
            writer.Line($"int before = {offset}, waiting = 0; // no tile waits for its update yet");
        for (int i = 0; i < runs.Count; i++)
        {
            (GradientTile tile, int count) = runs[i];
            string place = overlaps ? "sums, before, waiting" : tile.WithBias ? $"{offset}, {bias}" : offset;
            string call = $"{methods.NameOf(_tiles.Method(tile))}(s, {x}, strideX: {tile.StrideX}, {delta}, strideD: {tile.StrideD}, {place});";
            string nextX = $"{x} += {tile.Height}", nextOffset = $"{offset} += {tile.Height * width}";
            if (count > 1 || overlaps)
            {
                using (writer.Block($"for (int tile = 0; tile < {count}; tile++, {nextX}, {nextOffset})"))
                {
                    writer.Line(call);
                    if (overlaps)
                        writer.Line($"before = {offset};").Line($"waiting = {tile.Height};");
                }

                continue;
            }

            writer.Line(call);
            if (i < runs.Count - 1 || panel.Left > 0)
                writer.Line($"{nextX};").Line($"{nextOffset};");
        }

        if (overlaps)
            writer.Line($"{methods.NameOf(_tiles.Finish(panel.First))}(s, sums, before, waiting);");
        if (panel.Left > 0)
            EmitLeft(writer, panel, x, delta, offset);
    }

    private void EmitLeft(SourceWriter writer, PanelTiles panel, string x, string delta, string offset)
    {
        GradientTile tile = panel.First;
        int left = panel.Left, width = tile.Vectors * v.Lanes;
        writer.Line(left == 1 ? "// one input is left, and fills no tile" : $"// {left} inputs are left, and fill no tile");
        writer.Line($"{Import.ProductTiles}.Gradient{_bits}({x}, strideX: {tile.StrideX}, {delta}, strideD: {tile.StrideD}, s->Rows, "
            + $"inputs: {left}, panels: 1, lastWidth: {width}, sums);");
        writer.Line($"{methods.NameOf(_tiles.Finish(tile))}(s, sums, {offset}, {left});");
    }
}
