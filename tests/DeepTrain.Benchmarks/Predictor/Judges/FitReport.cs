extern alias generator;

using System.Globalization;
using System.Text;
using DeepTrain.Benchmarks.Measuring;
using generator::DeepTrain.Gen.Signal;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Trains the compiler's judges and prints them as the source that the compiler holds.</summary>
internal static class FitReport
{
    private const int Parts = 6;

    public static void Print(string? path)
    {
        IReadOnlyList<TuningExample> examples = TuningExample.ReadAll();
        TuningExample[] adaptive = [.. examples.Where(each => each.IsAdaptive)];
        TuningExample[] sgd = [.. examples.Where(each => !each.IsAdaptive)];
        Console.WriteLine(CrossValidate(("adaptive", adaptive), ("SGD", sgd)));
        string source = Source(
            ("Adaptive", JudgeFit.Train(adaptive), adaptive.Length), ("Sgd", JudgeFit.Train(sgd), sgd.Length));
        if (path is null)
            Console.WriteLine(source);
        else
            File.WriteAllText(path, source);
    }

    private static MarkdownTable CrossValidate(params (string Name, TuningExample[] Examples)[] families)
    {
        var table = new MarkdownTable("held out, one sixth at a time", "networks", "failed", "precision", "recall", "log loss");
        foreach ((string name, TuningExample[] examples) in families)
        {
            var odds = new double[examples.Length];
            int[] order = [.. Enumerable.Range(0, examples.Length)];
            new Random(1).Shuffle(order);
            foreach (int[] part in order.Chunk((order.Length + Parts - 1) / Parts))
            {
                Judge judge = JudgeFit.Train([.. order.Except(part).Select(i => examples[i])]);
                foreach (int i in part)
                    odds[i] = judge.LogOdds(examples[i].Evidence);
            }

            foreach (LearningTask task in LearningTask.All)
            {
                int[] some = [.. order.Where(i => examples[i].Task == task.Name)];
                int failed = some.Count(i => examples[i].HasFailed), told = some.Count(IsTold);
                int caught = some.Count(i => examples[i].HasFailed && IsTold(i));
                double loss = some.Average(i => Math.Log(1 + Math.Exp(examples[i].HasFailed ? odds[i] : -odds[i])));
                table.Add($"{name}, {task.Name}", some.Length, failed, caught / (double)told, caught / (double)failed, loss);

                bool IsTold(int i) => odds[i] < TrainabilityModel.Caution;
            }
        }

        return table;
    }

    private static string Source(params (string Name, Judge Judge, int Count)[] judges)
    {
        var text = new StringBuilder();
        text.Append("namespace DeepTrain.Gen.Signal;\n\n");
        text.Append("/// <summary>The trained judges. Written by <c>predictor fit</c> in tests/DeepTrain.Benchmarks.</summary>\n");
        text.Append("internal static class Judges\n{\n");
        foreach ((string name, Judge judge, int count) in judges)
        {
            string family = name == "Sgd" ? "SGD" : "the optimizers that divide by the gradient's size";
            text.Append(CultureInfo.InvariantCulture, $"    /// <summary>For {family}: trained on {count} networks.</summary>\n");
            text.Append(CultureInfo.InvariantCulture, $"    public static readonly Judge {name} = new(\n");
            text.Append(CultureInfo.InvariantCulture, $"        Means: {Row(judge.Means, 8)},\n");
            text.Append(CultureInfo.InvariantCulture, $"        Deviations: {Row(judge.Deviations, 8)},\n        Hidden:\n        [\n");
            foreach (double[] unit in judge.Hidden)
                text.Append(new string(' ', 12)).Append(Row(unit, 12)).Append(",\n");
            text.Append(CultureInfo.InvariantCulture, $"        ],\n        Output: {Row(judge.Output, 8)});\n");
            text.Append(name == judges[^1].Name ? "" : "\n");
        }

        return text.Append("}\n").ToString();
    }

    // lines of eleven numbers
    private static string Row(double[] values, int indent)
    {
        var lines = values.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture)).Chunk(11)
            .Select(chunk => string.Join(", ", chunk));
        return "[" + string.Join(",\n" + new string(' ', indent + 1), lines) + "]";
    }
}
