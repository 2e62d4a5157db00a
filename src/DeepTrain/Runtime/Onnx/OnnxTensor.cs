using System.Buffers.Binary;

namespace DeepTrain.Runtime;

/// <summary>A <c>TensorProto</c>: what is in front of its numbers, and the numbers, which a file gets when it is written.</summary>
internal sealed class OnnxTensor
{
    public const int FloatType = 1, DoubleType = 11;

    private const int Int64Type = 7, BoolType = 9;
    private const int DimsField = 1, DataTypeField = 2, NameField = 8, RawDataField = 9;

    private readonly ProtobufMessage _head = new();
    private readonly Action<Stream> _writeNumbers;

    private OnnxTensor(string name, IEnumerable<int> shape, int type, long bytes, Action<Stream> writeNumbers)
    {
        foreach (int extent in shape)
            _head.Integer(DimsField, extent);
        _head.Integer(DataTypeField, type);
        if (name.Length > 0)
            _head.Text(NameField, name);
        _head.BeginBytes(RawDataField, bytes);
        Length = _head.Length + bytes;
        _writeNumbers = writeNumbers;
    }

    /// <summary>The bytes of the message.</summary>
    public long Length { get; }

    /// <summary>A tensor of floats that are fetched when it is written.</summary>
    public static OnnxTensor Of(string name, IReadOnlyList<int> shape, SafetensorsWriter.FillTensor fill)
    {
        int size = Shapes.Size(shape);
        return new(name, shape, FloatType, sizeof(float) * (long)size, stream =>
        {
            float[] values = new float[size];
            fill(values);
            stream.Write(TensorType.LittleEndian(values));
        });
    }

    /// <summary>A row of floats.</summary>
    public static OnnxTensor Of(float[] values) => Of("", [values.Length], values.CopyTo);

    /// <summary>A float without dimensions.</summary>
    public static OnnxTensor Of(float value) => Of("", [], values => values[0] = value);

    /// <summary>A double without dimensions.</summary>
    public static OnnxTensor Of(double value) => new("", [], DoubleType, sizeof(double), stream =>
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        stream.Write(bytes);
    });

    /// <summary>A row of whole numbers.</summary>
    public static OnnxTensor Of(long[] values) => new("", [values.Length], Int64Type, sizeof(long) * (long)values.Length, stream =>
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (long value in values)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            stream.Write(bytes);
        }
    });

    /// <summary>A row of truth values.</summary>
    public static OnnxTensor Of(bool[] values) =>
        new("", [values.Length], BoolType, values.Length, stream => stream.Write(Array.ConvertAll(values, Convert.ToByte)));

    public void Write(Stream stream)
    {
        stream.Write(_head.Bytes);
        _writeNumbers(stream);
    }

    /// <summary>The whole message, for a small tensor within another.</summary>
    public ProtobufMessage ToMessage()
    {
        var bytes = new MemoryStream();
        Write(bytes);
        return new ProtobufMessage().Append(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
