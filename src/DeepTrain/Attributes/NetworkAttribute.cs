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
    /// The standard deviation of the inputs, 1 if they are standardised, at least 0. A fact for the diagnostics; changes no
    /// number.
    /// </summary>
    public float InputStd { get; set; } = 1f;

    /// <summary>
    /// The mean of the targets of a regression, 0 if they are standardised. A fact for the diagnostics; changes no number.
    /// </summary>
    public float TargetMean { get; set; }

    /// <summary>
    /// The standard deviation of the targets of a regression, 1 if they are standardised, at least 0. A fact for the
    /// diagnostics; changes no number.
    /// </summary>
    public float TargetStd { get; set; } = 1f;

    /// <summary>
    /// How many updates a training lasts, epochs times batches, at least 1. A fact for the diagnostics, which assume 800
    /// without it; changes no number.
    /// </summary>
    public int Steps { get; set; }

    /// <summary>
    /// How many rows a training batch has, at least 1. A fact for the diagnostics, which assume 64 without it, and for the
    /// gradients that <c>Description</c> predicts; changes no number of a training.
    /// </summary>
    public int BatchSize { get; set; }
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
