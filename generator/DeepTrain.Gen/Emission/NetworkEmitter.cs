using System.Threading.Tasks;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>From a network that can be compiled to its files.</summary>
internal static class NetworkEmitter
{
    public static IReadOnlyList<EmittedFile> Emit(NetworkSpec spec)
    {
        var plan = new NetworkPlan(spec);
        var memory = new MemoryPlan(plan);
        var inspect = new InspectEmitter(plan);

        // side by side: a compiler that has just started spends its time in compiling us
        Task<List<EmittedFile>> around = Task.Run(() => EmitAround(plan, memory, inspect));
        List<EmittedFile> stages = EmitStages(plan, inspect);
        return [.. around.GetAwaiter().GetResult(), .. stages];
    }

    /// <summary>The public surface, and what all stages have in common.</summary>
    private static List<EmittedFile> EmitAround(NetworkPlan plan, MemoryPlan memory, InspectEmitter inspect)
    {
        NetworkHeader header = plan.Spec.Header;
        var steps = new StepEmitter(plan, memory);
        var surface = new SurfaceEmitter(plan, memory, steps);
        return
        [
            EmittedFile.InClass(header, "", surface.Emit, " : global::DeepTrain.INetwork", surface.EmitDocumentation),
            EmittedFile.InKernels(header, "Parameters", writer => ParameterEmitter.Emit(writer, plan)),
            EmittedFile.InKernels(header, "Step", writer => steps.EmitKernels(writer, inspect)),
            EmittedFile.InKernels(header, "Loss", writer => LossEmitter.Emit(writer, plan)),
            EmittedFile.InKernels(header, "Optimizer", writer => OptimizerEmitter.Emit(writer, plan)),
        ];
    }

    /// <summary>The stages, and what walks through them its own way.</summary>
    private static List<EmittedFile> EmitStages(NetworkPlan plan, InspectEmitter inspect)
    {
        NetworkHeader header = plan.Spec.Header;
        var shared = new SharedMethods();
        var files = new List<EmittedFile>();
        foreach (Stage stage in plan.Stages)
        {
            files.Add(EmittedFile.InKernels(header, stage.Name, writer =>
            {
                foreach (VectorType v in VectorType.All)
                    new StageEmitter(plan, v, shared).Emit(writer, stage);
            }));
        }

        if (OneRowEmitter.Serves(plan))
        {
            files.Add(EmittedFile.InKernels(header, "OneRow", writer =>
            {
                foreach (VectorType v in VectorType.All)
                    new OneRowEmitter(plan, v).Emit(writer);
            }));
        }

        files.Add(EmittedFile.InKernels(header, "Inspect", inspect.Emit));
        return files;
    }
}
