using System.Globalization;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>What a report's numbers mean, in words.</summary>
internal static class InputFindings
{
    // columns whose scales differ by more are not learnt at one rate
    private const double LargestRatio = 100;

    // the largest class has more rows than the smallest by more than this: accuracy alone says little
    private const double LargestImbalance = 10;

    public static IEnumerable<string> Of(InputReport report)
    {
        foreach (ColumnReport column in report.Inputs.Concat(report.Targets).Where(column => column.NonFinite > 0))
        {
            yield return $"{Name(column)} has {column.NonFinite} rows with NaN or infinity, the first is row "
                + $"{column.FirstNonFinite}: a network learns nothing from then on.";
        }
        foreach (ColumnReport column in report.Targets.Where(column => column.IsConstant))
            yield return $"The target {Name(column)} is {column.Least.ToString(CultureInfo.InvariantCulture)} in all rows.";
        string? constant = Names(report.Inputs.Where(column => column.IsConstant));
        if (constant != null)
            yield return $"The same in all rows, and so of no use: {constant}.";
        foreach (string finding in OfClasses(report))
            yield return finding;
        string? far = Names(report.Inputs.Where(column => column.Outliers > 0));
        if (far != null)
            yield return $"Rows beyond 6 standard deviations: {far}. Are they mistakes? Otherwise take Robust or Log1P.";
        ColumnReport[] varying = [.. report.Inputs.Where(column => column.Std > 0)];
        if (varying.Length == 0)
            yield break;
        ColumnReport least = varying.MinBy(column => column.Std)!, most = varying.MaxBy(column => column.Std)!;
        if (most.Std > LargestRatio * least.Std)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Scales differ: std {least.Std:G3} of {Name(least)}, {most.Std:G3} of {Name(most)}. Take UnitVariance.");
        }
        if (varying.All(column => column.IsAllPositive))
            yield return "No input is ever below 0: gradients of a unit's weights have one sign. ZeroMean is for that.";
    }

    private static IEnumerable<string> OfClasses(InputReport report)
    {
        if (report.ClassCounts.Count == 0)
            yield break;
        string[] empty = [.. report.ClassNames.Where((_, label) => report.ClassCounts[label] == 0)];
        if (empty.Length > 0)
            yield return $"Classes without a row: {Quoted.Names(empty)}.";
        int[] counts = [.. report.ClassCounts.Where(count => count > 0)];
        if (counts.Length == 1)
            yield return "All rows are of one class: there is nothing to learn.";
        if (counts.Max() > LargestImbalance * counts.Min())
        {
            yield return $"Classes have from {counts.Min()} to {counts.Max()} rows: accuracy alone says little, and rows of "
                + "small classes may need a larger weight.";
        }
    }

    private static string Name(ColumnReport column) => Quoted.Value(column.Name);

    private static string? Names(IEnumerable<ColumnReport> columns)
    {
        string[] names = [.. columns.Select(column => column.Name)];
        return names.Length == 0 ? null : Quoted.Names(names);
    }
}
