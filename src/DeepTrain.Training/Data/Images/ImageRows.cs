namespace DeepTrain;

/// <summary>Images that are decoded when they are asked for.</summary>
internal sealed class ImageRows(string[] paths, ImageOptions options) : RowStore
{
    public override int Rows => paths.Length;

    public override bool IsInMemory => false;

    public override void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<float> targets)
    {
        int size = options.Channels * options.Height * options.Width;
        for (int next = 0; next < rows.Length; next++)
            ImageFile.Read(paths[rows[next]], options, inputs.Slice(next * size, size));
    }
}
