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
/// Prints <c>Inspect</c>: a step that fuses nothing, so that every layer's output and gradient has memory of its own.
/// It writes to memory of its own only (gradients and moving averages included) and uses one vector width: it is not on
/// the hot path.
/// </summary>
internal sealed class InspectEmitter(NetworkPlan plan)
{
    private readonly NetworkSpec _spec = plan.Spec;
    private readonly InspectedLayerEmitter _layers = new(plan);

    /// <summary>Fields that the emitted <c>Step</c> has for inspection alone.</summary>
    private IReadOnlyList<ValueBuffer> OwnBuffers =>
    [
        _layers.Output(-1),
        .. Enumerable.Range(0, _spec.Layers.Count).SelectMany(i => new[] { _layers.Output(i), _layers.Gradient(i) }),
    ];

    /// <summary>What inspection needs for each row, besides targets and loss.</summary>
    private IReadOnlyList<ValueBuffer> Buffers =>
    [
        .. OwnBuffers,
        .. plan.Stages.Where(stage => stage.Pieces is not null)
            .SelectMany(stage => new[] { stage.Pieces!, stage.PieceDelta! }),
        .. plan.Stages.Where(stage => stage.IsImage).SelectMany(stage => stage.Chain).SelectMany(MemoryPlan.SumsOfImages),
        .. EndsInPlanes ? new[] { plan.Last.Result, plan.Last.Delta } : [],
    ];

    /// <summary>Whether outputs are images in memory, and planes for the loss.</summary>
    private bool EndsInPlanes => plan.Last.Head is { } head && !_spec.Layers.Contains(head);

    private IEnumerable<Stage> TransposedStages => plan.Stages.Where(stage => stage.Linear is not null && stage.HasInputGradient);

    public void EmitFields(SourceWriter writer)
    {
        writer.Line("/// <summary>What <c>Inspect</c> sees: each layer's output and the gradient of it.</summary>");
        foreach (ValueBuffer buffer in OwnBuffers)
            writer.Line($"public float* {buffer.Field};");
        foreach (Stage stage in TransposedStages.Where(stage => !stage.TrainsInput))
            writer.Line($"public float* {MemoryPlan.Transposed(stage).Field};");
    }

    public void Emit(SourceWriter writer)
    {
        EmitEntry(writer);
        _layers.Emit(writer);
    }

    private void EmitEntry(SourceWriter writer)
    {
        int last = _spec.Layers.Count - 1;
        string parameters = $"NetworkState state, {EntryCode.Inputs}, {EntryCode.Second(labels: false)}, ILayerObserver observer";
        writer.Line("// What Inspect does, for one call at a time: the network must not change while it is looked at.");
        EntryCode.EmitExclusive(
            writer, $"public static void Inspect({parameters})",
            () =>
            {
                writer.Line("ArgumentNullException.ThrowIfNull(observer);");
                new EntryCode(plan).EmitGuards(writer, labels: false);
            },
            () => writer.Line("See(state, rows, inputs, targets, observer);"));
        writer.Line(
            "/// <summary>Forward and backward layer by layer, then one call of the observer for each layer.</summary>");
        using (writer.Block("private static void See(NetworkState state, int rows, ReadOnlySpan<float> inputs, "
            + "ReadOnlySpan<float> targets, ILayerObserver observer)"))
        {
            EmitMemory(writer);
            EmitBatch(writer);
            writer.Line();
            for (int i = 0; i <= last; i++)
                writer.Line($"{_spec.Layers[i].PascalName}SeeForward(s);");
            if (EndsInPlanes)
                EmitPlanes(writer, backward: false);
            writer.Line("LossRows256(s, 0, rows);");
            if (EndsInPlanes)
                EmitPlanes(writer, backward: true);
            for (int i = last; i > 0; i--)
                writer.Line($"{_spec.Layers[i].PascalName}SeeBackward(s);");
            writer.Line();
            for (int i = 0; i <= last; i++)
            {
                ValueBuffer output = _layers.Output(i), gradient = _layers.Gradient(i);
                string outputs = _layers.Compact(i, output, "outputs"), gradients = _layers.Compact(i, gradient, "gradients");
                writer.Line($"observer.Observe(Description.Layers[{i}], rows, {outputs}, {gradients});");
            }

            writer.Line("GC.KeepAlive(memory);");
        }

        if (plan.HasImages)
            EmitToPlanes(writer);
        writer.Line();
        writer.Line("// Rows without their padding, as an observer sees them.");
        const string compact = "float* source, int stride, int rows, int columns, float* destination";
        using (writer.Block($"private static ReadOnlySpan<float> Compact({compact})"))
        {
            writer.Line("RowCopy.Gather(source, stride, rows, columns, destination);");
            writer.Line("return new ReadOnlySpan<float>(destination, rows * columns);");
        }

        writer.Line();
    }

