using DeepTrain.Gen.Emission.Onnx;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints the training methods and the step they share.</summary>
internal sealed class TrainingEmitter(NetworkPlan plan, EntryCode code, StepEmitter steps)
{
    private readonly NetworkSpec _spec = plan.Spec;

    public void Emit(SourceWriter writer)
    {
        EmitCreate(writer);
        foreach (bool labels in code.Overloads)
        {
            EmitMethod(writer, "TrainBatch", "Forward, backward and update; returns the loss before the update.", labels,
                () => EmitTrain(writer));
            EmitMethod(writer, "ComputeGradients", "Forward and backward; returns the loss.", labels,
                () => writer.Line($"return {Run(updates: false)};"));
        }

        new TrainingVariantEmitter(plan, code).Emit(writer);
        new WarmUpEmitter(code).Emit(writer);
        writer.Line("// The update, with the gradients that ComputeGradients left.");
        EntryCode.EmitExclusive(
            writer, $"public static void ApplyGradients({Import.NetworkState} state)", () => { }, () => writer.Line("Apply(state);"));
        EmitApply(writer);
        EmitRun(writer);
        EmitPrepareUpdate(writer);
        EmitPrepareRows(writer);
    }

    private void EmitCreate(SourceWriter writer)
    {
        writer.Line("// A new network: its parameters, and the memory of a step.");
        using (writer.Block($"public static {Import.NetworkState} Create(ulong seed, bool drawsWeights = true)"))
        {
            writer.Line($"{Import.NetworkState} state = new {Import.NetworkState}(");
            writer.Line($"    {CSharpLiteral.Of(_spec.Header.Name.TrimStart('@'))}, Layout, TrainableLength, RunningLength, "
                + "Optimizer, seed,");
            string frozen = plan.Parameters.FrozenLength > 0
                ? $", frozenLength: {CSharpLiteral.Of(plan.Parameters.FrozenLength)}"
                : "";
            writer.Line($"    learningRate: {CSharpLiteral.Of(_spec.Optimizer.LearningRate)}{frozen}, drawsWeights: drawsWeights,");
            writer.Line($"    fingerprint: {CSharpLiteral.Of(OnnxEmitter.Fingerprint(_spec))});");
            writer.Line("float* memory = state.AllocateStep(sizeof(Step), FixedFloats);");
            writer.Line("Step* s = (Step*)state.Step;");
            writer.Line("UseParameters(state, s);");
            writer.Line("PlaceFixed(s, memory);");
            writer.Line("return state;");
        }

        writer.Line();
        using (writer.Block($"private static void UseParameters({Import.NetworkState} state, Step* s)"))
        {
            writer.Line("s->Parameters = state.Values;");
            writer.Line("s->Running = state.Running;");
        }

        writer.Line();
        writer.Line("// What only training needs: a network that has not been trained has no memory for it.");
        using (writer.Block($"private static void UseTrainingMemory({Import.NetworkState} state, Step* s)"))
        {
            writer.Line("s->Gradients = state.Gradients;");
            for (int i = 0; i < _spec.Optimizer.Slots.Count; i++)
                writer.Line($"s->{OptimizerEmitter.Field(_spec.Optimizer.Slots[i])} = state.Slot({CSharpLiteral.Of(i)});");
        }

        writer.Line();
    }

    private void EmitMethod(SourceWriter writer, string name, string comment, bool labels, Action run)
    {
        writer.Line("// " + comment);
        string header = $"public static float {name}({Import.NetworkState} state, {EntryCode.Inputs}, {EntryCode.Second(labels)})";
        EntryCode.EmitExclusive(writer, header, () => code.EmitGuards(writer, labels), () =>
        {
            writer.Line("Step* s = PrepareRows(state, rows);");
            EntryCode.EmitFixed(writer, labels);
            using (writer.Block(""))
            {
                writer.Line("s->Inputs = x;");
                code.EmitTargets(writer, labels, first: null);
                run();
            }
        });
    }

