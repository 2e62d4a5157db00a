namespace DeepTrain;

public sealed partial class Dataset
{
    /// <summary>How the cells of the CSV file that it comes from became numbers; null for other sets.</summary>
    public CsvSchema? Schema => _format.Schema;

    /// <summary>Reads a CSV file, in one pass.</summary>
    /// <param name="path">The file, as it is or compressed with gzip.</param>
    /// <param name="options">Which columns are what.</param>
    /// <exception cref="InvalidDataException">A cell or a line is not what it should be; the message says where.</exception>
    /// <exception cref="ArgumentException">The options name a column that is not there, or contradict each
    /// other.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    public static Dataset FromCsv(string path, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ReadCsv(path, DataFile.Open(path), options, null);
    }

    /// <summary>Reads CSV from a stream, to its end; it stays open.</summary>
    /// <param name="stream">It need not seek, and is not compressed.</param>
    /// <param name="options">Which columns are what.</param>
    /// <exception cref="InvalidDataException">A cell or a line is not what it should be; the message says where.</exception>
    /// <exception cref="ArgumentException">The options name a column that is not there, or contradict each
    /// other.</exception>
    public static Dataset FromCsv(Stream stream, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return ReadCsv("CSV", new UnownedStream(stream), options, null);
    }

    /// <summary>Reads a CSV file, in one pass.</summary>
    /// <param name="path">The file, as it is or compressed with gzip.</param>
    /// <param name="options">Which columns are what.</param>
    /// <param name="token">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A cell or a line is not what it should be; the message says where.</exception>
    /// <exception cref="ArgumentException">The options name a column that is not there, or contradict each
    /// other.</exception>
    /// <exception cref="IOException">There is no such file, or the path names something else.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<Dataset> FromCsvAsync(string path, CsvOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ReadCsvAsync(path, options, null, token);
    }

    internal static Dataset ReadCsv(string file, Stream stream, CsvOptions options, CsvSchema? schema)
    {
        using (stream)
        using (CsvRowReader reader = CsvRowReader.Open(file, stream, options))
        {
            reader.ReadHeader();
            using var loader = new CsvLoader(reader, options, schema);
            while (reader.Read())
                loader.Add();
            return loader.Finish();
        }
    }

    internal static async Task<Dataset> ReadCsvAsync(
        string path, CsvOptions options, CsvSchema? schema, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        Stream stream = DataFile.Open(path, isAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            using CsvRowReader reader = CsvRowReader.Open(path, stream, options);
            await reader.ReadHeaderAsync(token).ConfigureAwait(false);
            using var loader = new CsvLoader(reader, options, schema);
            while (await reader.ReadAsync(token).ConfigureAwait(false))
                loader.Add();
            return loader.Finish();
        }
    }
}
