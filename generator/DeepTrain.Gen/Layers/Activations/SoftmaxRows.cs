using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Activations;

/// <summary>Softmax over rows: in a layer, in the loss and in the outputs.</summary>
internal static class SoftmaxRows
{
    /// <summary>Leaves exp(z - max) in the destination, 0 in its padding, and declares <c>max</c> and <c>sum</c>.</summary>
    /// <param name="exp">The function; <c>ExpOrZero</c> where gradients follow from the result.</param>
    public static void EmitExponentials(
        SourceWriter writer, VectorType v, int units, string source, string destination, string exp = "ExpOrZero")
    {
        writer.Line($"{v.Float} best = {v.Broadcast("float.NegativeInfinity")};");
        ColumnLoop.Emit(writer, v, units, (offset, mask) =>
        {
            string z = v.Load(source, offset);
            writer.Line($"best = {v.Class}.MaxNative(best, {(mask is null ? z : v.Select(mask, z, "best"))});");
        });
        writer.Line($"float max = {v.Across("Max", "best", units)};");
        writer.Line($"{v.Float} shift = {v.Broadcast("max")}, total = {v.Zero};");
        ColumnLoop.Emit(writer, v, units, (offset, mask) =>
        {
            string exponential = v.Math(exp, $"{v.Load(source, offset)} - shift");
            writer.Line($"{v.Float} e = {(mask is null ? exponential : v.Select(mask, exponential, v.Zero))};");
            writer.Line($"{v.Load(destination, offset)} = e;");
            writer.Line("total += e;");
        }, padding: offset => writer.Line($"{v.Load(destination, offset)} = {v.Zero};"));
        writer.Line($"float sum = {v.Across("Sum", "total", units)};");
    }

    /// <summary>The probabilities of a row.</summary>
    /// <param name="isOutput">Whether they are what the network predicts, down to the smallest.</param>
    public static void EmitForward(
        SourceWriter writer, VectorType v, int units, string source, string destination, bool isOutput = false)
    {
        EmitExponentials(writer, v, units, source, destination, isOutput ? "Exp" : "ExpOrZero");
        writer.Line($"{v.Float} factor = {v.Broadcast("1f / sum")};");
        ColumnLoop.Emit(
            writer, v, units,
            (offset, _) => writer.Line($"{v.Load(destination, offset)} *= factor;"), usesMask: false);
    }

    /// <summary>g_j = y_j (g_j - sum g y), in place.</summary>
    public static void EmitBackward(SourceWriter writer, VectorType v, int units, string output, string gradient)
    {
        writer.Line($"{v.Float} products = {v.Zero};");
        ColumnLoop.Emit(writer, v, units, (offset, _) =>
        {
            string g = v.Load(gradient, offset), y = v.Load(output, offset);
            writer.Line($"products = {v.Fma(g, y, "products")};");
        }, usesMask: false);
        writer.Line($"{v.Float} mean = {v.Broadcast(v.Across("Sum", "products", units))};");
        ColumnLoop.Emit(writer, v, units, (offset, _) =>
        {
            string g = v.Load(gradient, offset), y = v.Load(output, offset);
            writer.Line($"{g} = {y} * ({g} - mean);");
        }, usesMask: false);
    }
}
