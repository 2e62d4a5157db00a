using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints what users call: checks first, then one branch on the vector width, then the kernels.</summary>
internal sealed class SurfaceEmitter(NetworkPlan plan, MemoryPlan memory, StepEmitter steps)
{
    /// <summary>Rows that inference takes at a time, a multiple of both tile heights: scratch memory stays small and near.</summary>
    private const int InferenceBlock = 96;

    private readonly NetworkSpec _spec = plan.Spec;
    private readonly string _name = plan.Spec.Header.Name;

    private bool TakesLabels => _spec.Loss.TakesLabels(plan.Outputs);

    private bool HasPenalties => plan.LinearLayers.Any(layer => layer.L1 > 0 || layer.L2 > 0);

    private string MeanOver(string rows) => _spec.Loss is Losses.ElementwiseLoss && plan.Outputs > 1 ? $"({rows} * (double)OutputSize)" : $"(double){rows}";

    public void EmitDocumentation(SourceWriter writer) => writer.Lines(SummaryTable.Lines(_spec).Select(line => "/// " + line));

    public void Emit(SourceWriter writer)
    {
        writer.Line("private readonly NetworkState _state;");
        writer.Line("private readonly AlignedBuffer _fixedMemory = new AlignedBuffer(Kernels.FixedFloats);");
        writer.Line("private readonly AlignedBuffer _rowMemory = new AlignedBuffer();");
        writer.Line("private readonly AlignedBuffer _stepMemory;");
        writer.Line("private readonly unsafe Kernels.Step* _step;");
        writer.Line("private int _rowCapacity;");
        writer.Line("private int _threads = 1;");
        if (steps.UsesTeam)
            writer.Line("private ThreadTeam? _team;");
        writer.Line();
        EmitConstructors(writer);
        EmitProperties(writer);
        EmitInference(writer);
        EmitTraining(writer);
        EmitFiles(writer);
        EmitInterface(writer);
        EmitPreparation(writer);
    }

    private void EmitConstructors(SourceWriter writer)
    {
        Member(writer, "A new network, with weights drawn from the declared seed.", $"public {_name}()\n    : this({CSharpLiteral.Of(_spec.Seed)})", () => { });
        writer.Line("/// <summary>A new network, with weights drawn from <paramref name=\"seed\"/>.</summary>");
        writer.Line("/// <param name=\"seed\">The seed of the weights and of every random number in training.</param>");
        using (writer.Block($"public unsafe {_name}(ulong seed)"))
        {
            writer.Line($"_state = new NetworkState({CSharpLiteral.Of(_name)}, Kernels.Layout, Kernels.TrainableLength, Kernels.RunningLength, Kernels.Optimizer, seed, {CSharpLiteral.Of(_spec.Optimizer.LearningRate)});");
            writer.Line("_stepMemory = new AlignedBuffer((sizeof(Kernels.Step) + 3) / 4);");
            writer.Line("_step = (Kernels.Step*)_stepMemory.Pointer;");
            writer.Line("UseParameters(_step);");
            writer.Line("Kernels.PlaceFixed(_step, _fixedMemory.Pointer);");
        }

        writer.Line();
    }

