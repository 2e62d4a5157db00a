using DeepTrain;

/// <summary>How much an ensemble gains over its members on the digits, and what disagreement tells.</summary>
internal static class EnsembleComparison
{
    private const int Members = 5;

    public static void Run(int runs)
    {
        using Dataset digits = TuneData.Digits();
        var gains = new List<double>();
        var snapshotGains = new List<double>();
        var snapshotCosts = new List<double>();
        double members = 0, ensembles = 0, doubtWhereRight = 0, doubtWhereWrong = 0;
        long right = 0, wrong = 0;
        for (int run = 0; run < runs; run++)
        {
            (Dataset training, Dataset test) = digits.Split(0.7, 0.3, new SplitOptions { Seed = (ulong)run });
            Preprocessing prepare = Preprocessing.ZeroMean().UnitVariance().FitTo(training);
            (training, test) = (prepare.Apply(training), prepare.Apply(test));
            var options = new FitOptions { Epochs = 50, Seed = (ulong)(100 * run), Schedule = Schedules.Cosine() };
            Ensemble<Rectified> ensemble =
                Ensemble.Train<Rectified>(Members, training, options, seed: (ulong)(100 * run), parallel: 2);
            double mean = ensemble.Members.Average(member => Trainer.Evaluate(member, test, Metrics.Accuracy)[Metrics.Accuracy]);
            double together = ensemble.Measure(test, Metrics.Accuracy);
            gains.Add(together - mean);
            (members, ensembles) = (members + mean / runs, ensembles + together / runs);

            Ensemble<Rectified> snapshots = Ensemble.Snapshots<Rectified>(
                Members, training, options with { Schedule = null }, seed: (ulong)(100 * run));
            double last = Trainer.Evaluate(snapshots.Members[^1], test, Metrics.Accuracy)[Metrics.Accuracy];
            double kept = snapshots.Measure(test, Metrics.Accuracy);
            snapshotGains.Add(kept - last);
            snapshotCosts.Add(kept - mean);

            (double doubtRight, int countRight, double doubtWrong, int countWrong) = Doubt(ensemble, test);
            (doubtWhereRight, right, doubtWhereWrong, wrong) =
                (doubtWhereRight + doubtRight, right + countRight, doubtWhereWrong + doubtWrong, wrong + countWrong);
        }
        Console.WriteLine($"{runs} splits of the digits, ensembles of {Members}, test accuracy:");
        Console.WriteLine($"a member {members:P2}, the ensemble {ensembles:P2}: a gain of {Text(gains)}");
        Console.WriteLine($"{Members} snapshots of one fit against its last weights: a gain of {Text(snapshotGains)}");
        Console.WriteLine($"the same against a member, which had as many epochs: a gain of {Text(snapshotCosts)}");
        Console.WriteLine(
            $"disagreement, in nats: {doubtWhereRight / right:F4} on {right} rows that are read right, "
            + $"{doubtWhereWrong / wrong:F4} on {wrong} that are not");
    }

    private static (double Right, int CountRight, double Wrong, int CountWrong) Doubt(Ensemble<Rectified> ensemble, Dataset test)
    {
        Batch batch = test.CreateBatch(test.Rows);
        test.Read([.. Enumerable.Range(0, test.Rows)], batch);
        float[] outputs = new float[test.Rows * 10], doubt = new float[test.Rows];
        ensemble.Predict(batch.Inputs, outputs, doubt);
        double right = 0, wrong = 0;
        int count = 0;
        for (int row = 0; row < test.Rows; row++)
        {
            float[] output = outputs[(10 * row)..(10 * row + 10)];
            bool isRight = Array.IndexOf(output, output.Max()) == batch.Labels[row];
            (right, wrong, count) = isRight ? (right + doubt[row], wrong, count + 1) : (right, wrong + doubt[row], count);
        }
        return (right, count, wrong, test.Rows - count);
    }

    private static string Text(List<double> gains)
    {
        double mean = gains.Average(), std = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Count - 1));
        return $"{100 * mean:F2} ± {100 * std / Math.Sqrt(gains.Count):F2} percentage points (standard error)";
    }
}
