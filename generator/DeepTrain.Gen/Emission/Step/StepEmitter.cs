using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints what holds a step together: its memory, its phases in order, what is done before and after them.
/// </summary>
internal sealed class StepEmitter(NetworkPlan plan, MemoryPlan memory)
{
    private readonly NetworkSpec _spec = plan.Spec;
    private readonly IReadOnlyList<Phase> _training = PhaseList.Training(plan);
    private readonly IReadOnlyList<Phase> _inference = PhaseList.Inference(plan);

    private IReadOnlyList<ClaimedPhase> Claimed => ClaimedPhase.Of(_training);

    /// <summary>The fewest rows of a batch that several threads share; null if they share none.</summary>
    public int? RowsForTeam { get; } = TeamPolicy.FewestRows(plan);

    public bool UsesTeam => RowsForTeam is not null;

    /// <summary>The tiles of the widest phase: what more threads than that would wait for.</summary>
    public int MostTiles => _training.Any(phase => phase.IsByImage)
        ? int.MaxValue
        : _training.Max(phase => phase.Panels);

    public void Emit(SourceWriter writer, InspectEmitter inspect)
    {
        EmitStruct(writer, inspect);
        EmitPlacing(writer);
        writer.Line(GradientWay.Paragraph(plan)).Line();
        foreach (VectorType v in plan.Widths)
        {
            EmitInOrder(writer, v, "Train", "A training step's phases in order, on one thread.", _training);
            EmitInOrder(writer, v, "Infer", "Inference: the phases in order.", _inference);
            if (UsesTeam)
                EmitTiles(writer, v);
        }

        if (UsesTeam)
            EmitTrainWithTeam(writer);

        if (plan.Stages[0].Head is null)
            EmitSpread(writer);
        EmitAfterwards(writer);
    }

    private void EmitStruct(SourceWriter writer, InspectEmitter inspect)
    {
        writer.Line("/// <summary>What the phases of a step read and write. "
            + "Matrices have one padded row per row of the batch.</summary>");
        using (writer.Block("public struct Step"))
        {
            writer.Line(
                "/// <summary>The batch: rows as they came, targets padded with zeros, or one label a row.</summary>");
            writer.Line("public float* Inputs, Targets;");
            writer.Line("public int* Labels;");
            if (memory.KeepsLabels)
                writer.Line("public int* LabelRows; // [rows]");
            writer.Line("public int Rows;");
            writer.Line("/// <summary>1 / what the loss is the mean over.</summary>");
            writer.Line("public float Scale;");
            writer.Line("public float* RowLosses;");
            writer.Line("/// <summary>A weight for each row, the mean of all 1; null where rows count alike.</summary>");
            writer.Line("public float* RowWeights;");
            writer.Line();
            writer.Line("/// <summary>Parameters, their gradients, what the optimizer keeps of them; "
                + "moving averages.</summary>");
            var arenas = new List<string> { "Parameters", "Gradients" };
            arenas.AddRange(_spec.Optimizer.Slots.Select(OptimizerEmitter.Field));
            arenas.Add("Running");
            writer.Line($"public float* {string.Join(", ", arenas)};");
            writer.Line($"public float {string.Join(", ", _spec.Optimizer.StepConstants.Select(OptimizerEmitter.Field))};");
            PenaltyEmitter.EmitFields(writer, plan);
            if (plan.UpdatesTiles)
            {
                writer.Line("/// <summary>Whether weight gradients go straight to the optimizer.</summary>");
                writer.Line("public bool Updates;");
            }

            writer.Line();
            foreach (FixedBuffer buffer in memory.Fixed)
                writer.Line($"public float* {buffer.Field}; // [{CSharpLiteral.Of(buffer.Length)}]");
            foreach (ValueBuffer buffer in memory.Rows.Concat(memory.InferenceRows).Distinct())
                writer.Line($"public float* {buffer.Field}; // {Shape(buffer)}");
            foreach ((LayerSpec layer, int _) in MemoryPlan.RandomLayers(plan))
                writer.Line($"public {Import.RandomKey} {layer.PascalName}Key;");
            inspect.EmitFields(writer);
        }

        writer.Line();
    }

    private static string Shape(ValueBuffer buffer)
    {
        ValueLayout layout = buffer.Layout;
        string apart = $"{buffer.Stride} apart";
        if (layout.Places == 1 && layout.Ring.IsEmpty)
            return $"[rows, {buffer.Columns}], {apart}";
        string ring = layout.Ring.IsEmpty ? "" : ", within a ring of zeros";
        return $"[rows, {layout.Height}, {layout.Width}, {layout.Channels}], a place {layout.ChannelStride} wide{ring}, {apart}";
    }

