namespace DeepTrain;

/// <summary>What becomes of a category that was not there when the <see cref="CsvSchema"/> was made.</summary>
public enum UnknownCategory
{
    /// <summary>It is an error.</summary>
    Error,

    /// <summary>None of the column's inputs is 1.</summary>
    Zeros,
}
