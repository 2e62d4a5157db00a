using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints the training methods and the step they share.</summary>
internal sealed class TrainingEmitter(NetworkPlan plan, SurfaceCode code, StepEmitter steps)
{
    private readonly NetworkSpec _spec = plan.Spec;

    public void Emit(SourceWriter writer)
    {
        foreach (bool labels in code.TakesLabels ? new[] { false, true } : [false])
        {
            EmitMethod(writer, "TrainBatch", labels, () => EmitTrain(writer));
            EmitMethod(writer, "ComputeGradients", labels, () => writer.Line($"return {Run(updates: false)};"));
        }

        EmitApply(writer);
    }

    /// <summary>Prints what the methods above call.</summary>
    public void EmitHelpers(SourceWriter writer)
    {
        string parts = plan.UpdatesTiles
            ? "forward, loss, backward and, if <paramref name=\"updates\"/>, the update"
            : "forward, loss and backward";
        writer.Line($"/// <summary>One training step: {parts}. Returns the loss.</summary>");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"private unsafe float Run(Kernels.Step* s{(plan.UpdatesTiles ? ", bool updates" : "")})"))
        {
            EmitBeforePhases(writer);
            EmitPhases(writer);
            steps.CallFinishGradients(writer);
            EmitAfterPhases(writer);
        }

        writer.Line();
        EmitPrepareUpdate(writer);
        using (writer.Block("private unsafe void ReserveRows(int rows)"))
        using (writer.Block("if (rows > _rowCapacity)"))
        {
            writer.Line("_rowMemory.Reserve((long)rows * Kernels.FloatsPerRow);");
            writer.Line("Kernels.PlaceRows(_step, _rowMemory.Pointer, rows);");
            writer.Line("_rowCapacity = rows;");
        }

        writer.Line();
    }

    private void EmitMethod(SourceWriter writer, string name, bool labels, Action run)
    {
        string header = $"public unsafe float {name}(ReadOnlySpan<float> inputs, {SurfaceCode.Second(labels)})";
        SurfaceCode.Member(writer, header, () =>
        {
            code.EmitGuards(writer, labels);
            writer.Line("ReserveRows(rows);");
            SurfaceCode.EmitFixed(writer, labels);
            using (writer.Block(""))
            {
                writer.Line("Kernels.Step* s = _step;");
                writer.Line("s->Rows = rows;");
                writer.Line("s->Inputs = x;");
                code.EmitTargets(writer, labels, "t");
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

        using (writer.Block("if (rows > RowBlocks.Longest)"))
        {
            writer.Line("// too many for one sum: gradients go to memory, where sums over blocks of rows are added up");
            EmitTwoHalves(writer);
        }

        writer.Line($"return {Run(updates: true)};");
    }

    private void EmitTwoHalves(SourceWriter writer)
    {
        writer.Line($"float loss = {Run(updates: false)};");
        writer.Line("ApplyGradients();");
        writer.Line("_state.HasGradients = false;");
        writer.Line("return loss;");
    }

    private string Run(bool updates) => plan.UpdatesTiles ? $"Run(s, updates: {(updates ? "true" : "false")})" : "Run(s)";

    private void EmitApply(SourceWriter writer)
    {
        SurfaceCode.Member(writer, "public unsafe void ApplyGradients()", () =>
        {
            writer.Line("Guard.HasGradients(_state.HasGradients);");
            writer.Line("Kernels.Step* s = _step;");
            writer.Line("PrepareUpdate(s);");
            writer.Line("float factor = 1f;");
            if (_spec.Optimizer.ClipNorm > 0)
            {
                writer.Line("double squares = Vector512.IsHardwareAccelerated");
                writer.Line("    ? Kernels.SquaredGradients512(s->Gradients, Kernels.TrainableLength)");
                writer.Line("    : Kernels.SquaredGradients256(s->Gradients, Kernels.TrainableLength);");
                string limit = CSharpLiteral.Of(_spec.Optimizer.ClipNorm.AsDecimal());
                writer.Line($"double norm = Math.Sqrt(squares), limit = {limit};");
                writer.Line("if (!(norm <= limit))");
                writer.Line("    factor = (float)(limit / (norm + 1e-6)); // as PyTorch's clip_grad_norm_");
            }

            SurfaceCode.Dispatch(writer, "Kernels.UpdateRange", "(s, 0, Kernels.TrainableLength, factor);");
            steps.CallAfterUpdate(writer, byPanels: false);
            writer.Line("_state.TransposedStale = false;");
            writer.Line("GC.KeepAlive(this);");
        });
    }

    private void EmitBeforePhases(SourceWriter writer)
    {
        writer.Line($"s->Scale = (float)(1 / {code.MeanOver("s->Rows")});");
        foreach ((LayerSpec layer, int index) in MemoryPlan.RandomLayers(plan))
            writer.Line($"s->{layer.PascalName}Key = CounterRandom.Key(_state.Seed, _state.Batches, {index});");
        writer.Line("_state.Batches++;");
        if (plan.Stages.Any(stage => stage.TrainsInput))
        {
            using (writer.Block("if (_state.TransposedStale)"))
            {
                writer.Line("Kernels.Transpose(s);");
                writer.Line("_state.TransposedStale = false;");
            }
        }

        if (code.HasPenalties)
            writer.Line("double penalties = Kernels.Penalties(s);");
        if (!plan.UpdatesTiles)
            return;
        writer.Line("s->Updates = updates;");
        writer.Line("if (updates)");
        using (writer.Indent())
            writer.Line("PrepareUpdate(s);");
    }

    private void EmitPhases(SourceWriter writer)
    {
        if (!steps.UsesTeam)
        {
            SurfaceCode.Dispatch(writer, "Kernels.Train", "(s);");
            return;
        }

        string isLong = "";
        if (steps.RowsForTeam > 1)
        {
            writer.Line("// fewer rows are over before a second thread could help");
            isLong = $" && s->Rows >= {CSharpLiteral.Of(steps.RowsForTeam.Value)}";
        }

        using (writer.Block($"if (_threads > 1{isLong})"))
        {
            writer.Line("Span<int> tiles = stackalloc int[Kernels.Phases];");
            writer.Line("Kernels.CountTiles(s, tiles);");
            writer.Line("_team ??= new ThreadTeam(_threads);");
            writer.Line(
                "_team.Run(this, Vector512.IsHardwareAccelerated ? &Kernels.TrainTile512 : &Kernels.TrainTile256, tiles);");
        }

        using (writer.Block("else"))
            SurfaceCode.Dispatch(writer, "Kernels.Train", "(s);");
    }

    private void EmitAfterPhases(SourceWriter writer)
    {
        if (plan.UpdatesTiles)
            EmitRestOfUpdate(writer);
        writer.Line($"_state.HasGradients = {(plan.UpdatesTiles ? "!updates" : "true")};");
        writer.Line("double total = 0;");
        writer.Line("for (int row = 0; row < s->Rows; row++)");
        using (writer.Indent())
            writer.Line("total += s->RowLosses[row];");
        writer.Line("GC.KeepAlive(this);");
        writer.Line($"return (float)(total / {code.MeanOver("s->Rows")}{(code.HasPenalties ? " + penalties" : "")});");
    }

    private void EmitRestOfUpdate(SourceWriter writer)
    {
        var afterUpdate = new SourceWriter();
        if (plan.Parameters.VectorLength > 0)
        {
            afterUpdate.Line("// the matrices were updated tile by tile; the vectors follow");
            SurfaceCode.Dispatch(afterUpdate, "Kernels.UpdateRange", "(s, 0, Kernels.VectorLength, 1f);");
        }

        steps.CallAfterUpdate(afterUpdate, byPanels: true);
        string lines = afterUpdate.ToString();
        if (lines.Length == 0)
            return;
        using (writer.Block("if (updates)"))
            writer.Line(lines.TrimEnd());
    }

    private void EmitPrepareUpdate(SourceWriter writer)
    {
        OptimizerSpec optimizer = _spec.Optimizer;
        IEnumerable<string> expressions =
            optimizer.StepConstants.Select(constant => constant.Value).Concat(optimizer.BeforeStep);
        writer.Line("/// <summary>Counts the step and computes what its updates share.</summary>");
        writer.Line(TileCode.InlinedAttribute);
        using (writer.Block("private unsafe void PrepareUpdate(Kernels.Step* s)"))
        {
            writer.Line("_state.Updates++;");
            writer.Line("double rate = _state.LearningRate;");
            if (expressions.Any(UsesStepNumber))
                writer.Line("long t = _state.Updates;");
            writer.Lines(optimizer.BeforeStep);
            foreach (StepConstant constant in optimizer.StepConstants)
            {
                bool isName = constant.Value.All(char.IsLetterOrDigit);
                string value = isName ? constant.Value : $"({constant.Value})";
                writer.Line($"s->{OptimizerEmitter.Field(constant)} = (float){value};");
            }
        }

        writer.Line();
    }

    // by hand: a regular expression would cost a build more than all the rest of this file
    private static bool UsesStepNumber(string expression)
    {
        string words = string.Concat(expression.Select(c => char.IsLetterOrDigit(c) ? c : ' '));
        return words.Split(' ').Contains("t");
    }
}
