using DeepTrain.Gen.Emission.Onnx;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>From a network that can be compiled to its files.</summary>
internal static class NetworkEmitter
{
    public static IReadOnlyList<EmittedFile> Emit(NetworkSpec spec, VectorWidths widths, CancellationToken cancellation)
    {
        var plan = new NetworkPlan(spec, widths);
        var files = new List<EmittedFile>();
        foreach (Func<EmittedFile?> emit in Files(plan))
        {
            cancellation.ThrowIfCancellationRequested();
            if (emit() is { } file)
                files.Add(file);
        }

        return files;
    }

    /// <summary>What writes each file. They know nothing of each other: any order gives the same texts.</summary>
    public static IEnumerable<Func<EmittedFile?>> Files(NetworkPlan plan)
    {
        var memory = new MemoryPlan(plan);
        var inspect = new InspectEmitter(plan);
        var steps = new StepEmitter(plan, memory);
        var entries = new EntryCode(plan);
        var surface = new SurfaceEmitter(plan);
        var training = new TrainingEmitter(plan, entries, steps);
        var inference = new InferenceEmitter(plan, entries);
        NetworkHeader header = plan.Spec.Header;

        // the public surface, and what all stages have in common
        yield return () => EmittedFile.InClass(header, surface.Emit, surface.EmitDocumentation);
        yield return InKernels("Parameters", writer => ParameterEmitter.Emit(writer, plan, memory), surface.EmitKernelHead);
        yield return InKernels("Training", training.Emit);
        yield return InKernels("Inference", inference.Emit);
        yield return InKernels("Step", writer => steps.Emit(writer, inspect));
        foreach (Func<EmittedFile?> file in ByWidth("Loss", (writer, v) => LossEmitter.Emit(writer, plan, v)))
            yield return file;
        foreach (Func<EmittedFile?> file in ByWidth("Optimizer", (writer, v) => OptimizerEmitter.Emit(writer, plan, v)))
            yield return file;

        // the stages, and what walks through them its own way
        var shared = SharedMethods.Of(plan);
        foreach (Stage stage in plan.Stages)
        {
            foreach (Func<EmittedFile?> file in ByWidth(stage.Name, (writer, v) => EmitStage(writer, plan, stage, v, shared.In(stage, v))))
                yield return file;
        }

        if (OneRowEmitter.Serves(plan))
        {
            foreach (Func<EmittedFile?> file in ByWidth("OneRow", (writer, v) => new OneRowEmitter(plan, v).Emit(writer)))
                yield return file;
        }

        yield return InKernels("Inspect", inspect.Emit);
        yield return InKernels("Onnx", writer => OnnxEmitter.Emit(writer, plan.Spec));

        Func<EmittedFile?> InKernels(string subject, Action<SourceWriter> body, Action<SourceWriter>? aboutClass = null) =>
            () => EmittedFile.InKernels(header, subject, body, aboutClass);

        // the widest vectors, which are to be read, and each copy for narrower ones in a file of its own
        IEnumerable<Func<EmittedFile?>> ByWidth(string subject, Action<SourceWriter, VectorType> body) => plan.Widths.Select(v =>
            InKernels(v == plan.Widths[0] ? subject : $"{subject}.{CSharpLiteral.Of(v.Bits)}", writer => body(writer, v)));
    }

    private static void EmitStage(SourceWriter writer, NetworkPlan plan, Stage stage, VectorType v, SharedMethods.FileMethods methods)
    {
        if (v == plan.Widths[0])
            writer.Lines(GradientWay.OfStage(plan, stage)).Line();
        if (!stage.IsImage)
            new StageEmitter(plan, v, methods).Emit(writer, stage);
        if (stage.IsImage || stage.Reshaping is not null || plan.IsReadByImages(stage))
            new Images.ImageStageEmitter(plan, v, methods).Emit(writer, stage);
    }
}
