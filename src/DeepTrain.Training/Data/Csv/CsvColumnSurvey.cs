namespace DeepTrain;

/// <summary>What a column of a CSV file holds.</summary>
public sealed record CsvColumnSurvey
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>Cells that are finite numbers.</summary>
    public required long Numbers { get; init; }

    /// <summary>Empty cells, and those of <see cref="CsvOptions.MissingTexts"/>.</summary>
    public required long Missing { get; init; }

    /// <summary>Cells that are neither, NaN and infinity among them.</summary>
    public required long Texts { get; init; }

    /// <summary>Whether all numbers are whole.</summary>
    public required bool AreWhole { get; init; }

    /// <summary>How many different cells there are, missing ones not counted, up to <see cref="CsvSurvey.MostDistinct"/>.</summary>
    public required int Distinct { get; init; }

    /// <summary>The first text that is no number, for messages; null if there is none.</summary>
    public required string? FirstText { get; init; }

    /// <summary>Whether all cells that are not missing are numbers, and there are some.</summary>
    public bool IsNumeric => Texts == 0 && Numbers > 0;
}
