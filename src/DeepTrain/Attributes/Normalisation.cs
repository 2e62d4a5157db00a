namespace DeepTrain;

/// <summary>
/// Batch normalisation: <c>gamma * (x - mean) / sqrt(var + Epsilon) + beta</c>, with the batch's mean and biased variance in
/// training and moving averages in inference (Ioffe and Szegedy 2015). The moving variance averages the unbiased one. A
/// single training row has variance 0 and leaves the moving variance alone.
/// </summary>
public sealed class BatchNormAttribute : ParameterizedLayerAttribute
{
    /// <summary>The weight of the newest batch in the moving averages, 0 to 1.</summary>
    public float Momentum { get; set; } = 0.1f;

    /// <summary>Added to the variance, above 0.</summary>
    public float Epsilon { get; set; } = 1e-5f;
}

/// <summary>
/// Inverted dropout: in training each element becomes 0 with probability <c>rate</c> and is divided by <c>1 - rate</c>
/// otherwise; in inference nothing happens (Srivastava et al. 2014). Every batch draws a new mask.
/// </summary>
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Inverted dropout.</summary>
    /// <param name="rate">The probability of dropping an element, as in PyTorch and Keras: at least 0, below 1; a <c>float</c>,
    /// <c>0.1f</c> and not <c>0.1</c>.</param>
    public DropoutAttribute(float rate) => _ = rate;
}

/// <summary>
/// Dropout for SELU networks: a dropped element becomes SELU's lowest value, and the result is scaled and shifted so that
/// mean and variance stay 0 and 1 (Klambauer et al. 2017, section 3).
/// </summary>
public sealed class AlphaDropoutAttribute : LayerAttribute
{
    /// <summary>Alpha dropout.</summary>
    /// <param name="rate">The probability of dropping an element: at least 0, below 1; a <c>float</c>, <c>0.1f</c> and not
    /// <c>0.1</c>.</param>
    public AlphaDropoutAttribute(float rate) => _ = rate;
}
