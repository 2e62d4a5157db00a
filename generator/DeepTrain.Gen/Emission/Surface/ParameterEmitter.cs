using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>Prints where each parameter lies, what it is called outside, and how it starts.</summary>
internal static class ParameterEmitter
{
    public static void Emit(SourceWriter writer, NetworkPlan plan, MemoryPlan memory)
    {
        writer.Line("/// <summary>Numbers in an input row, and in an output row.</summary>");
        string inputs = CSharpLiteral.Of(plan.Spec.Input.Size), outputs = CSharpLiteral.Of(plan.Outputs);
        writer.Line($"private const int InputSize = {inputs}, OutputSize = {outputs};");
        writer.Line();
        SurfaceEmitter.EmitDescription(writer, plan, memory);
        ParameterPlan parameters = plan.Parameters;
        writer.Line(parameters.FusesBiases
            ? "// Offsets in the arenas. Vectors come first, biases last of them, for they are updated with their matrices; "
                + "then matrices, packed in"
            : "// Offsets in the arenas. Vectors come first, for they are updated in one sweep; then matrices, packed in");
        writer.Line("// panels of 32 units: in a panel, weight[k * 32 + j] is the weight from input k to unit j. "
            + "Gradients and what the optimizer");
        writer.Line("// keeps mirror them.");
        if (plan.LinearLayers.Any(layer => plan.TailOf(layer) > 0))
        {
            writer.Line("// One to four units that would leave a vector of 16 mostly empty lie behind the last panel, "
                + "a row of weights each.");
        }

        foreach (PlacedParameter parameter in parameters.All)
        {
            string shape = string.Join(", ", parameter.Spec.Shape);
            string arena = parameter.Spec.IsAverage ? ", among the moving averages" : parameter.Spec.IsFrozen ? ", frozen" : "";
            string comment = $"{parameter.Name} [{shape}]{arena}";
            writer.Line($"public const int {parameter.Constant} = {CSharpLiteral.Of(parameter.Offset)}; // {comment}");
        }

        writer.Line($"public const int VectorLength = {CSharpLiteral.Of(parameters.VectorLength)};");
        writer.Line($"public const int TrainableLength = {CSharpLiteral.Of(parameters.TrainableLength)};");
        writer.Line($"public const int RunningLength = {CSharpLiteral.Of(parameters.RunningLength)};");
        writer.Line();
        writer.Line("/// <summary>The parameters as the outside sees them, in layer order.</summary>");
        writer.Line($"public static readonly {Import.ParameterLayout}[] Layout =");
        using (writer.Block("", end: "};"))
        {
            foreach (PlacedParameter parameter in parameters.All)
                writer.Line(Layout(plan, parameter) + ",");
        }

        writer.Line();
        OptimizerSpec optimizer = plan.Spec.Optimizer;
        string names = string.Join(", ", optimizer.Slots.Select(slot => CSharpLiteral.Of(slot.Name)));
        string starts = string.Join(", ", optimizer.Slots.Select(slot => CSharpLiteral.Of(slot.Start)));
        writer.Line("/// <summary>What the optimizer keeps for each parameter.</summary>");
        string kind = CSharpLiteral.Of(optimizer.Kind);
        string layout = $"new {Import.OptimizerLayout}({kind}, new string[] {{ {names} }}, new float[] {{ {starts} }})";
        writer.Line($"public static readonly {Import.OptimizerLayout} Optimizer = {layout};");
    }

    private static string Layout(NetworkPlan plan, PlacedParameter parameter)
    {
        ParameterSpec spec = parameter.Spec;
        string shape = $"new int[] {{ {string.Join(", ", spec.Shape.Select(CSharpLiteral.Of))} }}";
        string name = CSharpLiteral.Of(parameter.Name), inputs = CSharpLiteral.Of(spec.Inputs);
        string start = $"{name}, {shape}, {CSharpLiteral.Of(spec.Pieces)}, {CSharpLiteral.Of(spec.Units)}";
        string scale = CSharpLiteral.Of(spec.Scale);
        string more = spec.IsAverage ? ", trainable: false" : spec.IsFrozen ? ", isFrozen: true" : "";
        if (parameter.FileName != parameter.Name)
            more += $", fileName: {CSharpLiteral.Of(parameter.FileName)}";
        int tailUnits = plan.TailOf(parameter.Layer);
        string tail = tailUnits > 0 ? $", tail: {CSharpLiteral.Of(tailUnits)}" : "";
        string fanOut = spec.FanOut > 0 ? $", fanOut: {CSharpLiteral.Of(spec.FanOut)}" : "";
        string planes = spec.Planes > 1 || spec.FanOut > 0 ? $".InPlanes({CSharpLiteral.Of(spec.Planes)}{fanOut})" : "";
        return spec.IsMatrix
            ? $"{Import.ParameterLayout}.Weights({start}, {inputs}, {parameter.Constant}, {Import.Init}.{spec.Init}, {scale}{tail}{more}){planes}"
            : $"{Import.ParameterLayout}.Vector({start}, {parameter.Constant}, {scale}{more}){planes}";
    }
}
