using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Reads a file of results while its owner appends to it.</summary>
internal sealed class TrialLogReader
{
    private const int LongestLine = 1 << 20;

    private readonly string _path;
    private long _read;
    private int _lines;

    public TrialLogReader(string path)
    {
        FileKind.RequireRegular("read", path, FileKind.Target(path));
        _path = path;
    }

    /// <summary>Whole lines that have come since the last call. What has no end yet is being written, or its writer
    /// died.</summary>
    /// <exception cref="InvalidDataException">A line is no result.</exception>
    public List<TrialResult> ReadNew()
    {
        var results = new List<TrialResult>();
        using var stream = new FileStream(
            _path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        if (stream.Length <= _read)
            return results;
        stream.Position = _read;
        var line = new MemoryStream();
        for (int next = stream.ReadByte(); next >= 0; next = stream.ReadByte())
        {
            if (line.Length >= LongestLine)
                throw new InvalidDataException($"{_path}, line {_lines + 1}: expected at most {LongestLine} bytes, found more.");
            if (next != '\n')
            {
                line.WriteByte((byte)next);
                continue;
            }
            results.Add(Parse(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length)));
            _read += line.Length + 1;
            _lines++;
            line.SetLength(0);
        }
        return results;
    }

    private TrialResult Parse(string line)
    {
        try
        {
            return TrialResult.FromJson(line);
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"{_path}, line {_lines + 1}: {broken.Message}", broken);
        }
    }
}