    private void EmitTrain(SourceWriter writer)
    {
        if (!plan.UpdatesTiles)
        {
            writer.Line("// the norm of the whole gradient has to be known before any of it is used");
            EmitTwoHalves(writer);
            return;
        }

        using (writer.Block($"if (rows > {Import.RowBlocks}.Longest)"))
        {
            writer.Line("// too many for one sum: gradients go to memory, where sums over blocks of rows are added up");
            EmitTwoHalves(writer);
        }

        writer.Line($"return {Run(updates: true)};");
    }

    private void EmitTwoHalves(SourceWriter writer)
    {
        writer.Line($"float loss = {Run(updates: false)};");
        writer.Line("Apply(state);");
        writer.Line("state.HasGradients = false;");
        writer.Line("return loss;");
    }

    private string Run(bool updates) =>
        plan.UpdatesTiles ? $"Run(state, s, updates: {CSharpLiteral.Of(updates)})" : "Run(state, s)";

    private void EmitApply(SourceWriter writer)
    {
        using (writer.Block($"private static void Apply({Import.NetworkState} state)"))
        {
            writer.Line("Step* s = (Step*)state.Step;");
            writer.Line("UseTrainingMemory(state, s); // gradients may be all that there is so far");
            writer.Line("state.UseGradients();");
            writer.Line("PrepareUpdate(state, s);");
            writer.Line("float factor = 1f;");
            if (_spec.Optimizer.ClipNorm > 0)
            {
                EmitSquares(writer);
                string limit = CSharpLiteral.Of(_spec.Optimizer.ClipNorm.AsDecimal());
                writer.Line($"double norm = {Import.Math}.Sqrt(squares), limit = {limit};");
                writer.Line("if (!(norm <= limit))");
                writer.Line("    factor = (float)(limit / (norm + 1e-6)); // as PyTorch's clip_grad_norm_");
            }

            EntryCode.Dispatch(writer, plan, "UpdateRange", "(s, 0, TrainableLength, factor);");
            steps.CallAfterUpdate(writer);
            if (steps.TransposesAfterUpdate)
                writer.Line("state.TransposedStale = false;");
        }

        writer.Line();
    }

    private void EmitSquares(SourceWriter writer)
    {
        string Call(VectorType v) => $"SquaredGradients{v.Bits}(s->Gradients, TrainableLength)";
        if (plan.Widths.Count == 1)
        {
            writer.Line($"double squares = {Call(plan.Narrowest)};");
            return;
        }

        writer.Line($"double squares = {plan.Widths[0].IsAccelerated}");
        for (int i = 1; i < plan.Widths.Count; i++)
        {
            writer.Line($"    ? {Call(plan.Widths[i - 1])}");
            bool isLast = i == plan.Widths.Count - 1;
            writer.Line($"    : {(isLast ? $"{Call(plan.Narrowest)};" : plan.Widths[i].IsAccelerated)}");
        }
    }

    private void EmitRun(SourceWriter writer)
    {
        string parts = plan.UpdatesTiles
            ? "forward, loss, backward and, if <paramref name=\"updates\"/>, the update"
            : "forward, loss and backward";
        writer.Line($"/// <summary>One training step: {parts}. Returns the loss.</summary>");
        writer.Line(TileCode.Attribute);
        string updates = plan.UpdatesTiles ? ", bool updates" : "";
        using (writer.Block($"private static float Run({Import.NetworkState} state, Step* s{updates})"))
        {
            EmitBeforePhases(writer);
            EmitPhases(writer);
            steps.CallFinishGradients(writer);
            EmitAfterPhases(writer);
        }

        writer.Line();
    }

    private void EmitBeforePhases(SourceWriter writer)
    {
        // before anything counts: a thread that cannot be started leaves the network as it was
        if (steps.UsesTeam)
            EmitTeam(writer);
        writer.Line($"s->Scale = (float)(1 / {code.MeanOver("s->Rows")});");
        foreach ((LayerSpec layer, int index) in MemoryPlan.RandomLayers(plan))
        {
            writer.Line($"s->{layer.PascalName}Key = {Import.CounterRandom}.Key(state.Seed, state.Batches, "
                + $"{CSharpLiteral.Of(index)});");
        }

        writer.Line("state.Batches++;");
        if (plan.TransposedStages.Count > 0)
        {
            using (writer.Block("if (state.TransposedStale)"))
            {
                writer.Line("Transpose(s);");
                writer.Line("state.TransposedStale = false;");
            }
        }

        PenaltyEmitter.EmitRates(writer, plan);
        if (code.HasPenalties)
            writer.Line("double penalties = Penalties(state);");
        if (!plan.UpdatesTiles)
            return;
        writer.Line("s->Updates = updates;");
        writer.Line("if (updates)");
        using (writer.Indent())
            writer.Line("PrepareUpdate(state, s);");
    }

