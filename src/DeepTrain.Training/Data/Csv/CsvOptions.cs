using System.Globalization;

namespace DeepTrain;

/// <summary>Which columns of a CSV file are what, and how its cells are read.</summary>
/// <remarks>
/// Columns go by the names in the first row; without a header, by their numbers from <c>"0"</c>. The file is UTF-8, with or
/// without a byte order mark, its lines end in LF or CR LF, and cells may be quoted as RFC 4180 says. Blanks around an
/// unquoted cell do not count. Blank lines are skipped. A file that is compressed with gzip is read as it is.
/// </remarks>
public sealed record CsvOptions
{
    /// <summary>The column to predict; null for none, or for <see cref="Targets"/>.</summary>
    public string? Target { get; init; }

    /// <summary>The columns to predict, if they are several; all of numbers.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>The columns that are inputs, in this order; null for all that are no target, as they come.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>
    /// The inputs that are categories and no numbers: such a column becomes an input for each category, 1 for the row's own
    /// and 0 for the others. Categories are in ordinal order, whole numbers by value.
    /// </summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>
    /// Whether <see cref="Target"/> is a class; null if that is to be seen from the first row: text is a class, a number a
    /// number. Classes are in ordinal order, whole numbers by value.
    /// </summary>
    public bool? Classification { get; init; }

    /// <summary>
    /// What becomes of an empty cell in a column of numbers. In a categorical column a filled cell is no category: all its
    /// inputs are 0. An empty target is always an error.
    /// </summary>
    public Missing Missing { get; init; }

    /// <summary>Cells that count as empty besides empty ones, such as <c>NA</c> or <c>?</c>.</summary>
    public IReadOnlyList<string> MissingTexts { get; init; } = [];

    /// <summary>
    /// What becomes of a new category in files that are read later with this one's <see cref="CsvSchema"/>.
    /// </summary>
    public UnknownCategory UnknownCategory { get; init; }

    /// <summary>Between cells, an ASCII character.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first row has the columns' names.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>How numbers are written: with a point, if nothing else is said, whatever the machine's settings.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>
    /// Whether rows stay on disk: they are read once, and kept as numbers in a temporary file that ends with the dataset.
    /// For what is larger than memory.
    /// </summary>
    public bool Streamed { get; init; }

    /// <summary>Where the temporary file of a streamed set lies; null for the system's folder of such files.</summary>
    public string? StreamFolder { get; init; }
}
