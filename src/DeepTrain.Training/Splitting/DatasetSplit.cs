namespace DeepTrain;

/// <summary>The three parts of a dataset, which have no row in common.</summary>
/// <param name="Training">To train on, and to fit preprocessing on.</param>
/// <param name="Validation">To choose between networks, and to stop early.</param>
/// <param name="Test">To be looked at once, at the end.</param>
public sealed record DatasetSplit(Dataset Training, Dataset Validation, Dataset Test)
{
    /// <summary>Looks for rows that are the same in several parts. Reads all rows once.</summary>
    /// <param name="token">Ends the search.</param>
    public DuplicateReport FindDuplicates(CancellationToken token = default) =>
        DuplicateReport.Of([Training, Validation, Test], token);
}
