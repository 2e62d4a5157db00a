namespace DeepTrain.Benchmarks.Predictor;

/// <summary>One training: the data, the order of the rows and the initial weights all come from its seed.</summary>
/// <param name="Source">The declaration of one class.</param>
internal sealed record Trial(LearningTask Task, string ClassName, string Source, int Seed) : ITrial
{
    public string Key => $"{Task.Name} {Task.Steps} {Seed} {Source.Replace(ClassName, "", StringComparison.Ordinal)}";

    /// <summary>Trains the network and returns its test accuracy; NaN if the loss became none.</summary>
    public double Run(INetwork network)
    {
        var random = new Random(Seed);
        (LabelledRows training, LabelledRows test) = Task.Draw(random);
        float[] inputs = new float[LearningTask.BatchRows * Task.Inputs];
        int[] labels = new int[LearningTask.BatchRows];
        int[] order = [.. Enumerable.Range(0, training.Count)];
        int next = order.Length;
        for (int step = 0; step < Task.Steps; step++)
        {
            if (next + LearningTask.BatchRows > order.Length)
            {
                random.Shuffle(order);
                next = 0;
            }

            training.CopyTo(order.AsSpan(next, LearningTask.BatchRows), inputs, labels);
            next += LearningTask.BatchRows;
            // weights that are not numbers stay so
            if (!float.IsFinite(network.TrainBatch(inputs, labels)))
                return double.NaN;
        }

        return Accuracy(network, test);
    }

    private double Accuracy(INetwork network, LabelledRows test)
    {
        float[] outputs = new float[test.Count * Task.Classes];
        network.Predict(test.Inputs, outputs);
        int right = 0;
        for (int row = 0; row < test.Count; row++)
        {
            ReadOnlySpan<float> answers = outputs.AsSpan(row * Task.Classes, Task.Classes);
            int best = 0;
            for (int k = 1; k < answers.Length; k++)
                best = answers[k] > answers[best] ? k : best;
            // not a number is no answer
            right += best == test.Labels[row] && float.IsFinite(answers[best]) ? 1 : 0;
        }

        return right / (double)test.Count;
    }
}
