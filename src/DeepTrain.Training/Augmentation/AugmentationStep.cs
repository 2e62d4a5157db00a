using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>One kind of random change. Its draws depend on nothing but the generator that it is given.</summary>
internal abstract record AugmentationStep
{
    /// <summary>Whether rows have to be images.</summary>
    public virtual bool NeedsImages => true;

    /// <summary>How many channels an image must have, 0 for any.</summary>
    public virtual int NeedsChannels => 0;

    /// <summary>The step as it was asked for.</summary>
    public abstract string Text { get; }
}

/// <summary>A step that moves pixels. Those that follow each other are one resampling.</summary>
internal abstract record GeometricStep : AugmentationStep
{
    public abstract void Append(ref AffineMap map, ImageShape shape, ref RandomStream random);
}

/// <summary>A step that changes values.</summary>
internal abstract record ValueStep : AugmentationStep
{
    public abstract void Apply(Span<float> image, ImageShape shape, ref RandomStream random);
}
