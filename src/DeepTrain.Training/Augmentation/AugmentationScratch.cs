namespace DeepTrain;

/// <summary>An image's room for whoever augments, one for each thread.</summary>
internal sealed class AugmentationScratch(ImageShape shape)
{
    public ImageShape Shape { get; } = shape;

    public float[] Image { get; } = new float[shape.Size];
}