    private void EmitPlanes(SourceWriter writer, bool backward)
    {
        int last = _spec.Layers.Count - 1;
        ValueBuffer output = _layers.Output(last), gradient = _layers.Gradient(last);
        using (writer.Block("for (int row = 0; row < rows; row++)"))
        {
            if (backward)
                plan.Last.Reshaping!.EmitBackward(writer, VectorType.V256, output, plan.Last.Result, plan.Last.Delta, gradient);
            else
                plan.Last.Reshaping!.EmitForward(writer, VectorType.V256, output, plan.Last.Result);
        }
    }

    private static void EmitToPlanes(SourceWriter writer)
    {
        writer.Line();
        writer.Line("// Images plane by plane, as an observer sees them.");
        const string planes = "float* source, ImageLayout layout, int rows, int columns, float* destination";
        using (writer.Block($"private static ReadOnlySpan<float> Planes({planes})"))
        {
            writer.Line("ImageRows.ToPlanes(source, rows, layout, destination, columns);");
            writer.Line("return new ReadOnlySpan<float>(destination, rows * columns);");
        }
    }

    /// <summary>One buffer for everything: a step's fixed memory, then what every row needs.</summary>
    private void EmitMemory(SourceWriter writer)
    {
        var fixedBuffers = new List<FixedBuffer>
        {
            new("Gradients", plan.Parameters.TrainableLength),
            new("Running", plan.Parameters.RunningLength),
        };
        fixedBuffers.AddRange(TransposedStages.Select(MemoryPlan.Transposed));
        fixedBuffers.AddRange(MemoryPlan.OfLayers(plan));
        fixedBuffers.RemoveAll(buffer => buffer.Length == 0);
        string fixedFloats = CSharpLiteral.Of(fixedBuffers.Sum(buffer => (long)buffer.Length));
        int widest = _spec.Layers.Max(layer => layer.Output.Size);
        int perRow = Buffers.Sum(buffer => buffer.Stride) + PanelShape.Padded(plan.Outputs) + 1 + 2 * widest;
        writer.Line("Step step = default;");
        writer.Line("Step* s = &step;");
        writer.Line($"AlignedBuffer memory = new AlignedBuffer({fixedFloats} + (long)rows * {perRow});");
        writer.Line("float* next = memory.Pointer;");
        foreach (FixedBuffer buffer in fixedBuffers)
            Place(buffer.Field, CSharpLiteral.Of(buffer.Length));
        foreach (ValueBuffer buffer in Buffers)
            Place(buffer.Field, $"(long)rows * {buffer.Stride}");
        Place("Targets", $"(long)rows * {PanelShape.Padded(plan.Outputs)}");
        Place("RowLosses", "rows");
        writer.Line($"float* outputs = next, gradients = next + (long)rows * {widest};");

        void Place(string field, string length) => writer.Line($"s->{field} = next;").Line($"next += {length};");
    }

    /// <summary>The batch, the parameters and a copy of what a training step would change.</summary>
    private void EmitBatch(SourceWriter writer)
    {
        ValueBuffer input = _layers.Output(-1);
        int last = _spec.Layers.Count - 1;
        string mean = _spec.Loss is Losses.ElementwiseLoss && plan.Outputs > 1
            ? $"(rows * (double){plan.Outputs})"
            : "(double)rows";
        if (!EndsInPlanes)
        {
            writer.Line($"{plan.Last.Result.Pointer} = {_layers.Output(last).Pointer};");
            writer.Line($"{plan.Last.Delta.Pointer} = {_layers.Gradient(last).Pointer};");
        }

        writer.Line("s->Rows = rows;");
        writer.Line($"s->Scale = (float)(1 / {mean});");
        writer.Line("s->Parameters = state.Values;");
        if (plan.Parameters.RunningLength > 0)
            writer.Line("new Span<float>(state.Running, RunningLength).CopyTo(new Span<float>(s->Running, RunningLength));");
        foreach ((LayerSpec layer, int index) in MemoryPlan.RandomLayers(plan))
            writer.Line($"s->{layer.PascalName}Key = CounterRandom.Key(state.Seed, state.Batches, {index});");
        writer.Line("fixed (float* x = inputs, t = targets)");
        using (writer.Block(""))
        {
            writer.Line(plan.HasImages
                ? $"ImageRows.FromPlanes(x, rows, {Images.ImageCode.Layout(input.Layout)}, {input.Pointer});"
                : $"RowCopy.Spread(x, rows, {input.Columns}, {input.Pointer}, {input.Stride});");
            writer.Line($"RowCopy.Spread(t, rows, {plan.Outputs}, s->Targets, {PanelShape.Padded(plan.Outputs)});");
        }
    }
}
