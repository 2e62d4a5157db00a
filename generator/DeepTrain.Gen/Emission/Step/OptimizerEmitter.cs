using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints the optimizer: the update of one vector, inlined wherever a gradient is at hand, and the sweep over memory.
/// </summary>
internal static class OptimizerEmitter
{
    /// <summary>The field of the emitted <c>Step</c> that points to a slot's arena.</summary>
    public static string Field(OptimizerSlot slot) => "Slot" + Pascal(slot.Variable);

    /// <summary>The field that holds a step constant.</summary>
    public static string Field(StepConstant constant) => "Update" + Pascal(constant.Name);

    /// <summary>Declares the pointers at an offset and the constants that <see cref="Call"/> passes on.</summary>
    public static void EmitPointersAndConstants(SourceWriter writer, VectorType v, OptimizerSpec optimizer, string offset)
    {
        writer.Line($"float* w = &s->Parameters[{offset}];");
        foreach (OptimizerSlot slot in optimizer.Slots)
            writer.Line($"float* {slot.Variable} = &s->{Field(slot)}[{offset}];");
        foreach (StepConstant constant in optimizer.StepConstants)
            writer.Line($"{v.Float} {constant.Name} = {v.Broadcast("s->" + Field(constant))};");
    }

    public static string Call(OptimizerSpec optimizer, string gradient, Offset offset)
    {
        var arguments = new List<string> { gradient, Address.At("w", offset) };
        arguments.AddRange(optimizer.Slots.Select(slot => (string)Address.At(slot.Variable, offset)));
        arguments.AddRange(optimizer.StepConstants.Select(constant => constant.Name));
        return $"{optimizer.Kind}({string.Join(", ", arguments)});";
    }

    public static void Emit(SourceWriter writer, NetworkPlan plan, VectorType v)
    {
        OptimizerSpec optimizer = plan.Spec.Optimizer;
        EmitUpdate(writer, v, plan);
        EmitSweep(writer, v, optimizer);
        if (optimizer.ClipNorm > 0)
            EmitSquares(writer, v);
    }

    private static void EmitUpdate(SourceWriter writer, VectorType v, NetworkPlan plan)
    {
        OptimizerSpec optimizer = plan.Spec.Optimizer;
        // what decays would end as a subnormal number, which is slow wherever it is used
        bool decays = optimizer.WeightDecay > 0 || plan.LinearLayers.Any(layer => layer.L2 > 0);
        writer.Line($"// {optimizer.Kind} for one vector of parameters w with gradient g:");
        if (optimizer.DecaysGradient)
        {
            string decay = CSharpLiteral.Plain(optimizer.WeightDecay);
            writer.Line($"//   g += decay w, where decay is {decay} Regularization  ([{optimizer.Kind}(WeightDecay)])");
        }

        foreach (string line in optimizer.Formula)
            writer.Line("//   " + line);
        writer.Line(TileCode.InlinedAttribute);
        var parameters = new List<string> { $"{v.Float} g", "float* w" };
        parameters.AddRange(optimizer.Slots.Select(slot => "float* " + slot.Variable));
        parameters.AddRange(optimizer.StepConstants.Select(constant => $"{v.Float} {constant.Name}"));
        using (writer.Block($"private static void {optimizer.Kind}({string.Join(", ", parameters)})"))
        {
            if (optimizer.DecaysGradient)
                writer.Line($"g = {v.Fma("decay", v.Load("w"), "g")};");
            string updated = optimizer.EmitUpdate(writer, v);
            writer.Line($"{v.Load("w")} = {(decays ? v.Math("FlushToZero", updated) : updated)};");
        }

        writer.Line();
    }

    private static void EmitSweep(SourceWriter writer, VectorType v, OptimizerSpec optimizer)
    {
        writer.Line("// Updates the parameters from start to end with the gradients in memory, times factor.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void UpdateRange{v.Bits}(Step* s, int start, int end, float factor)"))
        {
            EmitPointersAndConstants(writer, v, optimizer, "start");
            writer.Line("float* g = &s->Gradients[start];");
            writer.Line($"{v.Float} scale = {v.Broadcast("factor")};");
            using (writer.Block($"for (int i = 0; i < end - start; i += {v.Lanes})"))
            {
                var arguments = new List<string> { $"{v.Load("g", "i")} * scale", "&w[i]" };
                arguments.AddRange(optimizer.Slots.Select(slot => $"&{slot.Variable}[i]"));
                arguments.AddRange(optimizer.StepConstants.Select(constant => constant.Name));
                writer.Line($"{optimizer.Kind}({string.Join(", ", arguments)});");
            }
        }

        writer.Line();
    }

    private static void EmitSquares(SourceWriter writer, VectorType v)
    {
        writer.Line("// The sum of the squares of all gradients: in float over blocks, in double over the blocks.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static double SquaredGradients{v.Bits}(float* g, int length)"))
        {
            writer.Line("double total = 0;");
            using (writer.Block("for (int block = 0; block < length; block += 1024)"))
            {
                writer.Line($"{v.Float} sum = {v.Zero};");
                using (writer.Block($"for (int i = block; i < {Import.Math}.Min(block + 1024, length); i += {v.Lanes})"))
                    writer.Line($"sum = {v.Fma(v.Load("g", "i"), v.Load("g", "i"), "sum")};");
                writer.Line($"total += {Import.VectorMath}.SumAcross(sum);");
            }

            writer.Line("return total;");
        }

        writer.Line();
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
