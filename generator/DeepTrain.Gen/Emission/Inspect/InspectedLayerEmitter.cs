using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints the unfused forward and backward pass of each layer that <c>Inspect</c> walks through.</summary>
internal sealed class InspectedLayerEmitter(NetworkPlan plan)
{
    /// <summary>The field of the room in which weights are transposed.</summary>
    public const string Transposed = "SeenTransposed";

    private VectorType V => plan.Narrowest;

    private readonly NetworkSpec _spec = plan.Spec;

    /// <summary>The output of a layer, or the copied input for index -1.</summary>
    public ValueBuffer Output(int index) => index < 0
        ? new ValueBuffer("InputSeen", "inputSeen", LayoutOf(index))
        : ValueBuffer.Of(_spec.Layers[index], "Seen", LayoutOf(index));

    /// <summary>The gradient of a layer's output.</summary>
    public ValueBuffer Gradient(int index) => index < 0
        ? new ValueBuffer("InputSeenGradient", "inputSeenGradient", LayoutOf(index) with { Ring = Ring.None })
        : ValueBuffer.Of(_spec.Layers[index], "SeenGradient", GradientLayout(index));

    // that of a convolution's output lies as in a training step, whose weight gradient reads it
    private ValueLayout GradientLayout(int index) => plan.HasImages && StageOf(_spec.Layers[index]) is { Convolution: not null } stage
        && stage.Head == _spec.Layers[index]
            ? stage.Layout.Delta
            : LayoutOf(index) with { Ring = Ring.None };

    /// <summary>Images lie as in a training step, within the ring that the next layer needs; features in padded rows.</summary>
    private ValueLayout LayoutOf(int index)
    {
        Shape shape = index < 0 ? _spec.Input : _spec.Layers[index].Output;
        if (index < 0 && plan.HasImages && plan.Stages[0].Chain.Count == 0)
            return plan.Stages[0].Layout.Result;
        if (!plan.HasImages || shape.IsFlat)
            return ValueLayout.Flat(shape.Size);
        Ring ring = index + 1 < _spec.Layers.Count && _spec.Layers[index + 1] is IReshaping next ? next.InputRing : Ring.None;
        return ValueLayout.Of(shape, ring);
    }

    /// <summary>How an observer's rows come from a buffer: features that were images are plane by plane outside.</summary>
    public string Compact(int index, ValueBuffer buffer, string destination)
    {
        Shape shape = index < 0 ? _spec.Input : _spec.Layers[index].Output;
        ValueLayout? images = PlacesOf(index, shape, buffer);
        return images is null
            ? $"Compact({buffer.Pointer}, {buffer.Stride}, rows, {buffer.Columns}, {destination})"
            : $"Planes({buffer.Pointer}, {Images.ImageCode.Layout(images)}, rows, {shape.Size}, {destination})";
    }

    private ValueLayout? PlacesOf(int index, Shape shape, ValueBuffer buffer)
    {
        if (!plan.HasImages)
            return null;
        if (!shape.IsFlat)
            return buffer.Layout;
        Stage? stage = index < 0 ? null : StageOf(_spec.Layers[index]);
        if (stage is null || stage.Layout.Planes == 1)
            return null;
        int places = shape.Size / stage.Layout.Planes;
        return Images.ImageCode.Flattened(Shape.Image(stage.Layout.Planes, 1, places), buffer.Layout);
    }

    /// <summary>
    /// Whether something is to be had from a layer's backward pass: the gradient of the layer before, or of parameters that are
    /// not those of a product.
    /// </summary>
    public bool HasBackward(int index)
    {
        LayerSpec layer = _spec.Layers[index];
        return index > 0 || (layer.ParameterCount > 0 && (!layer.IsProduct || StageOf(layer).Pieces is not null));
    }

    /// <summary>The stage of a layer; of one that only flattens what is flat, and is in none, that of the layer before it.</summary>
    public Stage StageOf(LayerSpec layer)
    {
        for (int index = _spec.Layers.ToList().IndexOf(layer); index >= 0; index--)
        {
            if (plan.Stages.FirstOrDefault(stage => stage.Layers.Contains(_spec.Layers[index])) is { } stage)
                return stage;
        }

        return plan.Stages[0];
    }

