using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints <c>Inspect</c>: a step that fuses nothing, so that every layer's output and gradient has memory of its own. It writes to
/// memory of its own only (gradients and moving averages included) and uses one vector width: it is not on the hot path.
/// </summary>
internal sealed class InspectEmitter(NetworkPlan plan, SharedTiles shared)
{
    private static readonly VectorType V = VectorType.V256;

    private readonly NetworkSpec _spec = plan.Spec;

    /// <summary>The output of a layer, or the copied input for index -1.</summary>
    private RowBuffer Output(int index)
    {
        Shape shape = index < 0 ? _spec.Input : _spec.Layers[index].Output;
        return index < 0
            ? new RowBuffer("InputSeen", "inputSeen", shape.Size, PanelShape.Padded(shape.Size))
            : RowBuffer.Of(_spec.Layers[index], "Seen", shape.Size);
    }

    private RowBuffer Gradient(int index) => RowBuffer.Of(_spec.Layers[index], "SeenGradient", _spec.Layers[index].Output.Size);

    private Stage StageOf(LayerSpec layer) => plan.Stages.First(stage => stage.Layers.Contains(layer));

    /// <summary>Fields that the emitted <c>Step</c> has for inspection alone.</summary>
    private IReadOnlyList<RowBuffer> Buffers =>
    [
        Output(-1),
        .. Enumerable.Range(0, _spec.Layers.Count).SelectMany(i => new[] { Output(i), Gradient(i) }),
        .. plan.Stages.Where(stage => stage.Pieces is not null).SelectMany(stage => new[] { stage.Pieces!, stage.PieceDelta! }),
        new RowBuffer("PaddedTargets", "targets", plan.Outputs, PanelShape.Padded(plan.Outputs)),
    ];

    private IEnumerable<LinearLayer> TransposedLayers => _spec.Layers.Skip(1).OfType<LinearLayer>();

    public void EmitFields(SourceWriter writer)
    {
        writer.Line("/// <summary>What <c>Inspect</c> sees: each layer's output and the gradient of it.</summary>");
        foreach (RowBuffer buffer in Buffers.Where(buffer => buffer.Field.Contains("Seen")))
            writer.Line($"public float* {buffer.Field};");
        foreach (Stage stage in plan.Stages.Where(stage => stage.Linear is not null && stage.HasInputGradient && !stage.TrainsInput))
            writer.Line($"public float* {MemoryPlan.Transposed(stage).Field};");
    }

    public void Emit(SourceWriter writer)
    {
        EmitEntry(writer);
        EmitProduct(writer);
        for (int i = 0; i < _spec.Layers.Count; i++)
            EmitLayer(writer, i);
    }

