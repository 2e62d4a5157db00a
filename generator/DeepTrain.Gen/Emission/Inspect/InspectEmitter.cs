using DeepTrain.Gen.Layers;
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
    private readonly EntryCode _entry = new(plan);

    private bool KeepsLabels => _spec.Loss.KeepsLabels;

    /// <summary>Fields that the emitted <c>Step</c> has for inspection alone.</summary>
    private IReadOnlyList<ValueBuffer> OwnBuffers =>
    [
        _layers.Output(-1),
        .. _layers.HasBackward(0) && !_spec.Layers[0].IsProduct ? new[] { _layers.Gradient(-1) } : [],
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

    /// <summary>The room in which one stage after the other transposes its weights.</summary>
    private int TransposedLength => plan.Stages.Where(stage => stage.Linear is not null && stage.HasInputGradient)
        .Select(stage => stage.Linear!.TransposedLength).DefaultIfEmpty().Max();

    public void EmitFields(SourceWriter writer)
    {
        writer.Line("/// <summary>What <c>Inspect</c> sees: each layer's output and the gradient of it.</summary>");
        foreach (ValueBuffer buffer in OwnBuffers)
            writer.Line($"public float* {buffer.Field};");
        if (TransposedLength > 0)
            writer.Line($"public float* {InspectedLayerEmitter.Transposed};");
        foreach (Stage stage in plan.Stages.Where(stage => stage.PieceDelta is not null && !MemoryPlan.IsWalkedBack(plan, stage)))
            writer.Line($"public float* {stage.PieceDelta!.Field};");
    }

    public void Emit(SourceWriter writer)
    {
        EmitEntry(writer);
        _layers.Emit(writer);
    }

    private void EmitEntry(SourceWriter writer)
    {
        int last = _spec.Layers.Count - 1;
        foreach (bool labels in _entry.Overloads)
        {
            string parameters = $"{Import.NetworkState} state, {EntryCode.Inputs}, {EntryCode.Second(labels)}, {Import.ILayerObserver} observer";
            writer.Line("// What Inspect does, for one call at a time: the network must not change while it is looked at.");
            EntryCode.EmitExclusive(
                writer, $"public static float Inspect({parameters})",
                () =>
                {
                    writer.Line($"{Import.ArgumentNullException}.ThrowIfNull(observer);");
                    _entry.EmitGuards(writer, labels);
                },
                () => writer.Line(!_entry.TakesLabels ? "return See(state, rows, inputs, targets, observer);"
                    : labels ? "return See(state, rows, inputs, default, labels, observer);"
                    : "return See(state, rows, inputs, targets, default, observer);"));
        }

        writer.Line("/// <summary>");
        writer.Line("/// Forward and backward layer by layer, then one call of the observer for each layer and each parameter. "
            + "Returns the loss.");
        writer.Line("/// </summary>");
        string orLabels = _entry.TakesLabels ? $"{Import.ReadOnlySpan}<int> labels, " : "";
        using (writer.Block($"private static float See({Import.NetworkState} state, int rows, {Import.ReadOnlySpan}<float> inputs, "
            + $"{Import.ReadOnlySpan}<float> targets, {orLabels}{Import.ILayerObserver} observer)"))
        {
            EmitMemory(writer);
            EmitBatch(writer);
            writer.Line();
            writer.Line("fixed (float* x = inputs)");
            using (writer.Block(""))
            {
                ValueBuffer input = _layers.Output(-1);
                writer.Line("s->Inputs = x;");
                writer.Line(plan.HasImages
                    ? $"{Import.ImageRows}.FromPlanes(x, rows, {Images.ImageCode.Layout(input.Layout)}, {input.Pointer});"
                    : $"{Import.RowCopy}.Spread(x, rows, {input.Columns}, {input.Pointer}, {input.Stride});");
                for (int i = 0; i <= last; i++)
                    writer.Line($"{_spec.Layers[i].PascalName}SeeForward(s);");
                if (EndsInPlanes)
                    EmitPlanes(writer, backward: false);
                writer.Line($"LossRows{plan.Narrowest.Bits}(s, 0, rows);");
                if (EndsInPlanes)
                    EmitPlanes(writer, backward: true);
                for (int i = last; i >= 0; i--)
                {
                    if (_layers.HasBackward(i))
                        writer.Line($"{_spec.Layers[i].PascalName}SeeBackward(s);");
                }

                new InspectedGradientEmitter(plan, _layers).Emit(writer);
            }

            writer.Line();
            for (int i = 0; i <= last; i++)
            {
                ValueBuffer output = _layers.Output(i), gradient = _layers.Gradient(i);
                string outputs = _layers.Compact(i, output, "outputs"), gradients = _layers.Compact(i, gradient, "gradients");
                writer.Line($"observer.Observe(Description.Layers[{i}], rows, {outputs}, {gradients});");
            }

            writer.Line("state.ShowGradients(s->Gradients, observer);");
            EmitLoss(writer);
        }

        if (plan.HasImages)
            EmitToPlanes(writer);
        writer.Line();
        writer.Line("// Rows without their padding, as an observer sees them.");
        const string compact = "float* source, int stride, int rows, int columns, float* destination";
        using (writer.Block($"private static {Import.ReadOnlySpan}<float> Compact({compact})"))
        {
            writer.Line($"{Import.RowCopy}.Gather(source, stride, rows, columns, destination);");
            writer.Line($"return new {Import.ReadOnlySpan}<float>(destination, rows * columns);");
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
                plan.Last.Reshaping!.EmitBackward(
                    writer, plan.Narrowest, new ReshapedGradient(output, plan.Last.Result, plan.Last.Delta, gradient));
            else
                plan.Last.Reshaping!.EmitForward(writer, plan.Narrowest, output, plan.Last.Result);
        }
    }

    private static void EmitToPlanes(SourceWriter writer)
    {
        writer.Line();
        writer.Line("// Images plane by plane, as an observer sees them.");
        string planes = $"float* source, {Import.ImageLayout} layout, int rows, int columns, float* destination";
        using (writer.Block($"private static {Import.ReadOnlySpan}<float> Planes({planes})"))
        {
            writer.Line($"{Import.ImageRows}.ToPlanes(source, rows, layout, destination, columns);");
            writer.Line($"return new {Import.ReadOnlySpan}<float>(destination, rows * columns);");
        }
    }

    private void EmitLoss(SourceWriter writer)
    {
        writer.Line("double total = 0;");
        writer.Line("for (int row = 0; row < rows; row++)");
        using (writer.Indent())
            writer.Line("total += s->RowLosses[row];");
        writer.Line($"{Import.GC}.KeepAlive(memory);");
        string penalties = _entry.HasPenalties ? " + Penalties(state)" : "";
        writer.Line($"return (float)(total / {_entry.MeanOver("rows")}{penalties});");
    }

    /// <summary>One buffer for everything: a step's fixed memory, then what every row needs.</summary>
    private void EmitMemory(SourceWriter writer)
    {
        var fixedBuffers = new List<FixedBuffer>
        {
            new("Gradients", plan.Parameters.TrainableLength),
            new("Running", plan.Parameters.RunningLength),
        };
        fixedBuffers.Add(new(InspectedLayerEmitter.Transposed, TransposedLength));
        fixedBuffers.AddRange(MemoryPlan.OfLayers(plan));
        fixedBuffers.AddRange(plan.Stages.SelectMany(GradientGroups.Sums));
        fixedBuffers.RemoveAll(buffer => buffer.Length == 0);
        string fixedFloats = CSharpLiteral.Of(fixedBuffers.Sum(buffer => (long)buffer.Length));
        int widest = _spec.Layers.Max(layer => layer.Output.Size);
        int perRow = Buffers.Sum(buffer => buffer.Stride) + PanelShape.Padded(plan.Outputs) + 2 * widest
            + (KeepsLabels ? 2 : 1); // the loss and the label
        writer.Line("Step step = default;");
        writer.Line("Step* s = &step;");
        writer.Line($"{Import.AlignedBuffer} memory = new {Import.AlignedBuffer}({fixedFloats} + (long)rows * {perRow});");
        writer.Line("float* next = memory.Pointer;");
        foreach (FixedBuffer buffer in fixedBuffers)
            Place(buffer.Field, CSharpLiteral.Of(buffer.Length));
        foreach (ValueBuffer buffer in Buffers)
            Place(buffer.Field, $"(long)rows * {buffer.Stride}");
        Place("Targets", $"(long)rows * {PanelShape.Padded(plan.Outputs)}");
        Place("RowLosses", "rows");
        if (KeepsLabels)
            writer.Line("s->LabelRows = (int*)next;").Line("next += rows;");
        writer.Line($"float* outputs = next, gradients = &next[(long)rows * {widest}];");

        void Place(string field, string length) => writer.Line($"s->{field} = next;").Line($"next += {length};");
    }

    /// <summary>The batch, the parameters and a copy of what a training step would change.</summary>
    private void EmitBatch(SourceWriter writer)
    {
        int last = _spec.Layers.Count - 1;
        if (!EndsInPlanes)
        {
            writer.Line($"{plan.Last.Result.Pointer} = {_layers.Output(last).Pointer};");
            writer.Line($"{plan.Last.Delta.Pointer} = {_layers.Gradient(last).Pointer};");
        }

        writer.Line("s->Rows = rows;");
        writer.Line($"s->Scale = (float)(1 / {_entry.MeanOver("rows")});");
        writer.Line("s->Parameters = state.Values;");
        if (plan.Parameters.RunningLength > 0)
            writer.Line($"new {Import.Span}<float>(state.Running, RunningLength).CopyTo(new {Import.Span}<float>(s->Running, RunningLength));");
        foreach ((LayerSpec layer, int index) in MemoryPlan.RandomLayers(plan))
            writer.Line($"s->{layer.PascalName}Key = {Import.CounterRandom}.Key(state.Seed, state.Batches, {index});");
        PenaltyEmitter.EmitRates(writer, plan);
        EmitTargets(writer);
    }

    private void EmitTargets(SourceWriter writer)
    {
        int padded = PanelShape.Padded(plan.Outputs);
        if (_entry.TakesLabels)
        {
            // there is a row, and so a label if they are labels
            using (writer.Block("if (labels.Length > 0)"))
            {
                if (KeepsLabels)
                {
                    string classes = CSharpLiteral.Of(_spec.Loss.Classes(plan.Outputs));
                    writer.Line($"{Import.LabelCopy}.Take(labels, {classes}, 0, s->LabelRows);").Line("s->Labels = s->LabelRows;");
                }
                else
                {
                    writer.Line($"{Import.LabelCopy}.TakeAsTargets(labels, 0, s->Targets, {padded});");
                }
            }
        }

        writer.Line("fixed (float* t = targets)");
        using (writer.Indent())
        {
            string copy = $"{Import.RowCopy}.Spread(t, rows, {plan.Outputs}, s->Targets, {padded});";
            writer.Line(_entry.TakesLabels ? "if (t is not null) " + copy : copy);
        }
    }
}