    private IEnumerable<LinearLayer> TransposedLayers => _spec.Layers.Skip(1).OfType<LinearLayer>().Where(layer => layer is not IReshaping);

    public void Emit(SourceWriter writer)
    {
        EmitProduct(writer);
        for (int i = 0; i < _spec.Layers.Count; i++)
            EmitLayer(writer, i);
    }

    private void EmitProduct(SourceWriter writer)
    {
        foreach (int vectors in ProductVectors())
        {
            string name = "SeenProduct" + (IsNarrow(vectors) ? "Narrow" : "");
            bool hasTails = !IsNarrow(vectors) && plan.LinearLayers.Any(layer => plan.TailOf(layer) > 0);
            string parameters = "Step* s, float* x, int strideX, float* w, float* b, float* y, int strideY, "
                + "int columns, int reduction, int depth" + (hasTails ? ", int tail = 0" : "");
            writer.Line(
                "// y = b + x w with weights packed to the given depth, tile by tile; no bias where b is null.");
            using (writer.Block($"private static void {name}(\n    {parameters})"))
            {
                if (IsNarrow(vectors))
                {
                    writer.Line($"int width = {Import.PanelShape}.Width(columns, 0); // eight columns or fewer are one panel");
                    EmitRows(vectors, "w", "b", "y");
                }
                else
                {
                    using (writer.Block($"for (int panel = 0; panel < {Import.PanelShape}.Count(columns); panel++)"))
                    {
                        string width = hasTails ? "PackedWidth(columns, panel, tail)" : "Width(columns, panel)";
                        writer.Line($"int width = {Import.PanelShape}.{width}, start = {Import.PanelShape}.Start(panel);");
                        using (writer.Block("for (int strip = 0; strip < width; strip += 16)"))
                        {
                            EmitRows(
                                vectors, "&w[(long)start * depth + strip]",
                                "b is null ? null : &b[start + strip]", "&y[start + strip]");
                        }
                    }
                }
            }

            writer.Line();
        }

        void EmitRows(int vectors, string w, string b, string y)
        {
            writer.Line($"{Import.ProductTiles}.Rows{CSharpLiteral.Of(V.Bits)}(");
            writer.Line($"    s->Rows, vectors: {vectors}, x, strideX, {w}, width,");
            writer.Line($"    {b}, {y}, strideY, reduction);");
        }
    }

    private IEnumerable<int> ProductVectors() => _spec.Layers.OfType<LinearLayer>()
        .Where(layer => layer is not IReshaping && plan.TailOf(layer) < layer.Units).Select(layer => layer.Units)
        .Concat(TransposedLayers.Select(layer => layer.Inputs))
        .Select(VectorsOf).Distinct().OrderBy(vectors => vectors);

    // vectors of a strip of 16 columns, or of eight where a vector is no wider
    private int VectorsOf(int columns) => (columns <= 8 && V.Lanes <= 8 ? 8 : PanelShape.Granule) / V.Lanes;

    private bool IsNarrow(int vectors) => vectors * V.Lanes < PanelShape.Granule;

    private string ProductMethod(int columns) => IsNarrow(VectorsOf(columns)) ? "SeenProductNarrow" : "SeenProduct";

    private void EmitLayer(SourceWriter writer, int index)
    {
        LayerSpec layer = _spec.Layers[index];
        writer.Line($"// {layer.Name}: {Forward(layer)}");
        using (writer.Block($"private static void {layer.PascalName}SeeForward(Step* s)"))
            EmitForward(writer, index);
        writer.Line();
        if (!HasBackward(index))
            return;
        writer.Line($"// {layer.Name}: {Backward(layer)}");
        using (writer.Block($"private static void {layer.PascalName}SeeBackward(Step* s)"))
            EmitBackward(writer, index);
        writer.Line();
    }

