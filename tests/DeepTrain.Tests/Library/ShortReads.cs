namespace DeepTrain.Tests.Library;

/// <summary>A stream that cannot seek and gives a few bytes at a time, as a network connection may.</summary>
internal sealed class ShortReads(byte[] bytes, int most = int.MaxValue) : Stream
{
    private readonly MemoryStream _bytes = new(bytes);
    private int _reads;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) =>
        _bytes.Read(buffer[..Math.Min(buffer.Length, Math.Min(most, 1 + _reads++ * 7919 % 100_000))]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
