using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints what users call: checks first, then one branch on the vector width, then the kernels.</summary>
internal sealed class SurfaceEmitter(NetworkPlan plan, MemoryPlan memory, StepEmitter steps)
{
    private readonly NetworkSpec _spec = plan.Spec;
    private readonly string _name = plan.Spec.Header.Name;
    private readonly SurfaceCode _code = new(plan);

    public void EmitDocumentation(SourceWriter writer) =>
        writer.Lines(SummaryTable.Lines(_spec).Select(line => "/// " + line));

    public void Emit(SourceWriter writer)
    {
        writer.Line("#pragma warning disable CS3001, CS3003 // in an assembly that claims CLS compliance: a seed is a ulong");
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
        var inference = new InferenceEmitter(plan, _code);
        var training = new TrainingEmitter(plan, _code, steps);
        inference.Emit(writer);
        training.Emit(writer);
        EmitInspectAndFiles(writer);
        EmitInterface(writer);
        training.EmitHelpers(writer);
        InferenceEmitter.EmitHelpers(writer);
        EmitUseParameters(writer);
    }

    private void EmitConstructors(SourceWriter writer)
    {
        SurfaceCode.Member(
            writer, $"public {_name}()\n    : this({CSharpLiteral.Of(_spec.Seed)})", () => { },
            "A new network, with weights drawn from the declared seed.");
        writer.Line("/// <summary>A new network, with weights drawn from <paramref name=\"seed\"/>.</summary>");
        writer.Line("/// <param name=\"seed\">The seed of the weights and of every random number in training.</param>");
        using (writer.Block($"public unsafe {_name}(ulong seed)"))
        {
            const string kernels = "Kernels.Layout, Kernels.TrainableLength, Kernels.RunningLength, Kernels.Optimizer";
            writer.Line("_state = new NetworkState(");
            writer.Line($"    {CSharpLiteral.Of(_name)}, {kernels}, seed,");
            writer.Line($"    learningRate: {CSharpLiteral.Of(_spec.Optimizer.LearningRate)});");
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
                    string why = plan.IsStraightLine
                        ? "a step of this network is over before a second thread could help"
                        : "no layer of this network is wide enough to be shared";
                    writer.Line($"// {why}: the calling thread does it all");
                }

                writer.Line("_threads = value;");
            }
        }

        writer.Line();
    }

    private void EmitDescription(SourceWriter writer)
    {
        const string type = "global::DeepTrain.NetworkDescription";
        writer.Line($"public static {type} Description {{ get; }} = new {type}(");
        using (writer.Indent())
        {
            writer.Line($"{CSharpLiteral.Of(_name)},");
            writer.Line(Dimensions(_spec.Input) + ",");
            writer.Line("new global::DeepTrain.LayerDescription[]");
            using (writer.Block("", end: "},"))
            {
                foreach ((LayerSpec layer, LayerPrediction prediction) in
                    _spec.Layers.Zip(NetworkPrediction.Of(_spec).Layers, (layer, prediction) => (layer, prediction)))
                {
                    string[] arguments =
                    [
                        CSharpLiteral.Of(layer.Name), CSharpLiteral.Of(layer.Kind), Dimensions(layer.Output),
                        CSharpLiteral.Of(layer.ParameterCount), CSharpLiteral.Of(layer.MultiplyAdds),
                        CSharpLiteral.FourDigits(prediction.ActivationStd), CSharpLiteral.FourDigits(prediction.GradientStd),
                    ];
                    writer.Line($"new global::DeepTrain.LayerDescription({string.Join(", ", arguments)}),");
                }
            }

            long arenas = (long)plan.Parameters.TrainableLength * (2 + _spec.Optimizer.Slots.Count)
                + plan.Parameters.RunningLength + memory.FixedFloats;
            writer.Line($"{CSharpLiteral.Of(_spec.Loss.Kind)},");
            writer.Line($"{CSharpLiteral.Of(_spec.Optimizer.Kind)},");
            writer.Line($"{CSharpLiteral.Of(4 * arenas)},");
            writer.Line($"{CSharpLiteral.Of(4L * memory.FloatsPerRow)});");
        }

        writer.Line();
    }

    private static string Dimensions(Shape shape) =>
        $"new int[] {{ {string.Join(", ", shape.Dimensions.Select(CSharpLiteral.Of))} }}";

    private static void EmitInspectAndFiles(SourceWriter writer)
    {
        const string parameters =
            "ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, global::DeepTrain.ILayerObserver observer";
        SurfaceCode.Member(writer, $"public void Inspect({parameters})", () =>
        {
            writer.Line("ArgumentNullException.ThrowIfNull(observer);");
            writer.Line("int rows = Guard.Rows(inputs, InputSize);");
            writer.Line("Guard.Targets(targets.Length, rows, OutputSize);");
            writer.Line("Kernels.Inspect(_state, rows, inputs, targets, observer);");
            writer.Line("GC.KeepAlive(this);");
        });
        SurfaceCode.Member(writer, "public void Save(string path) => _state.Save(path);", null);
        SurfaceCode.Member(writer, "public void Load(string path) => _state.Load(path);", null);
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
        if (_code.TakesLabels)
            return;
        string outputs = plan.Outputs == 1 ? "one output" : $"{plan.Outputs} outputs";
        string refusal = $"{_name} is trained with {_spec.Loss.Kind} on {outputs}, which takes targets, not labels.";
        foreach (string method in new[] { "Loss", "TrainBatch", "ComputeGradients" })
        {
            const string parameters = "ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels";
            writer.Line($"float global::DeepTrain.INetwork.{method}({parameters}) =>");
            using (writer.Indent())
                writer.Line($"throw new NotSupportedException({CSharpLiteral.Of(refusal)});");
            writer.Line();
        }
    }

    private void EmitUseParameters(SourceWriter writer)
    {
        using (writer.Block("private unsafe void UseParameters(Kernels.Step* s)"))
        {
            writer.Line("s->Parameters = _state.Values;");
            writer.Line("s->Gradients = _state.Gradients;");
            writer.Line("s->Running = _state.Running;");
            for (int i = 0; i < _spec.Optimizer.Slots.Count; i++)
                writer.Line($"s->{OptimizerEmitter.Field(_spec.Optimizer.Slots[i])} = _state.Slot({i});");
        }
    }
}