    private void EmitEntry(SourceWriter writer)
    {
        writer.Line("/// <summary>Forward and backward layer by layer, then one call of the observer for each layer.</summary>");
        using (writer.Block("public static void Inspect(NetworkState state, int rows, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, global::DeepTrain.ILayerObserver observer)"))
        {
            var fixedBuffers = new List<FixedBuffer> { new("Zeros", 4 * PanelShape.Granule), new("Gradients", Math.Max(1, plan.Parameters.TrainableLength)), new("Running", Math.Max(1, plan.Parameters.RunningLength)) };
            fixedBuffers.AddRange(TransposedLayers.Select(layer => MemoryPlan.Transposed(StageOf(layer))));
            fixedBuffers.AddRange(new MemoryPlan(plan).Fixed.Where(buffer => buffer.Field != "Zeros" && !buffer.Field.EndsWith("Transposed", StringComparison.Ordinal)));
            int perRow = Buffers.Sum(buffer => buffer.Stride) + 1 + _spec.Layers.Max(layer => layer.Output.Size) * 2;
            writer.Line("Step step = default;");
            writer.Line("Step* s = &step;");
            writer.Line($"AlignedBuffer memory = new AlignedBuffer({CSharpLiteral.Of(fixedBuffers.Sum(buffer => (long)buffer.Length))} + (long)rows * {perRow});");
            writer.Line("float* next = memory.Pointer;");
            foreach (FixedBuffer buffer in fixedBuffers)
            {
                writer.Line($"s->{buffer.Field} = next;");
                writer.Line($"next += {CSharpLiteral.Of(buffer.Length)};");
            }

            foreach (RowBuffer buffer in Buffers.Where(buffer => buffer.Field != "PaddedTargets"))
            {
                writer.Line($"s->{buffer.Field} = next;");
                writer.Line($"next += (nint)rows * {buffer.Stride};");
            }

            int last = _spec.Layers.Count - 1;
            int paddedOutputs = PanelShape.Padded(plan.Outputs);
            writer.Line("s->Targets = next;");
            writer.Line($"next += (nint)rows * {paddedOutputs};");
            writer.Line("s->RowLosses = next;");
            writer.Line("next += rows;");
            writer.Line($"float* outputs = next, gradients = next + (nint)rows * {_spec.Layers.Max(layer => layer.Output.Size)};");
            writer.Line($"s->{plan.Last.Result.Field} = s->{Output(last).Field};");
            writer.Line($"s->{plan.Last.Delta.Field} = s->{Gradient(last).Field};");
            writer.Line("s->Rows = rows;");
            writer.Line($"s->Scale = (float)(1 / {(_spec.Loss is Losses.ElementwiseLoss && plan.Outputs > 1 ? $"(rows * (double){plan.Outputs})" : "(double)rows")});");
            writer.Line("s->Parameters = state.Values;");
            writer.Line("new Span<float>(state.Running, RunningLength).CopyTo(new Span<float>(s->Running, RunningLength));");
            foreach ((LayerSpec layer, int index) in MemoryPlan.RandomLayers(plan))
                writer.Line($"s->{layer.PascalName}Key = CounterRandom.Key(state.Seed, state.Batches, {index});");
            writer.Line("fixed (float* x = inputs, t = targets)");
            using (writer.Block(""))
            {
                writer.Line($"RowCopy.Spread(x, rows, {_spec.Input.Size}, s->{Output(-1).Field}, {Output(-1).Stride});");
                writer.Line($"RowCopy.Spread(t, rows, {plan.Outputs}, s->Targets, {paddedOutputs});");
            }

            writer.Line();
            for (int i = 0; i <= last; i++)
                writer.Line($"{_spec.Layers[i].PascalName}SeeForward(s);");
            writer.Line("LossRows256(s, 0, rows);");
            for (int i = last; i > 0; i--)
                writer.Line($"{_spec.Layers[i].PascalName}SeeBackward(s);");
            writer.Line();
            writer.Line("ReadOnlySpan<float> Compact(float* source, int stride, int columns, float* destination)");
            using (writer.Block(""))
            {
                writer.Line("RowCopy.Gather(source, stride, rows, columns, destination);");
                writer.Line("return new ReadOnlySpan<float>(destination, rows * columns);");
            }

            writer.Line();
            for (int i = 0; i <= last; i++)
            {
                int size = _spec.Layers[i].Output.Size;
                writer.Line($"observer.Observe(Layers[{i}], rows, Compact(s->{Output(i).Field}, {Output(i).Stride}, {size}, outputs), Compact(s->{Gradient(i).Field}, {Gradient(i).Stride}, {size}, gradients));");
            }

            writer.Line("GC.KeepAlive(memory);");
            writer.Line("GC.KeepAlive(state);");
        }

        writer.Line();
        writer.Line($"private static global::System.Collections.Generic.IReadOnlyList<global::DeepTrain.LayerDescription> Layers => {_spec.Header.Name}.Description.Layers;");
        writer.Line();
    }

    private void EmitProduct(SourceWriter writer)
    {
        foreach (int vectors in ProductVectors())
        {
            string few = shared.Request(V, vectors);
            writer.Line("// y = b + x w with weights packed to the given depth, tile by tile; no bias where b is null.");
            using (writer.Block($"private static void SeenProduct{(vectors == 1 ? "Narrow" : "")}(Step* s, float* x, int strideX, float* w, float* b, float* y, int strideY, int columns, int reduction, int depth)"))
            using (writer.Block("for (int panel = 0; panel < PanelShape.Count(columns); panel++)"))
            {
                writer.Line("int width = PanelShape.Width(columns, panel), start = PanelShape.Start(panel);");
                using (writer.Block($"for (int strip = 0; strip < {(vectors == 1 ? "1" : "width")}; strip += 16)"))
                using (writer.Block("for (int row = 0; row < s->Rows; row += 6)"))
                {
                    writer.Line($"{few}(Math.Min(6, s->Rows - row), x + (nint)row * strideX, strideX, w + (nint)start * depth + strip, width,");
                    using (writer.Indent())
                        writer.Line("b is null ? s->Zeros : b + start + strip, y + (nint)row * strideY + start + strip, strideY, reduction);");
                }
            }

            writer.Line();
        }
    }

    private IEnumerable<int> ProductVectors() => _spec.Layers.OfType<LinearLayer>().Select(layer => layer.Units)
        .Concat(TransposedLayers.Select(layer => layer.Inputs))
        .Select(columns => TilePolicy.StripOf(V, columns, 16).Vectors).Distinct().OrderBy(vectors => vectors);

    private static string ProductMethod(int columns) => TilePolicy.StripOf(V, columns, 16).Vectors == 1 ? "SeenProductNarrow" : "SeenProduct";

    private void EmitLayer(SourceWriter writer, int index)
    {
        LayerSpec layer = _spec.Layers[index];
        writer.Line($"private static void {layer.PascalName}SeeForward(Step* s)");
        using (writer.Block(""))
            EmitForward(writer, index);
        writer.Line();
        if (index == 0)
            return;
        writer.Line($"private static void {layer.PascalName}SeeBackward(Step* s)");
        using (writer.Block(""))
            EmitBackward(writer, index);
        writer.Line();
    }

