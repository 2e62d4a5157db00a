using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints the penalties on weights, L1 and L2: what they add to a gradient and to the loss. Their rates are those of the
/// attributes times the network's <c>Regularization</c>, multiplied once a step.
/// </summary>
internal static class PenaltyEmitter
{
    /// <summary>What penalties add to gradients.</summary>
    public static void EmitGradients(SourceWriter writer, NetworkPlan plan, VectorType v)
    {
        foreach (LinearLayer layer in Penalised(plan))
            EmitGradient(writer, v, layer);
    }

    /// <summary>What penalties add to the loss.</summary>
    public static void Emit(SourceWriter writer, NetworkPlan plan)
    {
        List<LinearLayer> penalised = Penalised(plan);
        if (penalised.Count > 0)
            EmitPenalties(writer, penalised);
        writer.Line("// What L1 and L2 add to the loss now.");
        using (writer.Block($"public static float Penalty({Import.NetworkState} state)"))
            writer.Line(penalised.Count > 0 ? "return (float)Penalties(state);" : "return 0f; // no layer has L1 or L2");
        writer.Line();
    }

    /// <summary>The fields of the emitted <c>Step</c> that hold the rates of this step.</summary>
    public static void EmitFields(SourceWriter writer, NetworkPlan plan)
    {
        foreach (LinearLayer layer in Penalised(plan))
        {
            string fields = string.Join(", ", Rates(layer).Select(rate => layer.PascalName + rate.Name));
            writer.Line($"public float {fields}; // of {layer.Name}, times Regularization");
        }
    }

    /// <summary>Sets the rates of this step.</summary>
    public static void EmitRates(SourceWriter writer, NetworkPlan plan)
    {
        foreach (LinearLayer layer in Penalised(plan))
        {
            foreach ((string name, float value) in Rates(layer))
                writer.Line($"s->{layer.PascalName}{name} = {CSharpLiteral.Of(value)} * state.Regularization;");
        }
    }

    private static List<LinearLayer> Penalised(NetworkPlan plan) => plan.LinearLayers.Where(PenaltyCode.Has).ToList();

    private static IEnumerable<(string Name, float Value)> Rates(LinearLayer layer) =>
        new[] { (Name: "L1", Value: layer.L1), (Name: "L2", Value: layer.L2) }.Where(rate => rate.Value > 0);

    private static void EmitGradient(SourceWriter writer, VectorType v, LinearLayer layer)
    {
        string l2 = layer.L2 > 0 ? $" + r {CSharpLiteral.Plain(layer.L2)} w" : "";
        string l1 = layer.L1 > 0 ? $" + r {CSharpLiteral.Plain(layer.L1)} sign(w)" : "";
        writer.Line($"// {layer.Name}'s weight gradient with its penalty: g{l2}{l1}, r = Regularization.");
        writer.Line(TileCode.InlinedAttribute);
        using (writer.Block($"private static {v.Float} {PenaltyCode.Method(layer)}(Step* s, {v.Float} g, {v.Float} w)"))
        {
            if (layer.L2 > 0)
                writer.Line($"g = {v.Fma(v.Broadcast($"s->{layer.PascalName}L2"), "w", "g")};");
            if (layer.L1 > 0)
            {
                writer.Line($"{v.Float} l1 = {v.Broadcast($"s->{layer.PascalName}L1")};");
                string notAbove = v.Select(v.Less("w", v.Zero), "-l1", v.Zero);
                writer.Line($"g += {v.Select(v.Greater("w", v.Zero), "l1", notAbove)};");
            }

            writer.Line("return g;");
        }

        writer.Line();
    }

    private static void EmitPenalties(SourceWriter writer, List<LinearLayer> penalised)
    {
        writer.Line("// The same before it is rounded.");
        using (writer.Block($"public static double Penalties({Import.NetworkState} state)"))
        {
            writer.Line("if (state.Regularization == 0)");
            writer.Line("    return 0; // whatever the weights are");
            writer.Line("double penalty = 0;");
            foreach (LinearLayer layer in penalised)
            {
                string length = CSharpLiteral.Of(layer.Columns * layer.Inputs);
                string rates = $"{CSharpLiteral.Of(layer.L1.AsDecimal())}, {CSharpLiteral.Of(layer.L2.AsDecimal())}";
                writer.Line($"penalty += {Import.WeightPenalty}.Of(&state.Values[{layer.PascalName}Weight], {length}, {rates}); "
                    + $"// {layer.Name}");
            }

            writer.Line($"{Import.GC}.KeepAlive(state);");
            writer.Line("return penalty * state.Regularization;");
        }

        writer.Line();
    }
}
