namespace DeepTrain.Training.Tests.MetricsOfNetworks;

/// <summary>Each metric against its definition, written down row by row.</summary>
public sealed class MetricTests
{
    private const int Classes = 3;

    private static readonly NetworkDescription s_classifier = Classifier.Description;
    private static readonly NetworkDescription s_decider = Decider.Description;
    private static readonly NetworkDescription s_tagger = Tagger.Description;
    private static readonly NetworkDescription s_regressor = Regressor.Description;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Classes_agree_with_their_definitions(int rows)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            (float[] outputs, int[] labels) = Draw(rows, Classes, seed);
            int[] predicted = [.. outputs.Chunk(Classes).Select(row => Array.IndexOf(row, row.Max()))];
            var right = predicted.Zip(labels, (a, b) => a == b).ToArray();
            Equal(right.Average(r => r ? 1.0 : 0), Metrics.Accuracy, s_classifier, outputs, [], labels);
            Equal(
                outputs.Chunk(Classes).Zip(labels, (row, label) =>
                    row.Select((p, c) => (p, c)).OrderByDescending(x => x.p).ThenBy(x => x.c).Take(2).Any(x => x.c == label) ? 1.0 : 0).Average(),
                Metrics.TopK(2), s_classifier, outputs, [], labels);
            int[] there = [.. labels.Union(predicted)];
            double Precision(int c) => Ratio(Count(c, c), Enumerable.Range(0, Classes).Sum(a => Count(a, c)));
            double Recall(int c) => Ratio(Count(c, c), Enumerable.Range(0, Classes).Sum(p => Count(c, p)));
            double Harmonic(int c) => Precision(c) + Recall(c) == 0 ? 0 : 2 * Precision(c) * Recall(c) / (Precision(c) + Recall(c));
            double Count(int actual, int p) => labels.Zip(predicted).Count(pair => pair == (actual, p));
            Equal(there.Average(Precision), Metrics.Precision(), s_classifier, outputs, [], labels);
            Equal(there.Average(Recall), Metrics.Recall(), s_classifier, outputs, [], labels);
            Equal(there.Average(Harmonic), Metrics.F1(), s_classifier, outputs, [], labels);
            // of one class a row, micro averages are all the accuracy
            double accuracy = right.Average(r => r ? 1.0 : 0);
            foreach (Metric metric in new[] { Metrics.Precision(ClassAverage.Micro), Metrics.Recall(ClassAverage.Micro), Metrics.F1(ClassAverage.Micro) })
                Equal(accuracy, metric, s_classifier, outputs, [], labels);
            double[] areas = [.. Enumerable.Range(0, Classes).Select(c => Area(outputs.Where((_, i) => i % Classes == c).ToArray(), [.. labels.Select(l => l == c)]))
                .Where(double.IsFinite)];
            Equal(areas.Length == 0 ? double.NaN : areas.Average(), Metrics.AreaUnderCurve, s_classifier, outputs, [], labels);
            // rows with targets instead of labels
            float[] targets = [.. labels.SelectMany(label => Enumerable.Range(0, Classes).Select(c => c == label ? 0.9f : 0.05f))];
            Equal(accuracy, Metrics.Accuracy, s_classifier, outputs, targets, []);
            Equal(there.Average(Harmonic), Metrics.F1(), s_classifier, outputs, targets, []);
        }
    }

    [Fact]
    public void Yes_or_no_agrees_with_its_definition()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            (float[] outputs, int[] labels) = Draw(30, 2, seed);
            outputs = [.. outputs.Take(30)];
            double tp = 0, fp = 0, fn = 0, tn = 0;
            for (int row = 0; row < 30; row++)
            {
                bool predicted = outputs[row] >= 0.5f, actual = labels[row] == 1;
                _ = (predicted, actual) switch { (true, true) => tp++, (true, false) => fp++, (false, true) => fn++, _ => tn++ };
            }
            Equal((tp + tn) / 30, Metrics.Accuracy, s_decider, outputs, [], labels);
            Equal(Ratio(tp, tp + fp), Metrics.Precision(), s_decider, outputs, [], labels);
            Equal(Ratio(tp, tp + fn), Metrics.Recall(), s_decider, outputs, [], labels);
            Equal(Ratio(2 * tp, 2 * tp + fp + fn), Metrics.F1(), s_decider, outputs, [], labels);
            Equal(Area(outputs, [.. labels.Select(l => l == 1)]), Metrics.AreaUnderCurve, s_decider, outputs, [], labels);
            Equal((tp + tn) / 30, Metrics.Accuracy, s_decider, outputs, [.. labels.Select(l => (float)l)], []);
        }
    }

    [Fact]
    public void Several_yes_or_no_are_each_for_itself()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            float[] outputs = [.. Rows.Numbers(80, seed).Select(x => (MathF.Round(x * 4) / 4 + 1) / 2)];
            float[] targets = [.. Rows.Numbers(80, seed + 1000).Select(x => x > 0.4f ? 1f : 0f)];
            double[] tp = new double[4], fp = new double[4], fn = new double[4];
            double right = 0;
            for (int i = 0; i < 80; i++)
            {
                bool predicted = outputs[i] >= 0.5f, actual = targets[i] == 1;
                right += predicted == actual ? 1 : 0;
                tp[i % 4] += predicted && actual ? 1 : 0;
                fp[i % 4] += predicted && !actual ? 1 : 0;
                fn[i % 4] += !predicted && actual ? 1 : 0;
            }
            Equal(right / 80, Metrics.Accuracy, s_tagger, outputs, targets, []);
            Equal(Enumerable.Range(0, 4).Average(c => Ratio(tp[c], tp[c] + fp[c])), Metrics.Precision(), s_tagger, outputs, targets, []);
            Equal(Ratio(2 * tp.Sum(), 2 * tp.Sum() + fp.Sum() + fn.Sum()), Metrics.F1(ClassAverage.Micro), s_tagger, outputs, targets, []);
            double[] areas = [.. Enumerable.Range(0, 4)
                .Select(c => Area(
                    outputs.Where((_, i) => i % 4 == c).ToArray(), [.. targets.Where((_, i) => i % 4 == c).Select(t => t == 1)]))
                .Where(double.IsFinite)];
            Equal(areas.Average(), Metrics.AreaUnderCurve, s_tagger, outputs, targets, []);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e4f)]
    public void Numbers_agree_with_their_definitions(float offset)
    {
        for (int seed = 0; seed < 30; seed++)
        {
            float[] targets = [.. Rows.Numbers(60, seed).Select(x => x + offset)];
            float[] outputs = [.. targets.Zip(Rows.Numbers(60, seed + 1000), (t, e) => t + 0.3f * e)];
            double[] distances = [.. outputs.Zip(targets, (o, t) => (double)o - t)];
            Equal(distances.Average(Math.Abs), Metrics.MeanAbsoluteError, s_regressor, outputs, targets, []);
            Equal(distances.Average(d => d * d), Metrics.MeanSquaredError, s_regressor, outputs, targets, []);
            Equal(Math.Sqrt(distances.Average(d => d * d)), Metrics.RootMeanSquaredError, s_regressor, outputs, targets, []);
            double r2 = Enumerable.Range(0, 2).Average(column =>
            {
                double[] t = [.. targets.Where((_, i) => i % 2 == column).Select(x => (double)x)];
                double mean = t.Average();
                return 1 - distances.Where((_, i) => i % 2 == column).Sum(d => d * d) / t.Sum(x => (x - mean) * (x - mean));
            });
            Equal(r2, Metrics.R2, s_regressor, outputs, targets, [], 1e-9);
        }
    }

    [Fact]
    public void What_is_undefined_is_nan_or_left_out()
    {
        foreach (Metric metric in new[] { Metrics.Accuracy, Metrics.TopK(1), Metrics.Precision(), Metrics.Recall(), Metrics.F1(), Metrics.AreaUnderCurve })
            Assert.True(double.IsNaN(metric.Begin(s_classifier).Value), metric.Name);
        foreach (Metric metric in new[] { Metrics.MeanAbsoluteError, Metrics.RootMeanSquaredError, Metrics.R2 })
            Assert.True(double.IsNaN(metric.Begin(s_regressor).Value), metric.Name);
        // all targets the same in the first output only
        Equal(1, Metrics.R2, s_regressor, [1, 1, 9, 2], [5, 1, 5, 2], []);
        Equal(double.NaN, Metrics.R2, s_regressor, [1, 1, 9, 1], [5, 1, 5, 1], []);
        // one class only
        Equal(double.NaN, Metrics.AreaUnderCurve, s_decider, [0.1f, 0.9f], [], [1, 1]);
        // nothing is predicted from NaN, and nothing is right
        Equal(0, Metrics.Accuracy, s_classifier, [float.NaN, float.NaN, float.NaN], [], [0]);
        Equal(0, Metrics.TopK(3), s_classifier, [float.NaN, 0, 1], [], [0]);
        Equal(0, Metrics.Accuracy, s_decider, [float.NaN], [], [0]);
        Equal(double.NaN, Metrics.AreaUnderCurve, s_decider, [float.NaN, 0.5f], [], [0, 1]);
        Equal(double.NaN, Metrics.MeanAbsoluteError, s_regressor, [float.NaN, 0], [0, 0], []);
        // equal outputs: the first is the prediction, and half of the area
        Equal(1, Metrics.Accuracy, s_classifier, [0.4f, 0.4f, 0.2f], [], [0]);
        Equal(0.5, Metrics.AreaUnderCurve, s_decider, [0.5f, 0.5f, 0.5f], [], [0, 1, 1]);
    }

    [Fact]
    public void A_confusion_matrix_counts_rows()
    {
        Dataset data = Rows.Labelled(100);
        var network = new Classifier(1);
        ConfusionMatrix matrix = ConfusionMatrix.Of(network, data);
        Batch all = Rows.Whole(data);
        float[] outputs = new float[300];
        network.Predict(all.Inputs, outputs);
        long[,] expected = new long[3, 3];
        for (int row = 0; row < 100; row++)
            expected[data.Labels[row], Array.IndexOf(outputs[(row * 3)..(row * 3 + 3)], outputs[(row * 3)..(row * 3 + 3)].Max())]++;
        for (int actual = 0; actual < 3; actual++)
        {
            for (int predicted = 0; predicted < 3; predicted++)
                Assert.Equal(expected[actual, predicted], matrix[actual, predicted]);
        }
        Assert.Equal(4, matrix.ToString().Split('\n').Length);
        Assert.Equal(["c0", "c1", "c2"], matrix.ClassNames);
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of(new Regressor(1), Rows.Numbered(5)));
    }

    private static (float[] Outputs, int[] Labels) Draw(int rows, int classes, int seed)
    {
        var random = new Random(seed);
        // few different values, for ties
        float[] outputs = [.. Enumerable.Range(0, rows * classes).Select(_ => random.Next(8) / 8f)];
        return (outputs, [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))]);
    }

    // all pairs
    private static double Area(float[] scores, bool[] isOf)
    {
        double wins = 0, pairs = 0;
        for (int a = 0; a < scores.Length; a++)
        {
            for (int b = 0; b < scores.Length; b++)
            {
                if (!isOf[a] || isOf[b])
                    continue;
                pairs++;
                wins += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
            }
        }
        return pairs == 0 ? double.NaN : wins / pairs;
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    // in parts of several sizes, and again after a reset
    private static void Equal(
        double expected, Metric metric, NetworkDescription network, float[] outputs, float[] targets, int[] labels, double tolerance = 1e-12)
    {
        int size = network.OutputSize, rows = outputs.Length / size;
        MetricSum sum = metric.Begin(network);
        for (int part = rows; part > 0; part /= 3)
        {
            sum.Reset();
            for (int start = 0; start < rows; start += part)
            {
                int end = Math.Min(start + part, rows);
                sum.Add(
                    outputs.AsSpan((start * size)..(end * size)), targets.Length == 0 ? [] : targets.AsSpan((start * size)..(end * size)),
                    labels.Length == 0 ? [] : labels.AsSpan(start..end));
            }
            if (double.IsNaN(expected))
                Assert.True(double.IsNaN(sum.Value), $"{metric.Name}: {sum.Value}");
            else
                Assert.Equal(expected, sum.Value, tolerance);
        }
    }
}
