using System.Globalization;
using System.Text;
using CsvHelper;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>The rows of a CSV file, with errors that name file, line, column and text.</summary>
internal sealed class CsvRowReader : IDisposable
{
    // a longer line is no row of numbers; what is read has to lie in memory whole
    private const int MostRecordBytes = 256 << 20;

    private readonly CsvReader _reader;
    private readonly CsvOptions _options;
    private readonly byte[][] _missing;
    private bool _isRead; // the first row, where there is no header

    private CsvRowReader(string file, CsvReader reader, CsvOptions options)
    {
        (File, _reader, _options) = (file, reader, options);
        _missing = [.. options.MissingTexts.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>The file's name, for messages.</summary>
    public string File { get; }

    /// <summary>Known once the header has been read.</summary>
    public ColumnNames Columns { get; private set; } = null!;

    /// <param name="file">For messages.</param>
    /// <param name="stream">Is closed with the reader.</param>
    /// <param name="options">How cells are read.</param>
    /// <exception cref="ArgumentException">The delimiter is none.</exception>
    public static CsvRowReader Open(string file, Stream stream, CsvOptions options)
    {
        if (options.Delimiter is '"' or '\n' or '\r' or '\0' || !char.IsAscii(options.Delimiter))
        {
            throw new ArgumentException(
                "Expected a Delimiter that is an ASCII character and no quote or line break; it is "
                + $"U+{(int)options.Delimiter:X4}.");
        }
        var readerOptions = new CsvReaderOptions
        {
            Separator = options.Delimiter,
            HasHeader = false,
            Mode = CsvMode.Rfc4180,
            DetectSeparatorHint = false,
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            MaxRecordSize = MostRecordBytes,
            BufferSize = 1 << 16,
        };
        return new CsvRowReader(file, CsvReader.Create(stream, readerOptions, leaveOpen: false), options);
    }

    /// <summary>Reads the header, or numbers the columns.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public void ReadHeader() => TakeHeader(Advance());

    /// <inheritdoc cref="ReadHeader"/>
    public async ValueTask ReadHeaderAsync(CancellationToken token) =>
        TakeHeader(await AdvanceAsync(token).ConfigureAwait(false));

    /// <summary>Goes on to the next row; false at the end.</summary>
    /// <exception cref="InvalidDataException">The row is damaged, or has more or fewer cells than there are
    /// columns.</exception>
    public bool Read() => TakeRow(_isRead || Advance());

    /// <inheritdoc cref="Read"/>
    public async ValueTask<bool> ReadAsync(CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        return TakeRow(_isRead || await AdvanceAsync(token).ConfigureAwait(false));
    }

    /// <summary>A cell without its quotes.</summary>
    public ReadOnlySpan<byte> Cell(int column) => _reader.GetSpan(column);

    public bool IsMissing(int column)
    {
        ReadOnlySpan<byte> cell = Cell(column);
        if (cell.IsEmpty)
            return true;
        foreach (byte[] text in _missing)
        {
            if (cell.SequenceEqual(text))
                return true;
        }
        return false;
    }

    /// <summary>Whether a cell is a number; NaN, infinity and what is too large for a float are none.</summary>
    public bool TryNumber(int column, out float value) =>
        float.TryParse(Cell(column), NumberStyles.Float, _options.Culture, out value) && float.IsFinite(value);

    /// <summary>Whether a cell is written as a number, be it NaN, infinite or too large.</summary>
    public bool LooksLikeNumber(int column) => float.TryParse(Cell(column), NumberStyles.Float, _options.Culture, out _);

    /// <summary>What is wrong with a cell of this row.</summary>
    public InvalidDataException Error(int column, string expected)
    {
        string text = IsMissing(column) && Cell(column).IsEmpty ? "empty" : Quoted.Value(Shown(Cell(column)));
        string place = $"{File}, line {_reader.LineNumber}, column {Quoted.Value(Columns.All[column])}";
        return new InvalidDataException($"{place}: expected {expected}, but it is {text}.");
    }

    public void Dispose() => _reader.Dispose();

    private static string Shown(ReadOnlySpan<byte> cell)
    {
        // enough for a message; a cell may be as long as the file
        const int Most = 400;
        return Encoding.UTF8.GetString(cell.Length > Most ? cell[..Most] : cell);
    }

    private bool Advance()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException error)
        {
            throw Malformed(error);
        }
    }

    private async ValueTask<bool> AdvanceAsync(CancellationToken token)
    {
        try
        {
            return await _reader.ReadAsync(token).ConfigureAwait(false);
        }
        catch (CsvFormatException error)
        {
            throw Malformed(error);
        }
    }

    private InvalidDataException Malformed(CsvFormatException error)
    {
        string what = error.Message.Contains("never closed", StringComparison.Ordinal)
            ? "a quote that is opened here is never closed" : error.Message;
        return new InvalidDataException(
            $"{File}, line {error.LineNumber}: expected cells as RFC 4180 has them, but {what}", error);
    }

    private void TakeHeader(bool isThere)
    {
        if (!isThere)
        {
            throw new InvalidDataException(
                $"{File}: expected {(_options.HasHeader ? "a header" : "rows")}, but the file is empty.");
        }
        string[] names = new string[_reader.FieldCount];
        bool areNumbers = true;
        for (int column = 0; column < names.Length; column++)
        {
            areNumbers &= TryNumber(column, out _);
            names[column] = _options.HasHeader
                ? Encoding.UTF8.GetString(Cell(column)) : column.ToString(CultureInfo.InvariantCulture);
        }
        if (_options.HasHeader && areNumbers)
        {
            throw new InvalidDataException(
                $"{File}, line {_reader.LineNumber}: expected a header with the columns' names, but all cells are numbers, "
                + $"the first {Quoted.Value(Shown(Cell(0)))}. A file without one is read with HasHeader = false.");
        }
        Columns = new ColumnNames(File, names, _reader.LineNumber);
        _isRead = !_options.HasHeader;
    }

    private bool TakeRow(bool isThere)
    {
        _isRead = false;
        if (isThere && _reader.FieldCount != Columns.All.Count)
        {
            string source = _options.HasHeader ? "as the header has" : "as the first row has";
            throw new InvalidDataException(
                $"{File}, line {_reader.LineNumber}: expected {Columns.All.Count} cells, {source}, but there are "
                + $"{_reader.FieldCount}.");
        }
        return isThere;
    }
}
