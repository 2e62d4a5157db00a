namespace DeepTrain;

/// <summary>Which class a row is of, and which is predicted.</summary>
internal static class ClassReading
{
    private const float Threshold = 0.5f;

    /// <summary>Whether each output is a yes or no of its own.</summary>
    public static bool IsMultiLabel(NetworkDescription network) =>
        network.LossKind == LossKind.BinaryCrossEntropy && network.OutputSize > 1;

    public static string? Misfit(NetworkDescription network) =>
        network.LossKind is LossKind.SoftmaxCrossEntropy or LossKind.BinaryCrossEntropy
            ? null
            : $"expected a network that tells classes apart, with SoftmaxCrossEntropy or BinaryCrossEntropy; {network.Name} has {network.Loss}.";

    /// <summary>The class that a row of outputs predicts; -1 for none, where there are NaNs in its place.</summary>
    public static int Predicted(ReadOnlySpan<float> outputs)
    {
        if (outputs.Length == 1)
            return float.IsNaN(outputs[0]) ? -1 : outputs[0] >= Threshold ? 1 : 0;
        int best = -1;
        for (int next = 0; next < outputs.Length; next++)
        {
            if (!float.IsNaN(outputs[next]) && (best < 0 || outputs[next] > outputs[best]))
                best = next;
        }
        return best;
    }

    /// <summary>The class of a row.</summary>
    public static int Actual(int row, int outputSize, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels) =>
        labels.IsEmpty ? Predicted(targets.Slice(row * outputSize, outputSize)) : labels[row];

    /// <summary>Whether an output, or a target, is a yes.</summary>
    public static bool IsYes(float number) => number >= Threshold;
}
