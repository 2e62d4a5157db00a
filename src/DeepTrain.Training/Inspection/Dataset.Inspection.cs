namespace DeepTrain;

public sealed partial class Dataset
{
    // standard deviations
    private const double OutlierDistance = 6;

    /// <summary>
    /// Looks at all rows: columns, classes, what is to be beaten, and what is suspicious. Reads them twice.
    /// </summary>
    /// <param name="token">Ends the look.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public InputReport Describe(CancellationToken token = default)
    {
        ColumnScan inputs = new(InputNames), targets = new(TargetNames);
        VisitBatches(batch =>
        {
            token.ThrowIfCancellationRequested();
            inputs.Measure(batch.Inputs, batch.Indices);
            targets.Measure(batch.Targets, batch.Indices);
        });
        VisitBatches(batch =>
        {
            token.ThrowIfCancellationRequested();
            inputs.CountOutliers(batch.Inputs, OutlierDistance);
            targets.CountOutliers(batch.Targets, OutlierDistance);
        });
        int[] counts = new int[ClassNames.Count];
        foreach (int label in Labels)
            counts[label]++;
        return new InputReport(this, inputs.Report(), targets.Report(), counts);
    }
}