    private void EmitTeam(SourceWriter writer)
    {
        string widest = CSharpLiteral.Of(steps.MostTiles);
        if (steps.RowsForTeam > 1)
        {
            writer.Line("// fewer rows are over before a second thread could help");
            writer.Line($"{Import.ThreadTeam} team = s->Rows >= {CSharpLiteral.Of(steps.RowsForTeam.Value)} ? state.Team({widest}, s->Rows) : null;");
        }
        else
        {
            writer.Line($"{Import.ThreadTeam} team = state.Team({widest}, s->Rows);");
        }
    }

    private void EmitPhases(SourceWriter writer)
    {
        if (!steps.UsesTeam)
        {
            EntryCode.Dispatch(writer, plan, "Train", "(s);");
            return;
        }

        using (writer.Block("if (team is not null)"))
            writer.Line("Train(state, s, team);");
        using (writer.Block("else"))
            EntryCode.Dispatch(writer, plan, "Train", "(s);");
    }

    private void EmitAfterPhases(SourceWriter writer)
    {
        if (plan.UpdatesTiles)
            EmitRestOfUpdate(writer);
        if (steps.UsesTeam)
            writer.Line("state.EndStep();");
        writer.Line($"state.HasGradients = {(plan.UpdatesTiles ? "!updates" : "true")};");
        writer.Line("double total = 0;");
        writer.Line("for (int row = 0; row < s->Rows; row++)");
        using (writer.Indent())
            writer.Line("total += s->RowLosses[row];");
        writer.Line($"return (float)(total / {code.MeanOver("s->Rows")}{(code.HasPenalties ? " + penalties" : "")});");
    }

    private void EmitRestOfUpdate(SourceWriter writer)
    {
        bool updatesVectors = plan.Parameters.VectorLength > 0;
        if (!updatesVectors && !steps.ActsAfterUpdate)
            return;
        using (writer.Block("if (updates)"))
        {
            if (updatesVectors)
            {
                writer.Line("// the matrices were updated tile by tile; the vectors follow");
                EntryCode.Dispatch(writer, plan, "UpdateRange", "(s, 0, VectorLength, 1f);");
            }

            steps.CallAfterUpdate(writer);
        }
    }

    private void EmitPrepareUpdate(SourceWriter writer)
    {
        OptimizerSpec optimizer = _spec.Optimizer;
        writer.Line("/// <summary>Counts the step and computes what its updates share.</summary>");
        writer.Line(TileCode.InlinedAttribute);
        using (writer.Block($"private static void PrepareUpdate({Import.NetworkState} state, Step* s)"))
        {
            writer.Line("state.Updates++;");
            writer.Line("double rate = state.LearningRate;");
            if (optimizer.CountsSteps)
                writer.Line("long t = state.Updates;");
            writer.Lines(optimizer.BeforeStep());
            foreach (StepConstant constant in optimizer.StepConstants)
                writer.Line($"s->{OptimizerEmitter.Field(constant)} = (float){constant.Value};");
        }

        writer.Line();
    }

    private static void EmitPrepareRows(SourceWriter writer)
    {
        writer.Line("/// <summary>The step with memory for so many rows.</summary>");
        writer.Line(TileCode.InlinedAttribute);
        using (writer.Block($"private static Step* PrepareRows({Import.NetworkState} state, int rows)"))
        {
            writer.Line("Step* s = (Step*)state.Step;");
            using (writer.Block("if (state.NeedsRows(rows))"))
            {
                writer.Line("UseTrainingMemory(state, s);");
                writer.Line("PlaceRows(s, state.ReserveRows(rows, FloatsPerRow), rows);");
            }

            writer.Line("s->Rows = rows;");
            writer.Line("return s;");
        }

        writer.Line();
    }
}
