using System.Globalization;
using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>What is in a dataset, and what is to be beaten: for a look before training.</summary>
public sealed class InputReport
{
    private const int MostShown = 20;

    internal InputReport(
        Dataset data, IReadOnlyList<ColumnReport> inputs, IReadOnlyList<ColumnReport> targets,
        IReadOnlyList<int> classCounts)
    {
        Rows = data.Rows;
        Inputs = inputs;
        Targets = targets;
        ClassCounts = classCounts;
        ClassNames = data.ClassNames;
        Findings = [.. InputFindings.Of(this)];
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>The columns of inputs.</summary>
    public IReadOnlyList<ColumnReport> Inputs { get; }

    /// <summary>The columns of targets; none with labels.</summary>
    public IReadOnlyList<ColumnReport> Targets { get; }

    /// <summary>The classes' names; none without labels.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many rows each class has; none without labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>
    /// The accuracy of always naming the largest class, from 0 to 1; NaN without labels. A network that does not beat it has
    /// learnt nothing.
    /// </summary>
    public double MajorityAccuracy => ClassCounts.Count == 0 ? double.NaN : (double)ClassCounts.Max() / Rows;

    /// <summary>
    /// The mean squared error of always predicting the mean: the mean of the targets' variances; NaN with labels. A network
    /// that does not beat it has learnt nothing.
    /// </summary>
    public double MeanBaseline => Targets.Count == 0 ? double.NaN : Targets.Average(target => target.Std * target.Std);

    /// <summary>What is worth a look, in words, the worst first.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>A table of the columns, the classes, the baseline and the findings.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        IFormatProvider culture = CultureInfo.InvariantCulture;
        text.Append(culture, $"{Rows} rows\n{"column",-24} {"mean",12} {"std",12} {"least",12} {"largest",12}\n");
        foreach (ColumnReport column in Inputs.Take(MostShown).Concat(Targets.Take(MostShown)))
        {
            string name = Quoted.Name(column.Name, longest: 20);
            text.Append(
                culture,
                $"{name,-24} {column.Mean,12:G5} {column.Std,12:G5} {column.Least,12:G5} {column.Largest,12:G5}\n");
        }
        if (Inputs.Count > MostShown)
            text.Append(culture, $"... {Inputs.Count} inputs in all\n");
        for (int label = 0; label < Math.Min(MostShown, ClassCounts.Count); label++)
        {
            double share = 100.0 * ClassCounts[label] / Rows;
            text.Append(culture, $"class {Quoted.Name(ClassNames[label])}: {ClassCounts[label]} rows, {share:F1} %\n");
        }
        if (ClassCounts.Count > 0)
            text.Append(culture, $"accuracy of the largest class: {MajorityAccuracy:F3}\n");
        if (Targets.Count > 0)
            text.Append(culture, $"mean squared error of the mean: {MeanBaseline:G5}\n");
        foreach (string finding in Findings)
            text.Append(culture, $"- {finding}\n");
        return text.ToString();
    }
}
