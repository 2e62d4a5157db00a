using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// Rows of floats in a temporary file, written once from start to end, then read in any order by many threads.
/// </summary>
internal sealed class SpilledFloats : IDisposable
{
    private readonly FileStream _file;
    private readonly float[] _row;
    private bool _hasRow;

    /// <param name="folder">Where the file lies; null for the system's folder of such files.</param>
    /// <param name="largest">Numbers in a row at most.</param>
    public SpilledFloats(string? folder, int largest)
    {
        string path = Path.Combine(folder ?? Path.GetTempPath(), $"deeptrain-{Guid.NewGuid():N}.rows");
        _file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        });
        // there, an open file needs no name, and without one nothing is left when the process is killed
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        _row = new float[largest];
    }

    /// <summary>Numbers in a row.</summary>
    public int Size { get; private set; }

    /// <summary>The next row, to be filled until the next call.</summary>
    public Span<float> Append(int size)
    {
        Flush();
        Size = size;
        _hasRow = true;
        return _row.AsSpan(0, size);
    }

    /// <summary>No row is to come: from now on they can be read.</summary>
    public void Complete()
    {
        Flush();
        _file.Flush();
    }

    /// <summary>Reads a row, or several that follow each other.</summary>
    public void Read(int firstRow, Span<float> rows)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(rows);
        long offset = (long)firstRow * Size * sizeof(float);
        while (!bytes.IsEmpty)
        {
            int count = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (count == 0)
            {
                throw new InvalidDataException(
                    $"{_file.Name}: expected {bytes.Length} more bytes at {offset}, but the file ends.");
            }
            bytes = bytes[count..];
            offset += count;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        if (_hasRow)
            _file.Write(MemoryMarshal.AsBytes(_row.AsSpan(0, Size)));
        _hasRow = false;
    }
}
