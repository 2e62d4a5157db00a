namespace DeepTrain.Training.Tests.Inspection;

public sealed class InputReportTests
{
    [Fact]
    public void Columns_are_measured_without_what_is_no_number()
    {
        Dataset data = Dataset.FromArrays(
            [1, 5, float.NaN, 5, 3, 5, float.NegativeInfinity, 5], [1f, 2, 3, 6], 4, new() { InputNames = ["x", "same"] });

        InputReport report = data.Describe();

        ColumnReport x = report.Inputs[0], same = report.Inputs[1];
        Assert.Equal((2, 1, 1, 3), (x.Mean, x.Std, x.Least, x.Largest));
        Assert.Equal((2, 1, 0), (x.NonFinite, x.FirstNonFinite, x.Outliers));
        Assert.True(same.IsConstant && same.IsAllPositive && !x.IsConstant);
        // targets 1, 2, 3, 6: mean 3, squares 4 + 1 + 0 + 9
        Assert.Equal(3.5, report.MeanBaseline, 1e-9);
        Assert.True(double.IsNaN(report.MajorityAccuracy));
        Assert.Contains(report.Findings, finding => finding.Contains("\"x\" has 2 rows", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Contains("[same]", StringComparison.Ordinal));
        Assert.Contains("mean squared error of the mean: 3.5", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_are_counted_and_the_largest_is_to_be_beaten()
    {
        float[] inputs = [.. Enumerable.Range(0, 48).Select(row => (float)(row % 7 - 3))];
        int[] labels = [.. Enumerable.Range(0, 48).Select(row => row < 45 ? 0 : 2)];

        InputReport report = Dataset.FromArrays(inputs, labels).Describe();

        Assert.Equal([45, 0, 3], report.ClassCounts);
        Assert.Equal(45.0 / 48, report.MajorityAccuracy);
        Assert.True(double.IsNaN(report.MeanBaseline));
        Assert.Contains(report.Findings, finding => finding.Contains("without a row: [1]", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Contains("from 3 to 45 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void Outliers_scales_and_signs_are_found_and_good_data_give_no_finding()
    {
        float[] bad =
            [.. Enumerable.Range(0, 200).SelectMany(row => new[] { row == 7 ? 5000f : row % 3, 1e6f * (row % 2) })];
        float[] good = [.. Enumerable.Range(0, 200).SelectMany(row => new[] { row % 3 - 1f, row % 2 * 2f - 1 })];

        InputReport report = Dataset.FromArrays(bad, [], 200).Describe();

        Assert.Equal([1, 0], report.Inputs.Select(column => column.Outliers));
        foreach (string part in new[] { "6 standard deviations: [input0]", "Scales differ", "No input is ever below 0" })
            Assert.Contains(report.Findings, finding => finding.Contains(part, StringComparison.Ordinal));
        Assert.Empty(Dataset.FromArrays(good, [], 200).Describe().Findings);
    }

    [Fact]
    public void A_look_can_be_cancelled() => Assert.Throws<OperationCanceledException>(
        () => Dataset.FromArrays([1f], [], 1).Describe(new CancellationToken(canceled: true)));
}