    private void EmitForward(SourceWriter writer, int index)
    {
        LayerSpec layer = _spec.Layers[index];
        RowBuffer input = Output(index - 1), output = Output(index);
        switch (layer)
        {
            case LinearLayer linear:
                Stage stage = StageOf(linear);
                RowBuffer target = stage.Pieces ?? output;
                for (int piece = 0; piece < linear.Pieces; piece++)
                {
                    int column = piece * PanelShape.Padded(linear.Units);
                    string bias = linear.Bias ? $"s->Parameters + {linear.PascalName}Bias + {column}" : "null";
                    writer.Line($"{ProductMethod(linear.Units)}(s, {input.Pointer}, {input.Stride}, s->Parameters + {linear.PascalName}Weight + {column * linear.Inputs}, {bias}, {target.Pointer} + {column}, {target.Stride}, {linear.Units}, {linear.Inputs}, {linear.Inputs});");
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
            case SoftmaxLayer:
                using (writer.Block("for (int row = 0; row < s->Rows; row++)"))
                {
                    writer.Line($"float* x = {input.Pointer} + (nint)row * {input.Stride}, y = {output.Pointer} + (nint)row * {output.Stride};");
                    SoftmaxRows.EmitForward(writer, V, layer.Output.Size, "x", "y");
                }

                break;
            case FlattenLayer:
                writer.Line($"Buffer.MemoryCopy({input.Pointer}, {output.Pointer}, s->Rows * {4L * output.Stride}, s->Rows * {4L * output.Stride}); // no number moves");
                break;
            default:
                WriteColumns(writer, layer, code =>
                {
                    var section = new Section(code, V);
                    var loops = new List<ColumnStep>();
                    string x = section.Load(input, "input");
                    if (layer is BatchNormLayer batchNorm)
                    {
                        loops.AddRange(BatchNormColumns.EmitStatistics(code, batchNorm, input).Select(line => (ColumnStep)line));
                        x = BatchNormColumns.EmitForward(code, batchNorm, x);
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
        RowBuffer input = Output(index - 1), output = Output(index), inputGradient = Gradient(index - 1), outputGradient = Gradient(index);
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
                        MaxoutColumns.EmitBackward(code, stage, gradient, section.Cursor(stage.Pieces), section.Cursor(stage.PieceDelta!));
                        return [section.Close()];
                    });
                }

                int reduction = (linear.Pieces - 1) * PanelShape.Padded(linear.Units) + linear.Units;
                RowBuffer delta = stage.PieceDelta ?? outputGradient;
                writer.Line($"PackedMatrix.Transpose(s->Parameters + {linear.PascalName}Weight, {linear.Pieces}, {linear.Units}, {linear.Inputs}, s->{linear.PascalName}Transposed);");
                writer.Line($"{ProductMethod(linear.Inputs)}(s, {delta.Pointer}, {delta.Stride}, s->{linear.PascalName}Transposed, null, {inputGradient.Pointer}, {inputGradient.Stride}, {linear.Inputs}, {reduction}, {linear.Columns});");
                break;
            case SoftmaxLayer:
                using (writer.Block("for (int row = 0; row < s->Rows; row++)"))
                {
                    writer.Line($"float* y = {output.Pointer} + (nint)row * {output.Stride}, g = {inputGradient.Pointer} + (nint)row * {inputGradient.Stride};");
                    writer.Line($"Buffer.MemoryCopy({outputGradient.Pointer} + (nint)row * {outputGradient.Stride}, g, {4 * output.Padded}, {4 * output.Padded});");
                    SoftmaxRows.EmitBackward(writer, V, layer.Output.Size, "y", "g");
                }

                break;
            case FlattenLayer:
                writer.Line($"Buffer.MemoryCopy({outputGradient.Pointer}, {inputGradient.Pointer}, s->Rows * {4L * output.Stride}, s->Rows * {4L * output.Stride});");
                break;
            case BatchNormLayer batchNorm:
                WriteColumns(writer, layer, code =>
                {
                    var loops = new List<ColumnStep>();
                    var section = new Section(code, V);
                    BatchNormColumns.EmitSums(code, batchNorm, section.Load(outputGradient, "gradient"), section.Load(input, "input"));
                    loops.Add(section.Close());
                    loops.AddRange(BatchNormColumns.EmitMeans(code, batchNorm).Select(line => (ColumnStep)line));
                    section = new Section(code, V);
                    string gradient = section.Load(outputGradient, "gradient");
                    section.Store(inputGradient, BatchNormColumns.EmitBackward(code, batchNorm, gradient, section.Load(input, "input")));
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

    private static void WriteColumns(SourceWriter writer, LayerSpec layer, Func<ElementCode, IReadOnlyList<ColumnStep>> write)
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
