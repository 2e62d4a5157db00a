using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// Prints the weight gradient of a convolution. Its tiles hold a few inputs' sums over the places of a strip of lines that
/// fits the first-level cache, take them from memory before and leave them there after it.
/// </summary>
/// <param name="v">The vectors that the places of the gradient are made of.</param>
/// <param name="width">The width that the methods are for.</param>
internal sealed class ConvolutionGradientEmitter(NetworkPlan plan, VectorType v, VectorType width, SharedMethods.FileMethods methods)
{
    private readonly ConvolutionTiles _tiles = new(plan, v, width);
    private readonly string _bits = CSharpLiteral.Of(width.Bits);
    private readonly string _vectorBits = CSharpLiteral.Of(v.Bits);

    public static string Method(Conv2DLayer layer) => layer.PascalName + "WeightGradient";

    public static string SumMethod(Conv2DLayer layer) => layer.PascalName + "SumGroups";

    public void Emit(SourceWriter writer, Stage stage)
    {
        Conv2DLayer layer = stage.Convolution!;
        GradientGroups groups = GradientGroups.Of(layer);
        EmitTasks(writer, stage, groups);
        if (groups.IsByRows)
            EmitSum(writer, layer, groups);
        foreach ((GradientInputs tile, SharedMethod method) in _tiles.Methods(stage).Where(entry => methods.IsOwn(entry.Method)))
            EmitTile(writer, stage, tile, method.Name);
        writer.Line();
    }

    private void EmitTile(SourceWriter writer, Stage stage, GradientInputs tile, string name)
    {
        PlaceSteps x = PlaceSteps.Of(_tiles.InputOf(stage).Layout, stage.Convolution!.Stride), d = PlaceSteps.Of(stage.Delta.Layout);
        int places = stage.Convolution.Output.Width;
        IReadOnlyList<GradientRow> rows = tile.Rows;
        string sumType = _tiles.SumsOf(tile).Float;
        // few sums: those of every second place are held apart
        int apart = rows.Count * tile.Vectors < Machine.FewestSums && places > 1 ? 2 : 1;
        writer.Line($"// {TileCode.Count(tile.Inputs, "input")}{(tile.IsPaired ? ", two to a vector," : "")} x {TileCode.Count(tile.Vectors, "vector")} "
            + $"of {v.Lanes} filters: their sums over the places of so many lines are added to g.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private static void {name}(float* x, float* delta, float* g, int lines)"))
        {
            var sums = new List<string>();
            for (int row = 0; row < apart * rows.Count; row++)
            {
                for (int j = 0; j < tile.Vectors; j++)
                    sums.Add($"{TileCode.Sum(row, j)} = {(row < rows.Count ? Before(tile, rows[row], j) : _tiles.SumsOf(tile).Zero)}");
            }

            TileCode.Declare(writer, sumType, sums);
            writer.Line($"{sumType} xk, {string.Join(", ", Enumerable.Range(0, tile.Vectors).Select(TileCode.Weight))};");
            string nextLine = $"x += {CSharpLiteral.Of(x.Line - places * x.Place)}, delta += {CSharpLiteral.Of(d.Line - places * d.Place)}";
            using (writer.Block($"for (; lines > 0; lines--, {nextLine})"))
            {
                using (writer.Block($"for (int place = 0; place < {places / apart}; place++, x += {apart * x.Place}, delta += {apart * d.Place})"))
                {
                    for (int next = 0; next < apart; next++)
                        EmitPlace(writer, tile, next * rows.Count, next * x.Place, next * d.Place);
                }

                if (places % apart > 0)
                {
                    EmitPlace(writer, tile, 0, 0, 0);
                    writer.Line($"x += {x.Place};");
                    writer.Line($"delta += {d.Place};");
                }
            }

            for (int row = 0; row < rows.Count; row++)
            {
                for (int j = 0; j < tile.Vectors; j++)
                {
                    string sum = TileCode.Sum(row, j);
                    EmitAfter(writer, tile, rows[row], j, apart > 1 ? $"{sum} + {TileCode.Sum(rows.Count + row, j)}" : sum);
                }
            }
        }

