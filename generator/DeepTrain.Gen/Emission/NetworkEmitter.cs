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
        var tiles = new SharedTiles();
        var shared = new SharedMethods();
        var steps = new StepEmitter(plan, memory);
        var surface = new SurfaceEmitter(plan, memory, steps);
        var inspect = new InspectEmitter(plan, tiles);
        NetworkHeader header = spec.Header;

        var files = new List<EmittedFile>
        {
            EmittedFile.InClass(header, "", surface.Emit, " : global::DeepTrain.INetwork", surface.EmitDocumentation),
            EmittedFile.InKernels(header, "Parameters", writer => ParameterEmitter.Emit(writer, plan)),
            EmittedFile.InKernels(header, "Step", writer => steps.EmitKernels(writer, inspect)),
        };
        foreach (Stage stage in plan.Stages)
        {
            files.Add(EmittedFile.InKernels(header, stage.Name, writer =>
            {
                foreach (VectorType v in VectorType.All)
                    new StageEmitter(plan, v, tiles, shared).Emit(writer, stage);
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

        files.Add(EmittedFile.InKernels(header, "Loss", writer => LossEmitter.Emit(writer, plan)));
        files.Add(EmittedFile.InKernels(header, "Optimizer", writer => OptimizerEmitter.Emit(writer, plan)));
        files.Add(EmittedFile.InKernels(header, "Inspect", inspect.Emit));

        // last, for the other files say which tiles they share
        if (plan.LinearLayers.Any())
            files.Add(EmittedFile.InKernels(header, "Tiles", tiles.Emit));
        return files;
    }
}