    private string Forward(LayerSpec layer) => layer switch
    {
        IReshaping reshaping when plan.HasImages => reshaping.Formula,
        LinearLayer linear =>
            $"{(linear.Pieces > 1 ? "the largest of the pieces " : "")}Y = X W'{(linear.Bias ? " + b" : "")}",
        IRowwise rowwise => rowwise.Formula,
        { OnlyReshapes: true } => "y = x, in one dimension",
        INormaliser normaliser => "y = " + normaliser.Formula,
        _ => "y = " + ((IElementwise)layer).Formula,
    };

    private string Backward(LayerSpec layer) => layer switch
    {
        IReshaping reshaping when plan.HasImages => reshaping.Derivative,
        LinearLayer => "dL/dX = delta W, delta the gradient of Y",
        IRowwise rowwise => rowwise.Gradient,
        { OnlyReshapes: true } => "dy/dx = 1",
        INormaliser normaliser => "dy/dx = " + normaliser.Derivative,
        _ => "dy/dx = " + ((IElementwise)layer).Derivative,
    };

    private void EmitForward(SourceWriter writer, int index)
    {
        LayerSpec layer = _spec.Layers[index];
        ValueBuffer input = Output(index - 1), output = Output(index);
        if (plan.HasImages && Images.InspectedImages.EmitForward(writer, V, layer, input, output))
            return;
        switch (layer)
        {
            case LinearLayer linear:
                Stage stage = StageOf(linear);
                ValueBuffer target = stage.Pieces ?? output;
                for (int piece = 0; piece < linear.Pieces; piece++)
                {
                    int column = piece * PanelShape.Padded(linear.Units);
                    string weights = Address.At("s->Parameters", linear.PascalName + "Weight") + column * linear.Inputs;
                    string bias = linear.Bias ? Address.At("s->Parameters", linear.PascalName + "Bias") + column : "null";
                    string y = Address.At(target.Pointer, column);
                    int tail = plan.TailOf(linear);
                    if (tail < linear.Units)
                    {
                        string without = tail > 0 ? $", tail: {tail}" : "";
                        writer.Line($"{ProductMethod(linear.Units)}(s, {input.Pointer}, {input.Stride}, {weights}, {bias}, "
                            + $"{y}, {target.Stride}, {linear.Units}, {linear.Inputs}, {linear.Inputs}{without});");
                    }

                    if (tail > 0)
                        writer.Line(new TailEmitter(plan, V).Product(linear, input.Pointer, input.Stride, target));
                }

                if (stage.Pieces is not null)
                {
                    WriteColumns(writer, layer, code =>
                    {
                        var section = new Section(code, V);
                        section.Store(output, MaxoutColumns.EmitForward(code, stage, section.Cursor(stage.Pieces)));
                        return [section.Close()];
                    });
                }

                break;
            case IRowwise rowwise:
                using (writer.Block("for (int row = 0; row < s->Rows; row++)"))
                {
                    writer.Line($"float* x = {Row(input)}, y = {Row(output)};");
                    rowwise.EmitForward(writer, V, layer.Output.Size, "x", "y");
                }

                break;
            case { OnlyReshapes: true }:
                string bytes = $"s->Rows * {4L * output.Stride}";
                writer.Line($"{Import.Buffer}.MemoryCopy({input.Pointer}, {output.Pointer}, {bytes}, {bytes}); // no number moves");
                break;
            default:
                WriteColumns(writer, layer, code =>
                {
                    var section = new Section(code, V);
                    var loops = new List<ColumnStep>();
                    string x = section.Load(input, "input");
                    if (layer is INormaliser normaliser)
                    {
                        IEnumerable<string> statistics = normaliser.EmitStatistics(code, input);
                        loops.AddRange(statistics.Select(line => (ColumnStep)line));
                        x = normaliser.EmitForward(code, x);
                    }
                    else
                    {
                        x = ((IElementwise)layer).Forward(code, x);
                    }

                    section.Store(output, x);
                    loops.Add(section.Close());
                    return loops;
                });
                break;
        }
    }