    private void EmitPlacing(SourceWriter writer)
    {
        writer.Line("public const int FloatsPerRow = " + CSharpLiteral.Of(memory.FloatsPerRow) + ";");
        writer.Line("public const int FixedFloats = " + CSharpLiteral.Of(memory.FixedFloats) + ";");
        writer.Line("public const int InferenceFloatsPerRow = " + CSharpLiteral.Of(memory.InferenceFloatsPerRow) + ";");
        writer.Line();
        writer.Line("/// <summary>Hands out the memory that does not depend on the batch.</summary>");
        using (writer.Block("public static void PlaceFixed(Step* s, float* memory)"))
            EmitCursor(writer, memory.Fixed.Select((buffer, i) =>
                (buffer.Field, i < memory.Fixed.Count - 1 ? CSharpLiteral.Of(buffer.Length) : "")));
        writer.Line();
        writer.Line("/// <summary>Hands out the memory of a training step of so many rows.</summary>");
        using (writer.Block("public static void PlaceRows(Step* s, float* memory, int rows)"))
            EmitRowCursor(writer, memory.Rows);
        writer.Line();
        writer.Line("/// <summary>Hands out the memory of inference for a block of so many rows.</summary>");
        using (writer.Block("public static void PlaceInference(Step* s, float* memory, int rows)"))
            EmitRowCursor(writer, memory.InferenceRows);
        writer.Line();
    }

    private void EmitRowCursor(SourceWriter writer, IReadOnlyList<ValueBuffer> buffers)
    {
        IEnumerable<(string Field, string Length)> fields =
            buffers.Select(buffer => (buffer.Field, $"(long)rows * {CSharpLiteral.Of(buffer.Stride)}"));
        EmitCursor(writer, fields.Append(("RowLosses", memory.KeepsLabels ? "rows" : "")));
        if (memory.KeepsLabels)
            writer.Line("s->LabelRows = (int*)memory;");
        foreach (ValueBuffer buffer in buffers.Where(buffer => !buffer.Layout.Ring.IsEmpty))
            writer.Line($"{Import.ImageRows}.ZeroRings(s->{buffer.Field}, rows, {Images.ImageCode.Layout(buffer.Layout)});");
    }

    private static void EmitCursor(SourceWriter writer, IEnumerable<(string Field, string Length)> buffers)
    {
        var list = buffers.ToList();
        for (int i = 0; i < list.Count; i++)
        {
            writer.Line($"s->{list[i].Field} = memory;");
            if (list[i].Length.Length > 0)
                writer.Line($"memory += {list[i].Length};");
        }
    }

    private void EmitInOrder(SourceWriter writer, VectorType v, string name, string comment, IReadOnlyList<Phase> phases)
    {
        writer.Line("// " + comment);
        writer.Line(plan.IsStraightLine ? TileCode.InlinedAttribute : TileCode.Attribute);
        using (writer.Block($"public static void {name}{v.Bits}(Step* s)"))
        {
            foreach (Phase phase in phases.Where(phase => phase.UpdateMethod is null))
            {
                if (phase.Next is not null && phase.IsByImage)
                {
                    using (writer.Block("for (int image = 0; image < s->Rows; image++)"))
                    {
                        foreach (Phase part in phase.Chain)
                            writer.Line($"{part.Method}{v.Bits}(s, image, image + 1); // {part.Comment}");
                    }

                    continue;
                }

                foreach (Phase part in phase.Chain)
                    writer.Line($"{part.Method}{v.Bits}(s, {PhaseCode.Everything(part)}); // {part.Comment}");
                if (IsLoss(phase))
                    EmitWeighRows(writer, PhaseCode.Everything(phase));
            }

            var weights = phases.Where(phase => phase.UpdateMethod is not null).ToList();
            if (weights.Count > 0)
            {
                using (writer.Block("if (s->Updates)"))
                {
                    foreach (Phase phase in weights)
                        writer.Line($"{phase.UpdateMethod}{v.Bits}(s, {PhaseCode.Everything(phase)});");
                }

                using (writer.Block("else"))
                {
                    foreach (Phase phase in weights)
                        writer.Line($"{phase.Method}{v.Bits}(s, {PhaseCode.Everything(phase)});");
                }
            }
        }

        writer.Line();
    }

