namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Rows of inputs, one after the other, and the class of each.</summary>
internal sealed record LabelledRows(float[] Inputs, int[] Labels)
{
    public int Count => Labels.Length;

    /// <summary>Copies rows into a batch.</summary>
    public void CopyTo(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels)
    {
        int width = Inputs.Length / Count;
        for (int i = 0; i < rows.Length; i++)
        {
            Inputs.AsSpan(rows[i] * width, width).CopyTo(inputs[(i * width)..]);
            labels[i] = Labels[rows[i]];
        }
    }
}
