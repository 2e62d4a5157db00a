namespace DeepTrain;

/// <summary>A row that a network is wrong about.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Loss">How wrong it is.</param>
/// <param name="Expected">What is right.</param>
/// <param name="Found">What is predicted.</param>
internal sealed record Mistake(int Row, double Loss, string Expected, string Found)
{
    /// <summary>The worst ones, the worst first.</summary>
    public static IReadOnlyList<Mistake> Worst(INetwork network, Dataset data, int count)
    {
        if (count == 0)
            return [];
        int size = network.OutputSize;
        bool tellsClasses = network.Description.LossKind is LossKind.SoftmaxCrossEntropy
            || (network.Description.LossKind == LossKind.BinaryCrossEntropy && size == 1);
        // the least bad of those that are kept comes out first
        var worst = new PriorityQueue<Mistake, double>();
        float[] outputs = [];
        data.VisitBatches(batch =>
        {
            if (outputs.Length < batch.Rows * size)
                outputs = new float[batch.Rows * size];
            network.Predict(batch.Inputs, outputs.AsSpan(0, batch.Rows * size));
            for (int row = 0; row < batch.Rows; row++)
            {
                ReadOnlySpan<float> output = outputs.AsSpan(row * size, size);
                Mistake? mistake = tellsClasses
                    ? OfClass(data, batch, row, output) : OfNumbers(data, batch, row, output);
                if (mistake == null)
                    continue;
                if (worst.Count < count)
                    worst.Enqueue(mistake, mistake.Loss);
                else if (mistake.Loss > worst.Peek().Loss)
                    worst.EnqueueDequeue(mistake, mistake.Loss);
            }
        });
        return [.. worst.UnorderedItems.Select(item => item.Element).OrderByDescending(mistake => mistake.Loss).ThenBy(mistake => mistake.Row)];
    }

    private static Mistake? OfClass(Dataset data, Batch batch, int row, ReadOnlySpan<float> output)
    {
        int actual = ClassReading.Actual(row, output.Length, batch.Targets, batch.Labels), predicted = ClassReading.Predicted(output);
        if (predicted == actual)
            return null;
        int index = batch.Indices[row];
        if (predicted < 0)
            return new Mistake(index, double.MaxValue, ClassName(data, actual), "nothing: the outputs are not numbers");
        float right = output.Length == 1 ? (actual == 1 ? output[0] : 1 - output[0]) : output[actual];
        float found = output.Length == 1 ? 1 - right : output[predicted];
        return new Mistake(
            index, -Math.Log(Math.Max(right, 1e-30)), ClassName(data, actual), $"{ClassName(data, predicted)} ({Words.Percent(found)})");
    }

    private static Mistake? OfNumbers(Dataset data, Batch batch, int row, ReadOnlySpan<float> output)
    {
        ReadOnlySpan<float> target = batch.Targets.Slice(row * output.Length, output.Length);
        int farthest = 0;
        double distance = 0;
        for (int next = 0; next < output.Length; next++)
        {
            double here = Math.Abs(output[next] - (double)target[next]);
            if (double.IsNaN(here))
                here = double.MaxValue;
            if (here > distance)
                (farthest, distance) = (next, here);
        }
        if (distance == 0)
            return null;
        string name = output.Length == 1 ? "" : $"{HtmlText.Short(data.TargetNames[farthest])}: ";
        return new Mistake(batch.Indices[row], distance, name + Words.Number(target[farthest]), Words.Number(output[farthest]));
    }

    private static string ClassName(Dataset data, int label) => label < data.ClassNames.Count
        ? HtmlText.Short(data.ClassNames[label]) : label.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
