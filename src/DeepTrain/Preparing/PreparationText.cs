using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace DeepTrain;

/// <summary>A preparation as text in a file's metadata: JSON, with long rows of numbers as they lie in memory.</summary>
internal static class PreparationText
{
    public const string Key = "preparation";

    private const int Version = 1;

    /// <summary>Why a preparation is not one of a network; null if it may be.</summary>
    public static string? Misfit(Preparation preparation, NetworkDescription network)
    {
        if (preparation.PreparedSize != network.InputSize)
        {
            return $"Expected a preparation of rows of {network.InputSize} inputs, found one of {preparation.PreparedSize} for "
                + $"{network.Name}.";
        }
        return preparation.Targets.Count == 0 || preparation.Targets.Count == network.OutputSize
            ? null
            : $"Expected a preparation of {network.OutputSize} targets or none, found one of {preparation.Targets.Count} for "
                + $"{network.Name}.";
    }

    public static string Write(Preparation preparation)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            Write(json, "columns", preparation.Columns);
            if (preparation.Projection is { } projection)
            {
                json.WriteString("matrix", Base64(projection.Matrix));
                json.WriteString("mean", Base64(projection.Mean));
            }
            if (preparation.Targets.Count > 0)
                Write(json, "targets", preparation.Targets);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <exception cref="InvalidDataException">The text is damaged, or of a later version.</exception>
    public static Preparation Read(string text)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            JsonElement root = json.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version != Version)
                throw Bad($"version {Version}, found {version}");
            Projection? projection = root.TryGetProperty("matrix", out JsonElement matrix)
                ? new Projection(Numbers(matrix), Numbers(root.GetProperty("mean")))
                : null;
            NumberColumn[] targets = root.TryGetProperty("targets", out JsonElement list)
                ? [.. list.EnumerateArray().Select(target => Column(target) as NumberColumn ?? throw Bad("targets that are numbers"))]
                : [];
            return new Preparation([.. root.GetProperty("columns").EnumerateArray().Select(Column)], projection, targets);
        }
        catch (Exception damage) when (damage is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"The preparation in the file's metadata is damaged: {damage.Message}", damage);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<PreparedColumn> columns)
    {
        json.WriteStartArray(name);
        foreach (PreparedColumn column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            if (column is CategoryColumn categories)
                Write(json, categories);
            else
                Write(json, (NumberColumn)column);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, CategoryColumn column)
    {
        json.WriteStartArray("categories");
        foreach (string category in column.Categories)
            json.WriteStringValue(category);
        json.WriteEndArray();
        json.WriteBoolean("unseen", column.AllowUnseen);
    }

    private static void Write(Utf8JsonWriter json, NumberColumn column)
    {
        json.WriteNumber("shift", column.Shift);
        json.WriteNumber("scale", column.Scale);
        if (float.IsFinite(column.Minimum))
            json.WriteNumber("minimum", column.Minimum);
        if (float.IsFinite(column.Maximum))
            json.WriteNumber("maximum", column.Maximum);
        if (column.LogOffset is { } offset)
            json.WriteNumber("log", offset);
        if (column.SignedLog)
            json.WriteBoolean("signed_log", true);
        if (column.Missing is { } missing)
            json.WriteNumber("missing", missing);
    }

    private static PreparedColumn Column(JsonElement column)
    {
        string name = column.GetProperty("name").GetString() ?? throw Bad("a column's name, found null");
        if (column.TryGetProperty("categories", out JsonElement categories))
        {
            return new CategoryColumn(name, [.. categories.EnumerateArray().Select(category => category.GetString()!)])
            {
                AllowUnseen = column.GetProperty("unseen").GetBoolean(),
            };
        }
        return new NumberColumn(name)
        {
            Shift = column.GetProperty("shift").GetSingle(),
            Scale = column.GetProperty("scale").GetSingle(),
            Minimum = Number(column, "minimum") ?? float.NegativeInfinity,
            Maximum = Number(column, "maximum") ?? float.PositiveInfinity,
            LogOffset = Number(column, "log"),
            SignedLog = column.TryGetProperty("signed_log", out JsonElement signed) && signed.GetBoolean(),
            Missing = Number(column, "missing"),
        };
    }

    private static float? Number(JsonElement column, string name) =>
        column.TryGetProperty(name, out JsonElement number) ? number.GetSingle() : null;

    private static string Base64(ReadOnlySpan<float> numbers)
    {
        byte[] bytes = new byte[sizeof(float) * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), numbers[i]);
        return Convert.ToBase64String(bytes);
    }

    private static float[] Numbers(JsonElement text)
    {
        byte[] bytes = text.GetBytesFromBase64();
        if (bytes.Length % sizeof(float) != 0)
            throw Bad($"numbers of {sizeof(float)} bytes, found {bytes.Length} bytes");
        float[] numbers = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(sizeof(float) * i));
        return numbers;
    }

    private static InvalidDataException Bad(string expected) =>
        new($"The preparation in the file's metadata is damaged: expected {expected}.");
}
