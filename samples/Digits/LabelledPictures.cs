/// <summary>
/// Pictures and the digits they show. The pixels stand one picture after the other, as a network takes them.
/// </summary>
public sealed record LabelledPictures(float[] Pixels, int[] Labels)
{
    public int Count => Labels.Length;

    public int PixelsPerPicture => Pixels.Length / Labels.Length;

    public ReadOnlySpan<float> Picture(int index) => Pixels.AsSpan(index * PixelsPerPicture, PixelsPerPicture);

    /// <summary>The pictures at <paramref name="indices"/>, copied one after the other.</summary>
    public LabelledPictures Select(ReadOnlySpan<int> indices)
    {
        var selection = new LabelledPictures(new float[indices.Length * PixelsPerPicture], new int[indices.Length]);
        for (int i = 0; i < indices.Length; i++)
        {
            Picture(indices[i]).CopyTo(selection.Pixels.AsSpan(i * PixelsPerPicture));
            selection.Labels[i] = Labels[indices[i]];
        }
        return selection;
    }
}
