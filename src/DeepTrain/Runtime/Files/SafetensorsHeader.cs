using System.Text;
using System.Text.Json;

namespace DeepTrain.Runtime;

/// <summary>A tensor as a safetensors header describes it; the offsets count from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, string Dtype, long[] Shape, long Begin, long End)
{
    public override string ToString() => $"{Dtype} [{string.Join(", ", Shape)}]";
}

/// <summary>
/// The header of a safetensors file, parsed strictly. What is wrong is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class SafetensorsHeader
{
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SafetensorsEntry> Tensors { get; } = new(StringComparer.Ordinal);

    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            string found = json.IsEmpty ? "nothing" : $"byte 0x{json[0]:X2}";
            throw Bad($"expected a header that starts with '{{', found {found}");
        }
        try
        {
            var header = new SafetensorsHeader();
            header.Read(json);
            return header;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"expected a header in JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // this is how the reader refuses text that is not UTF-8
            throw new InvalidDataException($"expected a header in UTF-8: {exception.Message}", exception);
        }
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        bool hasMetadata = false;
        while (NextName(ref reader, out string name))
        {
            if (name == "__metadata__")
            {
                if (hasMetadata)
                    throw Bad("expected __metadata__ once, it is there twice");
                hasMetadata = true;
                ReadMetadata(ref reader);
            }
            else if (!Tensors.TryAdd(name, ReadEntry(ref reader, name)))
            {
                throw Bad($"expected every tensor once, \"{name}\" is there twice");
            }
        }
        // only white space may follow; the reader throws on anything else
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "__metadata__");
        while (NextName(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, $"__metadata__.{key}");
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw Bad($"expected every key once, __metadata__.{key} is there twice");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, name);
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextName(ref reader, out string field))
        {
            string where = $"{name}.{field}";
            if (field == "dtype" && dtype == null)
            {
                Expect(ref reader, JsonTokenType.String, where);
                dtype = reader.GetString()!;
            }
            else if (field == "shape" && shape == null)
            {
                shape = ReadNumbers(ref reader, where);
            }
            else if (field == "data_offsets" && offsets == null)
            {
                offsets = ReadNumbers(ref reader, where);
            }
            else
            {
                throw Bad($"expected dtype, shape and data_offsets once each for {name}, found \"{field}\"");
            }
        }
        if (dtype == null || shape == null || offsets == null)
            throw Bad($"expected dtype, shape and data_offsets for {name}, found fewer");
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw Bad($"expected a first and a last offset for {name}, found [{string.Join(", ", offsets)}]");
        return new SafetensorsEntry(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static long[] ReadNumbers(ref Utf8JsonReader reader, string where)
    {
        Expect(ref reader, JsonTokenType.StartArray, where);
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Bad($"expected whole numbers from 0 in {where}, found {Shown(ref reader)}");
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

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string where)
    {
        reader.Read();
        if (reader.TokenType != type)
            throw Bad($"expected {Described(type)} for {where}, found {Described(reader.TokenType)}");
    }

    private static string Described(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => type.ToString(),
    };

    private static string Shown(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number
            ? Encoding.UTF8.GetString(reader.ValueSpan)
            : Described(reader.TokenType);

    private static InvalidDataException Bad(string message) => new(message);
}
