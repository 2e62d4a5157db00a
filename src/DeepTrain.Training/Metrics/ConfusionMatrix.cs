using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>How many rows of each class are predicted to be of each.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    private ConfusionMatrix(long[,] counts, long none, IReadOnlyList<string> names) =>
        (_counts, None, ClassNames) = (counts, none, names);

    /// <summary>The classes' names in the order of their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Rows for which nothing is predicted, as all outputs are NaN.</summary>
    public long None { get; }

    /// <summary>Rows of a class, by what is predicted.</summary>
    /// <param name="actual">The class, from 0.</param>
    /// <param name="predicted">The prediction, from 0.</param>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Predicts all rows and counts.</summary>
    /// <param name="network">One that tells classes apart, each row being of one.</param>
    /// <param name="data">Rows as the network takes them.</param>
    /// <exception cref="ArgumentException">The network has another loss, or the rows do not suit it.</exception>
    public static ConfusionMatrix Of(INetwork network, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        NetworkDescription description = network.Description;
        if (ClassReading.Misfit(description) is { } misfit)
            throw new ArgumentException($"There is no confusion matrix: {misfit}", nameof(network));
        if (ClassReading.IsMultiLabel(description))
        {
            throw new ArgumentException(
                $"There is no confusion matrix: expected rows of one class each; each of {description.Name}'s {network.OutputSize} outputs "
                + "is a yes or no of its own.", nameof(network));
        }
        FitChecks.CheckRows(network, data, "the rows", nameof(data));
        var counting = new Counting(Math.Max(network.OutputSize, 2));
        using var evaluation = new Evaluation(network, data, [counting], workers: 0);
        evaluation.Run();
        IReadOnlyList<string> names = RowFormat.NumberedClasses(counting.Counts.GetLength(0));
        return new ConfusionMatrix(
            counting.Counts, counting.None, data.ClassNames.Count == names.Count ? data.ClassNames : names);
    }

    /// <summary>A table: a line for each class, a column for each prediction.</summary>
    public override string ToString()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int width = Math.Max(ClassNames.Max(name => name.Length), _counts.Cast<long>().Max().ToString(culture).Length);
        var text = new StringBuilder();
        text.Append("".PadLeft(width));
        foreach (string name in ClassNames)
            text.Append(' ').Append(name.PadLeft(width));
        for (int actual = 0; actual < ClassNames.Count; actual++)
        {
            text.Append('\n').Append(ClassNames[actual].PadLeft(width));
            for (int predicted = 0; predicted < ClassNames.Count; predicted++)
                text.Append(' ').Append(_counts[actual, predicted].ToString(culture).PadLeft(width));
        }
        return text.ToString();
    }

    private sealed class Counting(int classes) : Metric
    {
        public long[,] Counts { get; } = new long[classes, classes];

        public long None { get; private set; }

        public override string Name => "confusion";

        public override bool HigherIsBetter => true;

        public override MetricSum Begin(NetworkDescription network) => new Sum(this, network.OutputSize);

        private sealed class Sum(Counting counting, int size) : MetricSum
        {
            public override double Value => double.NaN;

            public override void Reset()
            {
            }

            public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<int> labels)
            {
                for (int row = 0; row < outputs.Length / size; row++)
                {
                    int predicted = ClassReading.Predicted(outputs.Slice(row * size, size));
                    if (predicted < 0)
                        counting.None++;
                    else
                        counting.Counts[ClassReading.Actual(row, size, targets, labels), predicted]++;
                }
            }
        }
    }
}
