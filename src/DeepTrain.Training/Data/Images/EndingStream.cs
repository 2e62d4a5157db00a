namespace DeepTrain;

/// <summary>
/// A file's bytes for a decoder that does not see where they end, and would look for a marker behind them for ever: a few
/// reads beyond the end find nothing, one more is an error.
/// </summary>
internal sealed class EndingStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    private const int MostBeyond = 4096;

    private int _beyond;

    public override int ReadByte()
    {
        int next = base.ReadByte();
        Count(next < 0);
        return next;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, count);
        Count(read == 0 && count > 0);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        int read = base.Read(buffer);
        Count(read == 0 && !buffer.IsEmpty);
        return read;
    }

    private void Count(bool isBeyond)
    {
        if (isBeyond && ++_beyond > MostBeyond)
            throw new EndOfStreamException("the file ends before the image does.");
    }
}