    private static bool IsLoss(Phase phase) => phase.Method == "LossRows";

    private static void EmitWeighRows(SourceWriter writer, string rows)
    {
        writer.Line("if (s->RowWeights is not null)");
        using (writer.Indent())
            writer.Line($"WeighRows(s, {rows});");
    }

    private void EmitTiles(SourceWriter writer, VectorType v)
    {
        writer.Line("// One tile of one phase: what a member of the thread team claims.");
        IReadOnlyList<ClaimedPhase> claimed = Claimed;
        using (writer.Block($"public static void TrainTile{v.Bits}(object network, int phase, int tile)"))
        {
            writer.Line($"Step* s = (Step*){Import.Unsafe}.As<{Import.NetworkState}>(network).Step;");
            using (writer.Block("switch (phase)"))
            {
                for (int i = 0; i < claimed.Count; i++)
                {
                    writer.Line($"case {i}: // {claimed[i].Comment}");
                    using (writer.Indent())
                    {
                        if (claimed[i].Parts.Count == 1)
                            EmitTile(writer, v, claimed[i].Parts[0]);
                        else
                            EmitTilesBeside(writer, v, claimed[i]);
                        writer.Line("break;");
                    }
                }
            }
        }

        writer.Line();
        if (v != plan.Widths[0])
            return;
        writer.Line("// How many tiles each phase has: panels of columns, or blocks of rows.");
        using (writer.Block($"public static void CountTiles(Step* s, {Import.Span}<int> tiles)"))
        {
            int rowsOfTile = _training.First(phase => phase.IsByRows && phase.RowsOfTile > 1).RowsOfTile;
            writer.Line($"int rowTiles = (s->Rows + {rowsOfTile - 1}) / {rowsOfTile};");
            for (int i = 0; i < claimed.Count; i++)
                writer.Line($"tiles[{i}] = {Tiles(claimed[i])};");
        }

        writer.Line();
        writer.Line($"private const int Phases = {claimed.Count};");
        writer.Line();
    }

    private static void EmitTile(SourceWriter writer, VectorType v, Phase phase)
    {
        foreach (Phase part in phase.Chain)
        {
            string store = $"{part.Method}{v.Bits}(s, {PhaseCode.Part(part)});";
            string update = $"{part.UpdateMethod}{v.Bits}(s, {PhaseCode.Part(part)});";
            writer.Line(part.UpdateMethod is null ? store : $"if (s->Updates) {update} else {store}");
        }

        if (IsLoss(phase))
            EmitWeighRows(writer, PhaseCode.Part(phase));
    }

    private static void EmitTilesBeside(SourceWriter writer, VectorType v, ClaimedPhase claimed)
    {
        writer.Line("// none waits for another: the first half of each, then the second halves, for tiles are taken from both ends");
        foreach (ClaimedPhase.Run run in claimed.Runs())
        {
            if (run.Past < claimed.Tiles)
            {
                using (writer.Block($"if (tile < {run.Past})"))
                    EmitOwnTile(run);
            }
            else
            {
                EmitOwnTile(run);
            }
        }

        void EmitOwnTile(ClaimedPhase.Run run)
        {
            if (run.Offset != 0)
                writer.Line($"tile {(run.Offset > 0 ? "-" : "+")}= {Math.Abs(run.Offset)};");
            EmitTile(writer, v, run.Phase);
            if (run.Past < claimed.Tiles)
                writer.Line("break;");
        }
    }

    private static string Tiles(ClaimedPhase phase) => !phase.Parts[0].IsByRows ? CSharpLiteral.Of(phase.Tiles)
        : phase.Parts[0].IsByImage ? "s->Rows"
        : "rowTiles";

    private void EmitTrainWithTeam(SourceWriter writer)
    {
        writer.Line("// A training step's phases, their tiles shared by a team of threads.");
        using (writer.Block($"private static void Train({Import.NetworkState} state, Step* s, {Import.ThreadTeam} team)"))
        {
            writer.Line($"{Import.Span}<int> tiles = stackalloc int[Phases];");
            writer.Line("CountTiles(s, tiles);");
            EntryCode.Dispatch(writer, plan, v => $"team.Run(state, &TrainTile{v.Bits}, tiles);");
        }

        writer.Line();
    }

