namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints <c>WarmUp</c>, which has the JIT compile what prediction and training call: by calling it, on a network that nobody
/// else knows.
/// </summary>
internal sealed class WarmUpEmitter(EntryCode code)
{
    public void Emit(SourceWriter writer)
    {
        writer.Line("// Predict and TrainBatch on another network of the class, whose weights and inputs are 0.");
        EntryCode.EmitExclusive(
            writer, $"public static void WarmUp({Import.NetworkState} state, int rows)",
            () => writer.Line($"{Import.Guard}.RowsToWarmUp(rows, {Import.Math}.Max(InputSize, OutputSize));"),
            () => EmitBody(writer));
    }

    private void EmitBody(SourceWriter writer)
    {
        writer.Line($"{Import.NetworkState} twin = Create(state.Seed, drawsWeights: false);");
        using (writer.Block("try"))
        {
            writer.Line("twin.Threads = state.Threads;");
            writer.Line("float[] inputs = new float[rows * InputSize], outputs = new float[rows * OutputSize];");
            writer.Line("Predict(twin, inputs, outputs);");
            foreach (bool labels in code.Overloads)
            {
                string targets = labels ? "new int[rows]" : "outputs"; // outputs of any loss are targets too
                writer.Line($"Loss(twin, inputs, {targets});");
                writer.Line($"TrainBatch(twin, inputs, {targets});");
            }

            writer.Line("ComputeGradients(twin, inputs, outputs);");
            writer.Line("ApplyGradients(twin);");
            writer.Line("PrepareRows(state, rows); // the memory that a step of so many rows takes");
            writer.Line("state.TouchTrainingMemory();");
        }

        using (writer.Block("finally"))
            writer.Line("twin.Threads = 1; // its other threads end");
    }
}
