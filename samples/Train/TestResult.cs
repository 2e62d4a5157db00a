using DeepTrain;

/// <summary>What the test says, in the units of the file, beside what anyone would say who knows nothing.</summary>
public static class TestResult
{
    public static void Print(INetwork network, Preprocessing prepare, Dataset training, Dataset test, Dataset prepared)
    {
        if (test.HasLabels)
            PrintClasses(network, training, test, prepared);
        else
            PrintNumbers(network, prepare, training, test, prepared);
    }

    private static void PrintClasses(INetwork network, Dataset training, Dataset test, Dataset prepared)
    {
        double accuracy = Trainer.Evaluate(network, prepared, Metrics.Accuracy)[Metrics.Accuracy];
        int[] counts = new int[training.ClassNames.Count];
        foreach (int label in training.Labels)
            counts[label]++;
        int majority = Array.IndexOf(counts, counts.Max()), right = 0;
        foreach (int label in test.Labels)
            right += label == majority ? 1 : 0;
        Console.WriteLine(
            $"Test: {accuracy:P1} of {test.Rows} rows right; always saying {training.ClassNames[majority]} would be {(double)right / test.Rows:P1}.");
        Console.WriteLine("By line what it is, by column what it is taken for:");
        Console.WriteLine(ConfusionMatrix.Of(network, prepared));
    }

    private static void PrintNumbers(INetwork network, Preprocessing prepare, Dataset training, Dataset test, Dataset prepared)
    {
        double mean = 0, error = 0, ignorant = 0, square = 0, variance = 0;
        float[] raw = new float[test.InputSize], row = new float[prepared.InputSize], predicted = new float[1], target = new float[1];
        for (int next = 0; next < training.Rows; next++)
        {
            training.CopyRow(next, raw, target);
            mean += (double)target[0] / training.Rows;
        }
        for (int next = 0; next < test.Rows; next++)
        {
            prepared.CopyInputs(next, row);
            network.Predict(row, predicted);
            prepare.InvertTargets(predicted);
            test.CopyRow(next, raw, target);
            error += Math.Abs((double)predicted[0] - target[0]) / test.Rows;
            ignorant += Math.Abs(mean - target[0]) / test.Rows;
            square += Math.Pow((double)predicted[0] - target[0], 2);
            variance += Math.Pow(mean - target[0], 2);
        }
        Console.WriteLine(
            $"Test: off by {error:G4} on average over {test.Rows} rows, where always saying the mean, {mean:G4}, is off by {ignorant:G4}; "
            + $"R2 {1 - square / variance:F3}.");
    }
}