    private void EmitSpread(SourceWriter writer)
    {
        Stage head = plan.Stages[0];
        int size = _spec.Input.Size;
        foreach ((string suffix, ValueBuffer target) in new[] { ("", head.Values[head.Landing]), ("ToInfer", head.Result) })
        {
            foreach (VectorType v in plan.Widths)
            {
                string from = $"&s->Inputs[(long)first * {size}]", to = $"&{target.Pointer}[(long)first * {target.Stride}]";
                if (head.IsImage)
                {
                    writer.Line("// The inputs, plane by plane, laid out place by place, from image first to end.");
                    using (writer.Block($"public static void SpreadInputs{suffix}{v.Bits}(Step* s, int first, int end)"))
                        writer.Line($"{Import.ImageRows}.FromPlanes({from}, end - first, {Images.ImageCode.Layout(target.Layout)}, {to});");
                    writer.Line();
                    continue;
                }

                writer.Line("// The inputs, copied into padded rows, from row first to end.");
                using (writer.Block($"public static void SpreadInputs{suffix}{v.Bits}(Step* s, int first, int end)"))
                    writer.Line($"{Import.RowCopy}.Spread({from}, end - first, {size}, {to}, {target.Stride});");
                writer.Line();
            }
        }
    }

    private IReadOnlyList<LinearLayer> LimitedLayers =>
        plan.LinearLayers.Where(layer => layer.MaxNorm > 0 && layer.Trainable).ToList();

    private IReadOnlyList<Stage> TransposedStages => plan.TransposedStages;

    /// <summary>Calls what finishes gradients after the phases, if anything does.</summary>
    public void CallFinishGradients(SourceWriter writer)
    {
        if (plan.UnfinishedGradients.Count > 0)
            writer.Line("FinishGradients(s);");
    }

    /// <summary>Whether an update changes weights of which a transposed copy is kept.</summary>
    public bool TransposesAfterUpdate => TransposedStages.Any(stage => stage.Head!.Trainable);

    /// <summary>Whether anything follows an update.</summary>
    public bool ActsAfterUpdate => LimitedLayers.Count > 0 || TransposesAfterUpdate;

    /// <summary>Calls what follows an update, if anything does.</summary>
    public void CallAfterUpdate(SourceWriter writer)
    {
        if (LimitedLayers.Count > 0)
            writer.Line("LimitNorms(s);");
        if (TransposesAfterUpdate)
            writer.Line("Transpose(s);");
    }

    private void EmitTranspose(SourceWriter writer, Stage stage)
    {
        string field = MemoryPlan.Transposed(stage).Field;
        TransposeEmitter.Emit(writer, stage.Linear!, plan.TailOf(stage.Linear!), field, plan.IsStraightLine);
    }

    /// <summary>What follows the phases: sums over columns, norm limits, transposed copies.</summary>
    private void EmitAfterwards(SourceWriter writer)
    {
        if (plan.UnfinishedGradients.Count > 0)
        {
            writer.Line("// Gradients that sum over whole layers, once their columns are done.");
            using (writer.Block("public static void FinishGradients(Step* s)"))
            {
                foreach ((ISummedGradient layer, bool ofImages) in plan.UnfinishedGradients)
                    layer.EmitFinish(writer, ofImages);
            }

            writer.Line();
        }

        if (LimitedLayers.Count > 0)
        {
            writer.Line("// The longest that a unit's incoming weights may be, after each update.");
            using (writer.Block("public static void LimitNorms(Step* s)"))
            {
                foreach (LinearLayer layer in LimitedLayers)
                {
                    string shape = $"{layer.Pieces}, {layer.Units}, {layer.Inputs}", limit = CSharpLiteral.Of(layer.MaxNorm);
                    string tail = plan.TailOf(layer) > 0 ? $", tail: {plan.TailOf(layer)}" : "";
                    writer.Line($"{Import.UnitNorm}.Limit(&s->Parameters[{layer.PascalName}Weight], {shape}, {limit}{tail});");
                }
            }

            writer.Line();
        }

        if (TransposedStages.Count > 0)
        {
            writer.Line("// The transposed copies of the weights, which carry gradients back, follow the weights.");
            writer.Line(plan.IsStraightLine ? TileCode.InlinedAttribute : TileCode.Attribute);
            using (writer.Block("public static void Transpose(Step* s)"))
            {
                foreach (Stage stage in TransposedStages)
                {
                    if (stage.Convolution is { } convolution)
                        Images.ConvolutionTransposeEmitter.Emit(writer, plan, convolution);
                    else
                        EmitTranspose(writer, stage);
                }
            }

            writer.Line();
        }
    }
}
