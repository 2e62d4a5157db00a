using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Whether the rows suit each other, the batches and the network.</summary>
internal static class DataChecks
{
    private const int FewRowsForBatchNorm = 16;
    private const int FewestRowsForBatchNorm = 4;

    // parameters for each number that is to be learnt
    private const double ManyParameters = 10;
    private const double FarTooManyParameters = 1000;

    private const double LargestImbalance = 10;

    public static CheckResult Inputs(InputReport report)
    {
        string measured = $"{Words.Count(report.Rows, "row")}, {Words.Count(report.Inputs.Count, "input")}";
        if (report.Findings.Count == 0)
            return new(CheckKind.Inputs, CheckVerdict.Passed, measured, "");
        bool isFailed = report.Inputs.Concat(report.Targets).Any(column => column.NonFinite > 0);
        bool isWarning = report.Inputs.All(column => column.IsConstant) || report.Targets.Any(column => column.IsConstant)
            || report.Findings.Any(finding => finding.StartsWith("Scales differ", StringComparison.Ordinal));
        return new(
            CheckKind.Inputs, isFailed ? CheckVerdict.Failed : isWarning ? CheckVerdict.Warning : CheckVerdict.Note, measured,
            string.Join(' ', report.Findings));
    }

    public static CheckResult BatchSize(NetworkDescription network, Dataset data, SanityOptions options)
    {
        int rows = Math.Min(options.BatchSize, data.Rows);
        string measured = $"{Words.Count(rows, "row")} in a batch";
        if (!network.Layers.Any(layer => layer.Kind == "BatchNorm"))
            return new(CheckKind.BatchSize, CheckVerdict.Passed, $"{measured}; no batch norm", "");
        return rows switch
        {
            1 => new(CheckKind.BatchSize, CheckVerdict.Failed, measured,
                "Batch norm makes 0 of a single row, whatever the row is: take batches of 32 rows."),
            < FewestRowsForBatchNorm => new(CheckKind.BatchSize, CheckVerdict.Warning, measured,
                "Mean and variance of so few rows are little more than chance, and not those that batch norm uses at test: take "
                + "batches of 32 rows."),
            < FewRowsForBatchNorm => new(CheckKind.BatchSize, CheckVerdict.Note, measured,
                "Batch norm is less accurate with few rows: 32 are usual."),
            _ => new(CheckKind.BatchSize, CheckVerdict.Passed, $"{measured}, enough for batch norm", ""),
        };
    }

    public static CheckResult Parameters(NetworkDescription network, Dataset data)
    {
        long numbers = (long)data.Rows * (data.HasLabels ? 1 : data.TargetSize);
        double ratio = network.ParameterCount / (double)numbers;
        string measured = $"{Words.Count(network.ParameterCount, "parameter")}, {Words.Count(numbers, "target")} to learn";
        if (ratio <= ManyParameters)
            return new(CheckKind.Parameters, CheckVerdict.Passed, measured, "");
        return new(
            CheckKind.Parameters, ratio > FarTooManyParameters ? CheckVerdict.Warning : CheckVerdict.Note, measured,
            "The network can learn the rows by heart: keep rows to validate on and watch the gap. More rows, augmentation, Dropout, L2 "
            + "or fewer units narrow it.");
    }

    public static CheckResult Baseline(INetwork network, Dataset data, InputReport report)
    {
        if (ClassRows(network, data) is { } counts)
        {
            double share = (double)counts.Max() / counts.Sum();
            return new(CheckKind.Baseline, CheckVerdict.Passed,
                $"accuracy {share.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)} of always naming class "
                + $"{Quoted.Value(NameOf(data, Array.IndexOf(counts, counts.Max())))}", "");
        }
        double constant = ConstantPredictor.Loss(network, data.ReadSpread(Math.Min(data.Rows, 4096)));
        string error = double.IsNaN(report.MeanBaseline)
            ? "" : $"; mean squared error {Words.Number(report.MeanBaseline)} of always predicting the mean";
        return new(CheckKind.Baseline, CheckVerdict.Passed,
            network.Description.LossKind is LossKind.MeanSquaredError
                ? error.TrimStart(';', ' ') : $"loss {Words.Number(constant)} of the best constant output{error}", "");
    }

    public static CheckResult Classes(INetwork network, Dataset data)
    {
        if (ClassRows(network, data) is not { } counts)
            return new(CheckKind.Classes, CheckVerdict.Skipped, "there are no classes", "");
        int[] present = [.. counts.Where(count => count > 0)];
        string[] absent = [.. counts.Select((count, label) => (count, label)).Where(one => one.count == 0).Select(one => NameOf(data, one.label))];
        string measured = $"{counts.Length} classes of {present.Min()} "
            + $"to {present.Max()} rows";
        if (present.Length == 1)
        {
            return new(CheckKind.Classes, CheckVerdict.Failed, measured,
                $"All rows are of class {Quoted.Value(NameOf(data, Array.IndexOf(counts, counts.Max())))}: there is nothing to learn.");
        }
        if (absent.Length > 0)
        {
            return new(CheckKind.Classes, CheckVerdict.Warning, $"{measured}, {absent.Length} without any",
                $"Nothing can be learnt of {Quoted.Names(absent)}: get rows of them, or leave out their outputs.");
        }
        if (present.Max() <= LargestImbalance * present.Min())
            return new(CheckKind.Classes, CheckVerdict.Passed, measured, "");
        return new(CheckKind.Classes, CheckVerdict.Warning, measured,
            "Accuracy alone says little here: watch F1 or Recall, and give small classes more weight, with FitOptions.ClassWeights of "
            + $"{Weights(counts)}.");
    }

    // n / (K n_k): rows of each class count as much together
    private static string Weights(int[] counts)
    {
        const int Shown = 12;
        string weights = string.Join(", ", counts.Take(Shown).Select(
            count => Words.Number((double)counts.Sum() / counts.Length / count)));
        return counts.Length > Shown ? $"{weights}, ... (all rows / classes / rows of the class)" : weights;
    }

    // Rows of each class; null where rows are of none, or of several at once.
    private static int[]? ClassRows(INetwork network, Dataset data)
    {
        if (data.HasLabels)
        {
            int[] counts = new int[data.ClassNames.Count];
            foreach (int label in data.Labels)
                counts[label]++;
            return counts;
        }
        LossKind loss = network.Description.LossKind;
        bool isSoftmax = loss == LossKind.SoftmaxCrossEntropy, isBinary = loss == LossKind.BinaryCrossEntropy;
        if (!isSoftmax && !(isBinary && data.TargetSize == 1))
            return null;
        int[] rows = new int[isSoftmax ? data.TargetSize : 2];
        data.VisitBatches(batch =>
        {
            for (int row = 0; row < batch.Rows; row++)
            {
                ReadOnlySpan<float> target = batch.Targets.Slice(row * batch.TargetSize, batch.TargetSize);
                int highest = 0;
                for (int next = 1; next < target.Length; next++)
                {
                    if (target[next] > target[highest])
                        highest = next;
                }
                rows[isSoftmax ? highest : target[0] >= 0.5f ? 1 : 0]++;
            }
        });
        return rows;
    }

    private static string NameOf(Dataset data, int label) =>
        label < data.ClassNames.Count ? data.ClassNames[label]
        : label < data.TargetNames.Count && data.TargetSize > 1 ? data.TargetNames[label]
        : label.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
