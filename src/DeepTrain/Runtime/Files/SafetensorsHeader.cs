using System.Text;
using System.Text.Json;

namespace DeepTrain.Runtime;

/// <summary>
/// The header of a safetensors file, parsed strictly. What is wrong is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const string MetadataName = "__metadata__";

    // the header, a tensor, its shape
    private const int Depth = 3;

    private readonly int _mostTensors;

    private SafetensorsHeader(int mostTensors) => _mostTensors = mostTensors;

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SafetensorsEntry> Tensors { get; } = new(StringComparer.Ordinal);

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, int mostTensors)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            string found = json.IsEmpty ? "nothing" : $"byte 0x{json[0]:X2}";
            throw Bad($"not a safetensors file: expected a header that starts with '{{', found {found}");
        }
        try
        {
            var header = new SafetensorsHeader(mostTensors);
            header.Read(json);
            return header;
        }
        // neither exception goes on as an inner one: their messages may repeat any length of the file
        catch (JsonException exception)
        {
            string place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}";
            throw Bad($"expected a header in JSON, found at {place}: {Quoted.Name(exception.Message)}");
        }
        catch (InvalidOperationException exception)
        {
            // this is how the reader refuses text that is not UTF-8
            throw Bad($"expected a header in UTF-8, found other bytes: {Quoted.Name(exception.Message)}");
        }
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        reader.Read();
        bool hasMetadata = false;
        while (NextName(ref reader, out string name))
        {
            if (name == MetadataName)
            {
                if (hasMetadata)
                    throw Bad($"expected {MetadataName} once, it is there twice");
                hasMetadata = true;
                ReadMetadata(ref reader);
                continue;
            }
            if (Tensors.Count == _mostTensors)
                throw Bad($"expected at most {_mostTensors} tensors, found more");
            if (!Tensors.TryAdd(name, ReadEntry(ref reader, name)))
                throw Bad($"expected every tensor once, {Quoted.Value(name)} is there twice");
        }
        // only white space may follow; the reader throws on anything else
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataName, "");
        while (NextName(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, MetadataName, key);
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw Bad($"expected every key once, {Where(MetadataName, key)} is there twice");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name, "");
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextName(ref reader, out string field))
        {
            if (field == "dtype" && dtype == null)
            {
                Expect(ref reader, JsonTokenType.String, name, field);
                dtype = reader.GetString()!;
            }
            else if (field == "shape" && shape == null)
            {
                shape = ReadNumbers(ref reader, name, field, FileLimits.Dimensions);
            }
            else if (field == "data_offsets" && offsets == null)
            {
                offsets = ReadNumbers(ref reader, name, field, 2);
            }
            else
            {
                throw Bad(
                    $"expected dtype, shape and data_offsets once each for {Quoted.Name(name)}, " +
                    $"found {Quoted.Value(field)}");
            }
        }
        if (dtype == null || shape == null || offsets == null)
            throw Bad($"expected dtype, shape and data_offsets for {Quoted.Name(name)}, found fewer");
        if (dtype.Length > FileLimits.TypeName)
            throw Bad($"expected the name of a type for {Where(name, "dtype")}, found {Quoted.Value(dtype)}");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
        {
            throw Bad(
                $"expected a first and a last offset for {Quoted.Name(name)}, found [{string.Join(", ", offsets)}]");
        }
        return new SafetensorsEntry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string name, string field, int most)
    {
        Expect(ref reader, JsonTokenType.StartArray, name, field);
        var numbers = new List<long>(most);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Bad($"expected whole numbers from 0 in {Where(name, field)}, found {Shown(ref reader)}");
            if (numbers.Count == most)
                throw Bad($"expected at most {most} numbers in {Where(name, field)}, found more");
            numbers.Add(number);
        }
        return [.. numbers];
    }

    // false at the end of the object
    private static bool NextName(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        bool isName = reader.TokenType == JsonTokenType.PropertyName;
        name = isName ? reader.GetString()! : "";
        return isName;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name, string field)
    {
        reader.Read();
        if (reader.TokenType != type)
            throw Bad($"expected {Described(type)} for {Where(name, field)}, found {Described(reader.TokenType)}");
    }

    private static string Where(string name, string field) =>
        field == "" ? Quoted.Name(name) : $"{Quoted.Name(name)}.{Quoted.Name(field)}";

    private static string Described(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => type.ToString(),
    };

    private static string Shown(ref Utf8JsonReader reader)
    {
        // no more of it than is shown becomes text
        const int Enough = 200;
        ReadOnlySpan<byte> token = reader.ValueSpan;
        return reader.TokenType == JsonTokenType.Number
            ? Quoted.Name(Encoding.UTF8.GetString(token[..Math.Min(token.Length, Enough)]))
            : Described(reader.TokenType);
    }

    private static InvalidDataException Bad(string message) => new(message);
}
