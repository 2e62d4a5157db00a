namespace DeepTrain;

/// <summary>An optimizer: how a gradient changes the parameters. The last step. Formulas are those of PyTorch 2.</summary>
public abstract class OptimizerAttribute : StepAttribute
{
    private protected OptimizerAttribute(float learningRate) => LearningRate = learningRate;

    /// <summary>The step size that the network's <c>LearningRate</c> starts at: finite, at least 0.</summary>
    public float LearningRate { get; set; }

    /// <summary>
    /// <c>WeightDecay * w</c> is added to the gradient of every trainable parameter (<see cref="AdamWAttribute"/>: taken off
    /// the parameter instead, times the learning rate). At least 0.
    /// </summary>
    public float WeightDecay { get; set; }

    /// <summary>The longest that the gradient of all parameters together may be (L2 norm); 0 switches it off.</summary>
    public float ClipNorm { get; set; }
}

/// <summary>
/// Stochastic gradient descent: <c>v = Momentum * v + (1 - Dampening) * g</c> (the first time <c>v = g</c>),
/// <c>w -= LearningRate * v</c>, or with Nesterov <c>w -= LearningRate * (g + Momentum * v)</c>.
/// </summary>
public sealed class SGDAttribute() : OptimizerAttribute(1e-3f)
{
    /// <summary>How much of the last step is kept: at least 0, below 1 to converge.</summary>
    public float Momentum { get; set; }

    /// <summary>What the momentum takes off the new gradient.</summary>
    public float Dampening { get; set; }

    /// <summary>Looks ahead along the momentum; needs a momentum and no dampening.</summary>
    public bool Nesterov { get; set; }
}

/// <summary>
/// AdaGrad: <c>s += g^2</c>, <c>w -= LearningRate / (1 + (t - 1) * LearningRateDecay) * g / (sqrt(s) + Epsilon)</c>
/// (Duchi et al. 2011).
/// </summary>
public sealed class AdaGradAttribute() : OptimizerAttribute(1e-2f)
{
    /// <summary>How fast the learning rate falls, at least 0.</summary>
    public float LearningRateDecay { get; set; }

    /// <summary>What the sum of squares starts at, at least 0.</summary>
    public float InitialAccumulator { get; set; }

    /// <summary>Added to the root, above 0.</summary>
    public float Epsilon { get; set; } = 1e-10f;
}

/// <summary>
/// RMSProp: <c>s = Alpha * s + (1 - Alpha) * g^2</c>, <c>w -= LearningRate * g / (sqrt(s) + Epsilon)</c>
/// (Hinton, lecture 6e); Centered takes the square of the mean gradient off s, Momentum accumulates the steps.
/// </summary>
public sealed class RMSPropAttribute() : OptimizerAttribute(1e-2f)
{
    /// <summary>How much of the mean square is kept, 0 to 1.</summary>
    public float Alpha { get; set; } = 0.99f;

    /// <summary>Added to the root, above 0.</summary>
    public float Epsilon { get; set; } = 1e-8f;

    /// <summary>How much of the last step is kept, at least 0.</summary>
    public float Momentum { get; set; }

    /// <summary>Divides by the standard deviation of the gradient and not by its root mean square.</summary>
    public bool Centered { get; set; }
}

/// <summary>What Adam and its relatives share.</summary>
public abstract class AdamFamilyAttribute : OptimizerAttribute
{
    private protected AdamFamilyAttribute(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>How much of the mean gradient is kept: at least 0, below 1.</summary>
    public float Beta1 { get; set; } = 0.9f;

    /// <summary>How much of the mean square is kept: at least 0, below 1.</summary>
    public float Beta2 { get; set; } = 0.999f;

    /// <summary>Added to the root, above 0.</summary>
    public float Epsilon { get; set; } = 1e-8f;
}

/// <summary>
/// Adam: <c>m = Beta1 * m + (1 - Beta1) * g</c>, <c>v = Beta2 * v + (1 - Beta2) * g^2</c>,
/// <c>w -= LearningRate * m^ / (sqrt(v^) + Epsilon)</c> with both averages corrected for their start at 0
/// (Kingma and Ba 2015).
/// </summary>
public sealed class AdamAttribute() : AdamFamilyAttribute(1e-3f);

/// <summary>
/// Adam with decoupled weight decay: <c>w *= 1 - LearningRate * WeightDecay</c> before the step
/// (Loshchilov and Hutter 2019).
/// </summary>
public sealed class AdamWAttribute : AdamFamilyAttribute
{
    /// <summary>Adam with decoupled weight decay, 0.01 by default.</summary>
    public AdamWAttribute()
        : base(1e-3f) => WeightDecay = 0.01f;
}

/// <summary>Adam with Nesterov's look-ahead and a momentum that warms up (Dozat 2016).</summary>
public sealed class NadamAttribute() : AdamFamilyAttribute(2e-3f)
{
    /// <summary>
    /// How fast the momentum warms up: <c>mu_t = Beta1 * (1 - 0.96^(t * MomentumDecay) / 2)</c>. At least 0.
    /// </summary>
    public float MomentumDecay { get; set; } = 4e-3f;
}
