namespace DeepTrain;

/// <summary>What came out of a layer, and what came back to it, over some rows in training mode.</summary>
public sealed record LayerSignal
{
    /// <summary>The layer's name.</summary>
    public required string Name { get; init; }

    /// <summary>What the layer is, for example <c>ReLU</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The mean of its finite outputs over rows and units; NaN where none is.</summary>
    public required double Mean { get; init; }

    /// <summary>Their standard deviation.</summary>
    public required double Std { get; init; }

    /// <summary>What the compiler predicts for the start of training: <see cref="LayerDescription.PredictedActivationStd"/>.</summary>
    public required double PredictedStd { get; init; }

    /// <summary>
    /// The root mean square of the gradient of a row's loss with respect to an output of its own: that of the mean loss, times the
    /// rows.
    /// </summary>
    public required double GradientStd { get; init; }

    /// <summary>What is not finite among the outputs.</summary>
    public required long NonFinite { get; init; }

    /// <summary>
    /// The share of units, or of channels, that let nothing through for any of the rows, from 0 to 1: ReLU at 0, Softplus, Swish and
    /// GELU next to it. NaN for other layers.
    /// </summary>
    public required double DeadShare { get; init; }

    /// <summary>
    /// The share of outputs where the slope is below a tenth of its maximum, from 0 to 1: Tanh and Sigmoid near the ends of their
    /// range. NaN for other layers.
    /// </summary>
    public required double SaturatedShare { get; init; }

    /// <summary>How its outputs are spread: for Tanh and Sigmoid over their range, for others from the least to the largest.</summary>
    public required Histogram Histogram { get; init; }
}
