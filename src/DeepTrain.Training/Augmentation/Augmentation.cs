using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Random changes of training rows, anew in each epoch: the network sees more images than there are. Steps are put together
/// as in <c>Augmentation.FlipHorizontal(0.5f).Rotate(15).Scale(0.9f, 1.1f).Color(brightness: 0.2f)</c> and done in that
/// order.
/// </summary>
/// <remarks>
/// <para>What happens to a row is a function of seed, epoch and row alone. Each step has random numbers of its own: one more
/// at the end changes nothing before it.</para>
/// <para>Values are not clipped: the steps are meant for pixels as they are, from 0 to 1, and for centred ones. Only flips,
/// shifts and the like that follow each other are one resampling, bilinear; what lies beyond the edge is mirrored unless
/// <see cref="AugmentationSteps.Edges"/> says otherwise.</para>
/// <para>Only for training: rows to validate and to test on stay as they are.</para>
/// </remarks>
public sealed partial class Augmentation
{
    // sets these numbers apart from others that are drawn from the user's seed
    private const ulong Purpose = 0x6175676d656e7421;

    private readonly AugmentationStep[] _steps;
    private readonly EdgePolicy _edges;
    private readonly float _constant;

    private Augmentation(AugmentationStep[] steps, EdgePolicy edges, float constant) =>
        (_steps, _edges, _constant) = (steps, edges, constant);

    /// <summary>No step: rows stay as they are.</summary>
    public static Augmentation None { get; } = new([], EdgePolicy.Reflect, 0);

    internal bool IsEmpty => _steps.Length == 0;

    /// <summary>Changes one row, as it is changed in that epoch.</summary>
    /// <param name="row">The inputs, which are replaced.</param>
    /// <param name="shape">[channels, height, width], or [features].</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="number">The row's number in its dataset.</param>
    /// <exception cref="ArgumentException">A step needs another shape, or the row has another length.</exception>
    public void Apply(Span<float> row, IReadOnlyList<int> shape, ulong seed, long epoch, int number)
    {
        ArgumentNullException.ThrowIfNull(shape);
        CheckShape(shape);
        ImageShape image = ImageShape.Of(shape);
        if (row.Length != image.Size)
            throw new ArgumentException($"Expected a row of {image.Size} inputs; the span holds {row.Length}.", nameof(row));
        Apply(row, image, new AugmentationScratch(image), seed, epoch, number);
    }

    /// <summary>The steps in their order.</summary>
    public override string ToString() => string.Join('.', _steps.Select(step => step.Text));

    internal AugmentationScratch CreateScratch(IReadOnlyList<int> shape) => new(ImageShape.Of(shape));

    internal Augmentation With(AugmentationStep step) => new([.. _steps, step], _edges, _constant);

    internal Augmentation WithEdges(EdgePolicy edges, float constant) => new(_steps, edges, constant);

    /// <exception cref="ArgumentException">A step needs another shape.</exception>
    internal void CheckShape(IReadOnlyList<int> shape)
    {
        foreach (AugmentationStep step in _steps)
        {
            if (step.NeedsImages && shape.Count != 3)
            {
                throw new ArgumentException(
                    $"Expected images, [channels, height, width], as {step.Text} changes those; the input's shape is "
                    + $"[{string.Join(", ", shape)}].");
            }
            if (step.NeedsChannels != 0 && shape[0] != step.NeedsChannels)
            {
                throw new ArgumentException(
                    $"Expected images of {step.NeedsChannels} channels, as {step.Text} mixes them; the input's shape is "
                    + $"[{string.Join(", ", shape)}].");
            }
        }
    }

    /// <summary>Changes all rows of a batch.</summary>
    internal void Apply(Batch batch, AugmentationScratch scratch, ulong seed, long epoch)
    {
        for (int next = 0; next < batch.Rows; next++)
        {
            Apply(
                batch.WritableInputs.Slice(next * batch.InputSize, batch.InputSize), scratch.Shape, scratch, seed, epoch,
                batch.Indices[next]);
        }
    }

    private void Apply(Span<float> image, ImageShape shape, AugmentationScratch scratch, ulong seed, long epoch, int number)
    {
        ulong key = RandomStream.Mix(
            unchecked(RandomStream.Mix(RandomStream.Mix(seed ^ Purpose) + (ulong)epoch) + (uint)number));
        AffineMap map = AffineMap.Identity;
        for (int next = 0; next < _steps.Length; next++)
        {
            var random = new RandomStream(key, next);
            if (_steps[next] is GeometricStep geometric)
            {
                geometric.Append(ref map, shape, ref random);
                continue;
            }
            Warp(image, shape, scratch, ref map);
            ((ValueStep)_steps[next]).Apply(image, shape, ref random);
        }
        Warp(image, shape, scratch, ref map);
    }

    private void Warp(Span<float> image, ImageShape shape, AugmentationScratch scratch, ref AffineMap map)
    {
        if (map.IsIdentity)
            return;
        image.CopyTo(scratch.Image);
        ImageWarp.Apply(scratch.Image, image, shape, map, _edges, _constant);
        map = AffineMap.Identity;
    }
}