    private void EmitBackward(SourceWriter writer, int index)
    {
        LayerSpec layer = _spec.Layers[index];
        ValueBuffer input = Output(index - 1), output = Output(index);
        ValueBuffer inputGradient = Gradient(index - 1), outputGradient = Gradient(index);
        if (plan.HasImages && Images.InspectedImages.EmitBackward(writer, V, layer, input, output, outputGradient, inputGradient))
            return;
        switch (layer)
        {
            case LinearLayer linear:
                Stage stage = StageOf(linear);
                if (stage.Pieces is not null)
                {
                    WriteColumns(writer, layer, code =>
                    {
                        var section = new Section(code, V);
                        string gradient = section.Load(outputGradient, "gradient");
                        MaxoutColumns.EmitBackward(
                            code, stage, gradient, section.Cursor(stage.Pieces), section.Cursor(stage.PieceDelta!));
                        return [section.Close()];
                    });
                }

                if (index == 0)
                    break;
                int reduction = (linear.Pieces - 1) * PanelShape.Padded(linear.Units) + linear.Units;
                ValueBuffer delta = stage.PieceDelta ?? outputGradient;
                TransposeEmitter.Emit(writer, linear, plan.TailOf(linear), Transposed, inBlocks: false);
                writer.Line($"{ProductMethod(linear.Inputs)}(s, {delta.Pointer}, {delta.Stride}, s->{Transposed}, null, "
                    + $"{inputGradient.Pointer}, {inputGradient.Stride}, {linear.Inputs}, {reduction}, {linear.Columns});");
                break;
            case IRowwise rowwise:
                using (writer.Block("for (int row = 0; row < s->Rows; row++)"))
                {
                    writer.Line($"float* y = {Row(output)}, g = {Row(inputGradient)};");
                    writer.Line($"{Import.Buffer}.MemoryCopy({Row(outputGradient)}, g, {4 * output.Padded}, {4 * output.Padded});");
                    rowwise.EmitBackward(writer, V, layer.Output.Size, "y", "g");
                }

                break;
            case { OnlyReshapes: true }:
                string bytes = $"s->Rows * {4L * output.Stride}";
                writer.Line($"{Import.Buffer}.MemoryCopy({outputGradient.Pointer}, {inputGradient.Pointer}, {bytes}, {bytes});");
                break;
            case INormaliser normaliser:
                WriteColumns(writer, layer, code =>
                {
                    var loops = new List<ColumnStep>();
                    var section = new Section(code, V);
                    normaliser.EmitSums(
                        code, section.Load(outputGradient, "gradient"), section.Load(input, "input"));
                    loops.Add(section.Close());
                    loops.AddRange(normaliser.EmitMeans(code).Select(line => (ColumnStep)line));
                    section = new Section(code, V);
                    string gradient = section.Load(outputGradient, "gradient");
                    string x = section.Load(input, "input");
                    section.Store(inputGradient, normaliser.EmitBackward(code, gradient, x));
                    loops.Add(section.Close());
                    return loops;
                });
                break;
            default:
                WriteColumns(writer, layer, code =>
                {
                    var element = (IElementwise)layer;
                    var section = new Section(code, V);
                    string gradient = section.Load(outputGradient, "gradient");
                    string x = (element.Needs & Saved.Input) != 0 ? section.Load(input, "input") : "";
                    string y = (element.Needs & Saved.Output) != 0 ? section.Load(output, "output") : "";
                    section.Store(inputGradient, element.Backward(code, gradient, x, y));
                    return [section.Close()];
                });
                break;
        }
    }

    /// <summary>Where the row at hand starts.</summary>
    private static string Row(ValueBuffer buffer) => $"&{buffer.Pointer}[(long)row * {buffer.Stride}]";

    private void WriteColumns(
        SourceWriter writer, LayerSpec layer, Func<ElementCode, IReadOnlyList<ColumnStep>> write)
    {
        var code = new ElementCode(V);
        IReadOnlyList<ColumnStep> loops = write(code);
        writer.Lines(code.Constants);
        using (writer.Block($"for (int column = 0; column < {PanelShape.Padded(layer.Output.Size)}; column += {V.Lanes})"))
        {
            writer.Lines(code.Columns);
            ColumnStep.Write(writer, loops);
            writer.Lines(code.AfterRows);
        }
    }
}
