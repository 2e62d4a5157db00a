using System.Buffers.Binary;

namespace DeepTrain;

/// <summary>Arrays in the IDX format, in which MNIST comes: a type, sizes, then the numbers in order.</summary>
internal sealed class IdxFile
{
    private const byte Bytes = 0x08, Floats = 0x0d;

    private readonly string _path;
    private readonly byte[] _data;
    private readonly byte _type;

    private IdxFile(string path, byte type, int[] sizes, byte[] data) =>
        (_path, _type, Sizes, _data) = (path, type, sizes, data);

    /// <summary>The array's sizes; the first is the number of rows.</summary>
    public int[] Sizes { get; }

    /// <summary>Numbers in a row.</summary>
    public int RowSize => Sizes.Skip(1).Aggregate(1, (product, size) => product * size);

    /// <summary>Reads a whole file, as it is or compressed with gzip.</summary>
    /// <exception cref="InvalidDataException">It is of another format, too short or too long.</exception>
    public static IdxFile Read(string path)
    {
        using Stream stream = DataFile.Open(path);
        Span<byte> start = stackalloc byte[4];
        if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4 || start[0] != 0 || start[1] != 0)
            throw new InvalidDataException($"{path}: expected an IDX file, which starts with two zeros; this does not.");
        byte type = start[2];
        if (type is not (Bytes or Floats))
        {
            throw new InvalidDataException(
                $"{path}: expected bytes (type 0x08) or floats (type 0x0d) in the IDX file; its type is 0x{type:x2}.");
        }
        if (start[3] is 0 or > 4)
            throw new InvalidDataException($"{path}: expected from 1 to 4 sizes in the IDX file; there are {start[3]}.");
        int[] sizes = new int[start[3]];
        long length = type == Floats ? sizeof(float) : 1;
        for (int next = 0; next < sizes.Length; next++)
        {
            if (stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4)
                throw new InvalidDataException($"{path}: expected {sizes.Length} sizes in the IDX file; it ends before.");
            sizes[next] = BinaryPrimitives.ReadInt32BigEndian(start);
            length = sizes[next] < 1 || length > Array.MaxLength ? long.MaxValue : length * sizes[next];
        }
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{path}: expected sizes of at least 1 that fit in memory; they are [{string.Join(", ", sizes)}].");
        }
        return new IdxFile(path, type, sizes, ReadExactly(path, stream, (int)length));
    }

    /// <summary>The numbers, bytes from 0 to 1.</summary>
    public float[] ToFloats()
    {
        if (_type == Bytes)
            return Array.ConvertAll(_data, value => value / 255f);
        float[] floats = new float[_data.Length / sizeof(float)];
        for (int next = 0; next < floats.Length; next++)
            floats[next] = BinaryPrimitives.ReadSingleBigEndian(_data.AsSpan(next * sizeof(float)));
        return floats;
    }

    /// <summary>The numbers as labels.</summary>
    /// <exception cref="InvalidDataException">They are no bytes, or more than one a row.</exception>
    public int[] ToLabels()
    {
        if (_type != Bytes || Sizes.Length != 1)
        {
            throw new InvalidDataException(
                $"{_path}: expected a label for each row, one byte; the sizes are [{string.Join(", ", Sizes)}], the type is "
                + $"0x{_type:x2}.");
        }
        return Array.ConvertAll(_data, label => (int)label);
    }

    // In pieces: a header that lies about its sizes gets no more memory than the file has bytes.
    private static byte[] ReadExactly(string path, Stream stream, int length)
    {
        const int Piece = 1 << 24;
        byte[] data = [];
        for (int count = 0; count < length;)
        {
            int end = (int)Math.Min(length, Math.Max(Piece, 2L * count));
            Array.Resize(ref data, end);
            int read = stream.ReadAtLeast(data.AsSpan(count), end - count, throwOnEndOfStream: false);
            count += read;
            if (count < end)
            {
                throw new InvalidDataException(
                    $"{path}: expected {length} bytes behind the header of the IDX file; there are {count}.");
            }
        }
        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException(
                $"{path}: expected {length} bytes behind the header of the IDX file; there are more.");
        }
        return data;
    }
}
