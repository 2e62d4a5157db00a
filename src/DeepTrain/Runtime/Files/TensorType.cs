using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DeepTrain.Runtime;

/// <summary>The types of numbers that a safetensors file can hold, by name.</summary>
internal static class TensorType
{
    public const string Single = "F32";

    public const string Counter = "I64";

    /// <summary>The bytes of a number; 0 of a type that is not known here.</summary>
    public static int Bytes(string type) => type switch
    {
        "F64" or "I64" or "U64" or "C64" => 8,
        Single or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "BOOL" or "I8" or "U8" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => 0,
    };

    /// <summary>Whether <see cref="ToSingle"/> takes it.</summary>
    public static bool IsFloat(string type) => type is Single or "F16" or "BF16" or "F64";

    /// <summary>Converts numbers as they lie in a file; of a double, to the nearest float.</summary>
    public static void ToSingle(string type, ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        int size = Bytes(type);
        for (int next = 0; next < numbers.Length; next++)
        {
            ReadOnlySpan<byte> number = bytes.Slice(next * size, size);
            numbers[next] = type switch
            {
                "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(number),
                // the upper half of a float
                "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(number) << 16),
                "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(number),
                Single => BinaryPrimitives.ReadSingleLittleEndian(number),
                _ => throw new ArgumentException($"{type} is not a type of floating-point numbers.", nameof(type)),
            };
        }
    }

    /// <summary>Floats as a file holds them; the same exchange leads back.</summary>
    public static Span<byte> LittleEndian(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<uint> bits = MemoryMarshal.Cast<float, uint>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        return MemoryMarshal.AsBytes(values);
    }
}