        writer.Line();
    }

    private void EmitPlace(SourceWriter writer, GradientInputs tile, int firstSum, int x, int delta)
    {
        for (int j = 0; j < tile.Vectors; j++)
        {
            Address from = Address.At("delta", delta + j * v.Lanes);
            writer.Line($"{TileCode.Weight(j)} = {(tile.IsPaired ? $"{Import.PairedTerms}.Twice({from})" : v.Load(from))};");
        }

        EquatableArray<int> offsets = tile.Offsets;
        for (int row = 0; row < offsets.Count; row++)
        {
            if (tile.IsPaired)
                writer.Line($"xk = {width.PairOperand("x", x + offsets[row])}; {TileCode.AddTo(width, firstSum + row, 0)}");
            else
                TileCode.EmitMultiplyAdd(writer, v, firstSum + row, tile.Vectors, $"x[{x + offsets[row]}]");
        }
    }

    /// <summary>A row's sums as they were left.</summary>
    private string Before(GradientInputs tile, GradientRow row, int vector)
    {
        Address first = Address.At("g", row.Input * tile.Width + vector * v.Lanes), second = Address.At("g", (row.Input + 1) * tile.Width);
        return !tile.IsPaired ? v.Load(first)
            : row.LeavesFirst ? $"{Import.PairedTerms}.LastWeights({second})"
            : $"{Import.PairedTerms}.Weights({first}, {second})";
    }

    private void EmitAfter(SourceWriter writer, GradientInputs tile, GradientRow row, int vector, string sum)
    {
        string first = v.Load("g", row.Input * tile.Width + vector * v.Lanes);
        if (!tile.IsPaired)
        {
            writer.Line($"{first} = {sum};");
            return;
        }

        if (!row.LeavesFirst)
            writer.Line($"{first} = {Import.PairedTerms}.First({sum});");
        writer.Line($"{v.Load("g", (row.Input + 1) * tile.Width)} = {Import.PairedTerms}.Second({sum});");
    }

    private void EmitTasks(SourceWriter writer, Stage stage, GradientGroups groups)
    {
        Conv2DLayer layer = stage.Convolution!;
        int panels = PanelShape.Count(layer.Units), padded = PanelShape.Padded(layer.Units), weights = padded * layer.Inputs;
        string shape = $"{layer.Units}, {layer.Kernel}, {layer.Kernel}, {layer.Input.Channels}";
        writer.Line($"// {layer.Name}, weight gradient: dL/dW[{shape}] = sum over rows and places of delta x.");
        writer.Line(groups.IsByRows
            ? $"// Up to {groups.Groups} groups of rows, from first to end, each into a copy of its own: the same bits for any number of threads."
            : $"// {panels} panel{(panels > 1 ? "s" : "")} of filters x {layer.Kernel} kernel lines, from first to end, each over the whole batch.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void {Method(layer)}{_bits}(Step* s, int first, int end)"))
        using (writer.Block("for (int index = first; index < end; index++)"))
        {
            if (groups.IsByRows)
            {
                writer.Line($"int groups = {Import.Math}.Min({groups.Groups}, s->Rows);");
                writer.Line("if (index >= groups)");
                writer.Line("    break;");
                writer.Line("int from = (int)((long)s->Rows * index / groups), to = (int)((long)s->Rows * (index + 1) / groups);");
                writer.Line($"float* g = &s->{layer.PascalName}GroupSums[index * {groups.CopyLength}];");
                writer.Line($"new {Import.Span}<float>(g, {groups.CopyLength}).Clear();");
                EmitImages(writer, stage, panel: null, kernelLine: null, layer.Bias ? $"&g[{weights}]" : null);
            }
            else
            {
                writer.Line($"int panel = index / {layer.Kernel}, ky = index % {layer.Kernel}, from = 0, to = s->Rows;");
                writer.Line($"float* g = &s->Gradients[{layer.PascalName}Weight];");
                int run = layer.Kernel * layer.Input.Channels;
                IReadOnlyList<int> widths = TilePolicy.PanelWidths(layer.Units);
                string width = widths.Count > 1 ? $"panel == {panels - 1} ? {widths[1]} : {widths[0]}" : CSharpLiteral.Of(widths[0]);
                writer.Line($"int width = {width}, start = panel * {2 * PanelShape.Granule * layer.Inputs} + ky * {run} * width;");
                writer.Line($"new {Import.Span}<float>(&g[start], {run} * width).Clear();");
                if (layer.Bias)
                {
                    writer.Line($"float* bias = &s->Gradients[{layer.PascalName}Bias + panel * {2 * PanelShape.Granule}];");
                    writer.Line("if (ky == 0)");
                    writer.Line($"    new {Import.Span}<float>(bias, width).Clear();");
                }

                EmitImages(writer, stage, "panel", "ky", layer.Bias ? "bias" : null);
                if (PenaltyCode.Has(layer))
                    PenaltyCode.EmitPass(writer, v, layer, $"{layer.PascalName}Weight + start", $"{run} * width");
            }
        }

        writer.Line();
    }

    private void EmitImages(SourceWriter writer, Stage stage, string? panel, string? kernelLine, string? bias)
    {
        Conv2DLayer layer = stage.Convolution!;
        ValueBuffer input = _tiles.InputOf(stage);
        ValueLayout x = input.Layout, d = stage.Delta.Layout;
        int panels = PanelShape.Count(layer.Units);
        int lines = LinesOfStrip(layer, x, d);
        bool strips = lines < layer.Output.Height;
        using (writer.Block("for (int row = from; row < to; row++)"))
        {
            writer.Line($"float* image = {ImageCode.WithRing(input)}, deltas = {ImageCode.First(stage.Delta)};");
            if (bias is not null)
            {
                string columns = panel is null || d.ChannelStride < PanelShape.Granule ? CSharpLiteral.Of(d.ChannelStride) : "width";
                string at = panel is null ? "deltas" : $"&deltas[{panel} * {2 * PanelShape.Granule}]";
                if (kernelLine is not null)
                    writer.Line($"if ({kernelLine} == 0)");
                writer.Line($"{(kernelLine is null ? "" : "    ")}{Import.ChannelSums}.Add{_vectorBits}({at}, {layer.Output.Height}, {layer.Output.Width}, "
                    + $"{d.LineStride}, {d.ChannelStride}, {columns}, {bias});");
            }

            IDisposable? loop = null;
            string count = CSharpLiteral.Of(layer.Output.Height);
            if (strips)
            {
                string next = $"image += {lines * layer.Stride * x.LineStride}, deltas += {lines * d.LineStride}";
                loop = writer.Block($"for (int line = 0; line < {layer.Output.Height}; line += {lines}, {next})");
                count = layer.Output.Height % lines == 0 ? CSharpLiteral.Of(lines) : $"{Import.Math}.Min({lines}, {layer.Output.Height} - line)";
            }

            for (int p = 0; p < (panel is null ? panels : 1); p++)
            {
                IReadOnlyList<int> widths = TilePolicy.PanelWidths(layer.Units);
                if (panel is null)
                {
                    EmitPanel(writer, stage, p == 0 ? null : CSharpLiteral.Of(p), PanelShape.Width(layer.Units, p), kernelLine, count);
                    continue;
                }

                if (widths.Count > 1)
                {
                    using (writer.Block($"if ({panel} < {panels - 1})"))
                        EmitPanel(writer, stage, panel, widths[0], kernelLine, count);
                    using (writer.Block("else"))
                        EmitPanel(writer, stage, panel, widths[1], kernelLine, count);
                }
                else
                {
                    EmitPanel(writer, stage, panel, widths[0], kernelLine, count);
                }
            }

            loop?.Dispose();
        }
    }

    /// <param name="panel">Its number; null for the first one.</param>
    private void EmitPanel(SourceWriter writer, Stage stage, string? panel, int width, string? kernelLine, string lines)
    {
        Conv2DLayer layer = stage.Convolution!;
        Window window = ConvolutionTiles.WindowOf(layer, _tiles.InputOf(stage).Layout);
        Strip strip = TilePolicy.StripOf(v, layer.Units, width);
        int stripWidth = strip.Vectors * v.Lanes;
        string deltas = panel is null ? "deltas" : $"&deltas[{panel} * {2 * PanelShape.Granule}]";
        string weights = panel is null ? "g" : $"&g[{panel} * {2 * PanelShape.Granule * layer.Inputs}]";
        IDisposable scope = writer.Block("");
        writer.Line($"float* dp = {deltas}, gp = {weights};");
        IDisposable? stripLoop = width > Math.Max(stripWidth, PanelShape.Granule)
            ? writer.Block($"for (int strip = 0; strip < {width}; strip += {stripWidth}, dp += {stripWidth}, gp += {stripWidth})")
            : null;
        (int length, int count) = window.Run;
        if (_tiles.IsOneTile(layer, window, strip.Vectors))
        {
            writer.Line($"{methods.NameOf(_tiles.Method(stage, _tiles.Of(stage, width)[0].Tile))}(image, dp, gp, {lines});");
        }
        else
        {
            IDisposable? kyLoop = null;
            string ky = kernelLine ?? "ky";
            if (kernelLine is null)
                kyLoop = writer.Block($"for (int ky = 0; ky < {layer.Kernel}; ky++)");
            writer.Line($"float* xk = &image[{ky} * {window.LineStep}], gk = &gp[{ky} * {window.Taps * window.Channels * width}];");
            IDisposable? kxLoop = count > 1
                ? writer.Block($"for (int kx = 0; kx < {count}; kx++, xk += {window.TapStep - length})")
                : null;
            foreach ((GradientInputs tile, int tileCount) in _tiles.Of(stage, width))
            {
                string next = $"xk += {tile.Inputs}, gk += {tile.Inputs * width}";
                using (writer.Block($"for (int tile = 0; tile < {tileCount}; tile++, {next})"))
                    writer.Line($"{methods.NameOf(_tiles.Method(stage, tile))}(xk, dp, gk, {lines});");
            }

            kxLoop?.Dispose();
            kyLoop?.Dispose();
        }

        stripLoop?.Dispose();
        scope.Dispose();
    }

    private int LinesOfStrip(Conv2DLayer layer, ValueLayout x, ValueLayout d)
    {
        int perLine = Math.Min(d.LineStride, layer.Output.Width * 48) + layer.Stride * x.LineStride;
        int most = Math.Max(1, Machine.StripFloats / perLine);
        int strips = (layer.Output.Height + most - 1) / most;
        return (layer.Output.Height + strips - 1) / strips;
    }

    private void EmitSum(SourceWriter writer, Conv2DLayer layer, GradientGroups groups)
    {
        int panels = PanelShape.Count(layer.Units), weights = PanelShape.Padded(layer.Units) * layer.Inputs;
        writer.Line($"// {layer.Name}: the groups' gradients added in order, for the panels of filters from first to end.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void {SumMethod(layer)}{_bits}(Step* s, int first, int end)"))
        {
            int panel = 2 * PanelShape.Granule;
            writer.Line($"int groups = {Import.Math}.Min({groups.Groups}, s->Rows);");
            writer.Line($"int column = first * {panel}, columns = (end == {panels} ? {PanelShape.Padded(layer.Units)} : end * {panel}) - column;");
            writer.Line($"float* copies = s->{layer.PascalName}GroupSums;");
            string call = $"{Import.ChannelSums}.Total{_bits}(";
            writer.Line($"{call}&copies[column * {layer.Inputs}], {groups.CopyLength}, groups, columns * {layer.Inputs}, "
                + $"&s->Gradients[{layer.PascalName}Weight + column * {layer.Inputs}]);");
            if (layer.Bias)
            {
                writer.Line($"{call}&copies[{weights} + column], {groups.CopyLength}, groups, columns, "
                    + $"&s->Gradients[{layer.PascalName}Bias + column]);");
            }

            if (PenaltyCode.Has(layer))
                PenaltyCode.EmitPass(writer, v, layer, $"{layer.PascalName}Weight + column * {layer.Inputs}", $"columns * {layer.Inputs}");
        }

        writer.Line();
    }
}
