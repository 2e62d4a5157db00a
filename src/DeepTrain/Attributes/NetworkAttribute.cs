namespace DeepTrain;

/// <summary>
/// Marks a partial class as a network. The compiler emits its training and inference code from the
/// <see cref="StepAttribute">steps</see> that stand on the same declaration.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// The seed of the parameterless constructor: of the initial weights and of every random number in training.
    /// </summary>
    public ulong Seed { get; set; }

    /// <summary>
    /// How many vector multiply-adds of a training step are written as straight-line code before loops take over. Without it
    /// the compiler chooses what fits the instruction cache. At least 0.
    /// </summary>
    public int UnrollLimit { get; set; }

    /// <summary>
    /// How many training samples there will be, at least 1. A fact for the diagnostics; changes no number.
    /// </summary>
    public int Samples { get; set; }

    /// <summary>The mean of the inputs, 0 if they are standardised. A fact for the diagnostics; changes no number.</summary>
    public float InputMean { get; set; }

    /// <summary>
    /// The standard deviation of the inputs, 1 if they are standardised, at least 0. A fact for the diagnostics.
    /// </summary>
    public float InputStd { get; set; } = 1f;
}

/// <summary>The input: what one row holds. The first step.</summary>
public sealed class InputAttribute : StepAttribute
{
    /// <summary>Rows of <paramref name="features"/> numbers.</summary>
    /// <param name="features">Numbers in a row, at least 1.</param>
    public InputAttribute(int features) => _ = features;

    /// <summary>Rows that hold an image, flattened as channels x height x width.</summary>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    public InputAttribute(int channels, int height, int width) => _ = (channels, height, width);
}