    private void EmitProperties(SourceWriter writer)
    {
        writer.Line("/// <summary>Numbers in an input row.</summary>");
        writer.Line($"public const int InputSize = {CSharpLiteral.Of(_spec.Input.Size)};");
        writer.Line();
        writer.Line("/// <summary>Numbers in an output row.</summary>");
        writer.Line($"public const int OutputSize = {CSharpLiteral.Of(plan.Outputs)};");
        writer.Line();
        writer.Line("/// <summary>Trainable numbers.</summary>");
        writer.Line($"public const int ParameterCount = {CSharpLiteral.Of(_spec.ParameterCount)};");
        writer.Line();
        writer.Line("/// <summary>The layers, their shapes and their costs.</summary>");
        EmitDescription(writer);
        writer.Line("/// <inheritdoc/>");
        writer.Line("public global::DeepTrain.ParameterList Parameters => _state.Parameters;");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public float LearningRate"))
        {
            writer.Line("get => _state.LearningRate;");
            using (writer.Block("set"))
            {
                writer.Line("Guard.LearningRate(value);");
                writer.Line("_state.LearningRate = value;");
            }
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public int Threads"))
        {
            writer.Line("get => _threads;");
            using (writer.Block("set"))
            {
                writer.Line("Guard.Threads(value);");
                if (steps.UsesTeam)
                {
                    using (writer.Block("if (value != _threads)"))
                    {
                        writer.Line("_team?.Dispose();");
                        writer.Line("_team = null;");
                    }
                }
                else
                {
                    writer.Line("// a step of this network is over before a second thread could help: the calling thread does it all");
                }

                writer.Line("_threads = value;");
            }
        }

        writer.Line();
    }

    private void EmitDescription(SourceWriter writer)
    {
        writer.Line("public static global::DeepTrain.NetworkDescription Description { get; } = new global::DeepTrain.NetworkDescription(");
        using (writer.Indent())
        {
            writer.Line($"{CSharpLiteral.Of(_name)},");
            writer.Line($"new int[] {{ {string.Join(", ", _spec.Input.Dimensions.Select(CSharpLiteral.Of))} }},");
            writer.Line("new global::DeepTrain.LayerDescription[]");
            using (writer.Block("", end: "},"))
            {
                foreach ((LayerSpec layer, Signal.LayerPrediction prediction) in _spec.Layers.Zip(Signal.NetworkPrediction.Of(_spec).Layers, (layer, prediction) => (layer, prediction)))
                {
                    string shape = $"new int[] {{ {string.Join(", ", layer.Output.Dimensions.Select(CSharpLiteral.Of))} }}";
                    writer.Line($"new global::DeepTrain.LayerDescription({CSharpLiteral.Of(layer.Name)}, {CSharpLiteral.Of(layer.Kind)}, {shape}, {CSharpLiteral.Of(layer.ParameterCount)}, {CSharpLiteral.Of(layer.MultiplyAdds)}, {CSharpLiteral.FourDigits(prediction.ActivationStd)}, {CSharpLiteral.FourDigits(prediction.GradientStd)}),");
                }
            }

            long arenas = (long)plan.Parameters.TrainableLength * (2 + _spec.Optimizer.Slots.Count) + plan.Parameters.RunningLength + memory.FixedFloats;
            writer.Line($"{CSharpLiteral.Of(_spec.Loss.Kind)},");
            writer.Line($"{CSharpLiteral.Of(_spec.Optimizer.Kind)},");
            writer.Line($"{CSharpLiteral.Of(4 * arenas)},");
            writer.Line($"{CSharpLiteral.Of(4L * memory.FloatsPerRow)});");
        }

        writer.Line();
    }

    private void EmitInference(SourceWriter writer)
    {
        RowBuffer result = plan.Last.Result;
        Member(writer, null, "public unsafe void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)", () =>
        {
            writer.Line("int rows = Guard.Rows(inputs, InputSize);");
            writer.Line("Guard.Outputs(outputs.Length, rows, OutputSize);");
            if (OneRowEmitter.Serves(plan))
                EmitOneRow(writer);
            writer.Line("Kernels.Step step = default;");
            writer.Line("Kernels.Step* s = &step;");
            writer.Line($"int block = Math.Min(rows, {InferenceBlock});");
            writer.Line("PrepareInference(s, block);");
            writer.Line("fixed (float* x = inputs, y = outputs)");
            using (writer.Block(""))
            using (writer.Block("for (int first = 0; first < rows; first += block)"))
            {
                writer.Line("s->Rows = Math.Min(block, rows - first);");
                writer.Line("s->Inputs = x + (nint)first * InputSize;");
                writer.Line("Infer(s);");
                if (_spec.Loss.Output != OutputTransform.None)
                    Dispatch(writer, "Kernels.Probabilities", "(s);");
                writer.Line($"RowCopy.Gather({result.Pointer}, {result.Stride}, s->Rows, OutputSize, y + (nint)first * OutputSize);");
            }

            writer.Line("GC.KeepAlive(this);");
        });
        EmitLoss(writer, labels: false);
        if (TakesLabels)
            EmitLoss(writer, labels: true);
    }

    private static void EmitOneRow(SourceWriter writer)
    {
        using (writer.Block("if (rows == 1)"))
        {
            writer.Line("fixed (float* x = inputs, y = outputs)");
            using (writer.Block(""))
                Dispatch(writer, "Kernels.PredictRow", "(_step, x, y);");
            writer.Line("GC.KeepAlive(this);");
            writer.Line("return;");
        }

        writer.Line();
    }

    private void EmitLoss(SourceWriter writer, bool labels)
    {
        Member(writer, null, $"public unsafe float Loss(ReadOnlySpan<float> inputs, {Second(labels)})", () =>
        {
            EmitGuards(writer, labels);
            writer.Line("Kernels.Step step = default;");
            writer.Line("Kernels.Step* s = &step;");
            writer.Line($"int block = Math.Min(rows, {InferenceBlock});");
            writer.Line("PrepareInference(s, block);");
            writer.Line("double total = 0;");
            writer.Line("fixed (float* x = inputs)");
            writer.Line($"fixed ({(labels ? "int" : "float")}* t = {(labels ? "labels" : "targets")})");
            using (writer.Block(""))
            using (writer.Block("for (int first = 0; first < rows; first += block)"))
            {
                writer.Line("s->Rows = Math.Min(block, rows - first);");
                writer.Line("s->Inputs = x + (nint)first * InputSize;");
                EmitTargets(writer, labels, "t + (nint)first" + (labels ? "" : " * OutputSize"));
                writer.Line("Infer(s);");
                Dispatch(writer, "Kernels.LossRows", "(s, 0, s->Rows);");
                writer.Line("for (int row = 0; row < s->Rows; row++)");
                using (writer.Indent())
                    writer.Line("total += s->RowLosses[row];");
            }

            writer.Line($"total /= {MeanOver("rows")};");
            if (HasPenalties)
                writer.Line("total += Kernels.Penalties(s);");
            writer.Line("GC.KeepAlive(this);");
            writer.Line("return (float)total;");
        });
    }

    private void EmitTraining(SourceWriter writer)
    {
        foreach (bool labels in TakesLabels ? new[] { false, true } : [false])
        {
            foreach (bool train in new[] { true, false })
            {
                Member(writer, null, $"public unsafe float {(train ? "TrainBatch" : "ComputeGradients")}(ReadOnlySpan<float> inputs, {Second(labels)})", () =>
                {
                    EmitGuards(writer, labels);
                    writer.Line("ReserveRows(rows);");
                    writer.Line("fixed (float* x = inputs)");
                    writer.Line($"fixed ({(labels ? "int" : "float")}* t = {(labels ? "labels" : "targets")})");
                    using (writer.Block(""))
                    {
                        writer.Line("Kernels.Step* s = _step;");
                        writer.Line("s->Rows = rows;");
                        writer.Line("s->Inputs = x;");
                        EmitTargets(writer, labels, "t");
                        if (!train)
                        {
                            writer.Line("return Run(s, updates: false);");
                        }
                        else if (_spec.Optimizer.ClipNorm > 0)
                        {
                            writer.Line("// the norm of the whole gradient has to be known before any of it is used");
                            writer.Line("float loss = Run(s, updates: false);");
                            writer.Line("ApplyGradients();");
                            writer.Line("_state.HasGradients = false;");
                            writer.Line("return loss;");
                        }
                        else
                        {
                            writer.Line("return Run(s, updates: true);");
                        }
                    }
                });
            }
        }

        EmitApply(writer);
        Member(writer, null, "public void Inspect(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, global::DeepTrain.ILayerObserver observer)", () =>
        {
            writer.Line("ArgumentNullException.ThrowIfNull(observer);");
            writer.Line("int rows = Guard.Rows(inputs, InputSize);");
            writer.Line("Guard.Targets(targets.Length, rows, OutputSize);");
            writer.Line("Kernels.Inspect(_state, rows, inputs, targets, observer);");
            writer.Line("GC.KeepAlive(this);");
        });
    }

    private void EmitApply(SourceWriter writer)
    {
        Member(writer, null, "public unsafe void ApplyGradients()", () =>
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
                writer.Line($"double norm = Math.Sqrt(squares), limit = {CSharpLiteral.Of(_spec.Optimizer.ClipNorm.AsDecimal())};");
                writer.Line("if (!(norm <= limit))");
                writer.Line("    factor = (float)(limit / (norm + 1e-6)); // as PyTorch's clip_grad_norm_");
            }

            Dispatch(writer, "Kernels.UpdateRange", "(s, 0, Kernels.TrainableLength, factor);");
            steps.CallAfterUpdate(writer);
            writer.Line("_state.TransposedStale = false;");
            writer.Line("GC.KeepAlive(this);");
        });
    }

    private static void EmitFiles(SourceWriter writer)
    {
        Member(writer, null, "public void Save(string path) => _state.Save(path);", null);
        Member(writer, null, "public void Load(string path) => _state.Load(path);", null);
    }

    private void EmitInterface(SourceWriter writer)
    {
        writer.Line("int global::DeepTrain.INetwork.InputSize => InputSize;");
        writer.Line();
        writer.Line("int global::DeepTrain.INetwork.OutputSize => OutputSize;");
        writer.Line();
        writer.Line("int global::DeepTrain.INetwork.ParameterCount => ParameterCount;");
        writer.Line();
        writer.Line("global::DeepTrain.NetworkDescription global::DeepTrain.INetwork.Description => Description;");
        writer.Line();
        if (TakesLabels)
            return;
        foreach (string method in new[] { "Loss", "TrainBatch", "ComputeGradients" })
        {
            writer.Line($"float global::DeepTrain.INetwork.{method}(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels) =>");
            using (writer.Indent())
                writer.Line($"throw new NotSupportedException({CSharpLiteral.Of($"{_name} is trained with {_spec.Loss.Kind} on {plan.Outputs} outputs, which takes targets, not labels.")});");
            writer.Line();
        }
    }

    private void EmitPreparation(SourceWriter writer)
    {
        writer.Line("/// <summary>One training step: forward, loss, backward, and with it the update if <paramref name=\"updates\"/>. Returns the loss.</summary>");
        using (writer.Block("private unsafe float Run(Kernels.Step* s, bool updates)"))
        {
            writer.Line($"s->Scale = (float)(1 / {MeanOver("s->Rows")});");
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

            if (HasPenalties)
                writer.Line("double penalties = Kernels.Penalties(s);");
            writer.Line("s->Updates = updates;");
            writer.Line("if (updates)");
            using (writer.Indent())
                writer.Line("PrepareUpdate(s);");
            if (steps.UsesTeam)
            {
                using (writer.Block("if (_threads > 1)"))
                {
                    writer.Line("Span<int> tiles = stackalloc int[Kernels.Phases];");
                    writer.Line("Kernels.CountTiles(s, tiles);");
                    writer.Line("_team ??= new ThreadTeam(_threads);");
                    writer.Line("_team.Run(this, Vector512.IsHardwareAccelerated ? &Kernels.TrainTile512 : &Kernels.TrainTile256, tiles);");
                }

                using (writer.Block("else"))
                    Dispatch(writer, "Kernels.Train", "(s);");
            }
            else
            {
                Dispatch(writer, "Kernels.Train", "(s);");
            }

            steps.CallFinishGradients(writer);
            using (writer.Block("if (updates)"))
            {
                writer.Line("// the matrices were updated tile by tile; the vectors follow");
                Dispatch(writer, "Kernels.UpdateRange", "(s, 0, Kernels.VectorLength, 1f);");
                steps.CallAfterUpdate(writer);
            }

            writer.Line("_state.HasGradients = !updates;");
            writer.Line("double total = 0;");
            writer.Line("for (int row = 0; row < s->Rows; row++)");
            using (writer.Indent())
                writer.Line("total += s->RowLosses[row];");
            writer.Line("GC.KeepAlive(this);");
            writer.Line($"return (float)(total / {MeanOver("s->Rows")}{(HasPenalties ? " + penalties" : "")});");
        }

        writer.Line();
        EmitPrepareUpdate(writer);
        writer.Line("private static unsafe void Infer(Kernels.Step* s)");
        using (writer.Block(""))
            Dispatch(writer, "Kernels.Infer", "(s);");
        writer.Line();
        using (writer.Block("private unsafe void PrepareInference(Kernels.Step* s, int rows)"))
        {
            writer.Line("float* memory = ThreadScratch.Rent((nint)rows * Kernels.InferenceFloatsPerRow + 64);");
            writer.Line("UseParameters(s);");
            writer.Line("new Span<float>(memory, 64).Clear();");
            writer.Line("s->Zeros = memory;");
            writer.Line("Kernels.PlaceInference(s, memory + 64, rows);");
        }

        writer.Line();
        using (writer.Block("private unsafe void UseParameters(Kernels.Step* s)"))
        {
            writer.Line("s->Parameters = _state.Values;");
            writer.Line("s->Gradients = _state.Gradients;");
            writer.Line("s->Running = _state.Running;");
            for (int i = 0; i < _spec.Optimizer.Slots.Count; i++)
                writer.Line($"s->{OptimizerEmitter.Field(_spec.Optimizer.Slots[i])} = _state.Slot({i});");
        }

        writer.Line();
        using (writer.Block("private unsafe void ReserveRows(int rows)"))
        {
            using (writer.Block("if (rows > _rowCapacity)"))
            {
                writer.Line("_rowMemory.Reserve((long)rows * Kernels.FloatsPerRow);");
                writer.Line("Kernels.PlaceRows(_step, _rowMemory.Pointer, rows);");
                writer.Line("_rowCapacity = rows;");
            }
        }
    }

    private void EmitPrepareUpdate(SourceWriter writer)
    {
        writer.Line("/// <summary>Counts the step and computes what its updates share.</summary>");
        using (writer.Block("private unsafe void PrepareUpdate(Kernels.Step* s)"))
        {
            writer.Line("_state.Updates++;");
            writer.Line("double rate = _state.LearningRate;");
            if (_spec.Optimizer.StepConstants.Concat([new("", string.Concat(_spec.Optimizer.BeforeStep))]).Any(constant => UsesStepNumber(constant.Value)))
                writer.Line("long t = _state.Updates;");
            writer.Lines(_spec.Optimizer.BeforeStep);
            foreach (StepConstant constant in _spec.Optimizer.StepConstants)
                writer.Line($"s->{OptimizerEmitter.Field(constant)} = (float)({constant.Value});");
        }

        writer.Line();
    }

    private static bool UsesStepNumber(string expression) =>
        System.Text.RegularExpressions.Regex.IsMatch(expression, @"\bt\b");

    private void EmitGuards(SourceWriter writer, bool labels)
    {
        writer.Line("int rows = Guard.Rows(inputs, InputSize);");
        writer.Line(labels
            ? $"Guard.Labels(labels, rows, {CSharpLiteral.Of(_spec.Loss.Classes(plan.Outputs))});"
            : "Guard.Targets(targets.Length, rows, OutputSize);");
    }

    private void EmitTargets(SourceWriter writer, bool labels, string source)
    {
        if (labels && LossEmitter.UsesLabels(plan))
        {
            writer.Line($"s->Labels = {source};");
            return;
        }

        if (LossEmitter.UsesLabels(plan))
            writer.Line("s->Labels = null;");
        int padded = PanelShape.Padded(plan.Outputs);
        if (labels)
        {
            writer.Line("// one output: the label is its target");
            writer.Line("for (int row = 0; row < s->Rows; row++)");
            using (writer.Indent())
                writer.Line($"s->PaddedTargets[(nint)row * {padded}] = ({source})[row];");
            writer.Line("s->Targets = s->PaddedTargets;");
        }
        else if (plan.PadsTargets)
        {
            writer.Line($"RowCopy.Spread({source}, s->Rows, OutputSize, s->PaddedTargets, {padded});");
            writer.Line("s->Targets = s->PaddedTargets;");
        }
        else
        {
            writer.Line($"s->Targets = {source};");
        }
    }

    /// <summary>The one branch on the machine's vectors that each entry takes.</summary>
    private static void Dispatch(SourceWriter writer, string method, string arguments)
    {
        writer.Line("if (Vector512.IsHardwareAccelerated)");
        using (writer.Indent())
            writer.Line($"{method}512{arguments}");
        writer.Line("else");
        using (writer.Indent())
            writer.Line($"{method}256{arguments}");
    }

    private static string Second(bool labels) => labels ? "ReadOnlySpan<int> labels" : "ReadOnlySpan<float> targets";

    private static void Member(SourceWriter writer, string? summary, string header, Action? body)
    {
        writer.Line(summary is null ? "/// <inheritdoc/>" : $"/// <summary>{summary}</summary>");
        if (body is null)
        {
            writer.Line(header);
        }
        else
        {
            using (writer.Block(header))
                body();
        }

        writer.Line();
    }
}
