namespace DeepTrain;

/// <summary>The logistic function, <c>1 / (1 + exp(-x))</c>.</summary>
public sealed class SigmoidAttribute : LayerAttribute;

/// <summary>The hyperbolic tangent.</summary>
public sealed class TanhAttribute : LayerAttribute;

/// <summary><c>max(0, x)</c>; its derivative at 0 is 0.</summary>
public sealed class ReLUAttribute : LayerAttribute;

/// <summary><c>x</c> above 0, <c>slope * x</c> elsewhere.</summary>
public sealed class LeakyReLUAttribute : LayerAttribute
{
    /// <summary>A leaky ReLU.</summary>
    /// <param name="slope">The slope at and below 0: any finite number, a <c>float</c> as in <c>0.1f</c>.</param>
    public LeakyReLUAttribute(float slope = 0.01f) => _ = slope;
}

/// <summary>A leaky ReLU that learns its slope (He et al. 2015).</summary>
public sealed class PReLUAttribute : ParameterizedLayerAttribute
{
    /// <summary>A leaky ReLU with a learned slope.</summary>
    /// <param name="initialSlope">What the slope starts at: any finite number, a <c>float</c> as in <c>0.1f</c>.</param>
    public PReLUAttribute(float initialSlope = 0.25f) => _ = initialSlope;

    /// <summary>Whether each unit learns a slope of its own; otherwise the layer learns one.</summary>
    public bool PerUnit { get; set; }
}

/// <summary>
/// A leaky ReLU whose slope is drawn anew for every element in training, uniform on [lower, upper), and is their mean in
/// inference (Xu et al. 2015).
/// </summary>
public sealed class RReLUAttribute : LayerAttribute
{
    /// <summary>A leaky ReLU with random slopes.</summary>
    /// <param name="lower">The smallest slope: finite, at most <paramref name="upper"/>; a <c>float</c> as in <c>0.1f</c>.</param>
    /// <param name="upper">The largest slope: finite.</param>
    public RReLUAttribute(float lower = 1f / 8, float upper = 1f / 3) => _ = (lower, upper);
}

/// <summary><c>x</c> above 0, <c>alpha * (exp(x) - 1)</c> elsewhere (Clevert et al. 2016).</summary>
public sealed class ELUAttribute : LayerAttribute
{
    /// <summary>An exponential linear unit.</summary>
    /// <param name="alpha">Minus the value far below 0: finite, at least 0; a <c>float</c> as in <c>0.5f</c>.</param>
    public ELUAttribute(float alpha = 1f) => _ = alpha;
}

/// <summary>
/// The self-normalising unit: <c>1.0507 * x</c> above 0, <c>1.0507 * 1.6733 * (exp(x) - 1)</c> elsewhere
/// (Klambauer et al. 2017).
/// </summary>
public sealed class SELUAttribute : LayerAttribute;

/// <summary><c>log(1 + exp(x))</c>.</summary>
public sealed class SoftplusAttribute : LayerAttribute;

/// <summary><c>x * sigmoid(x)</c>, also known as SiLU (Ramachandran et al. 2017).</summary>
public sealed class SwishAttribute : LayerAttribute;

/// <summary><c>x * Phi(x)</c> with the exact normal distribution function (Hendrycks and Gimpel 2016).</summary>
public sealed class GELUAttribute : LayerAttribute;

/// <summary>
/// <c>exp(x_j) / sum exp(x)</c> over the row. Not needed before <see cref="SoftmaxCrossEntropyAttribute"/>,
/// which takes logits.
/// </summary>
public sealed class SoftmaxAttribute : LayerAttribute;
