namespace DeepTrain;

/// <summary>A layer with weights that multiply its inputs.</summary>
public abstract class LinearLayerAttribute : ParameterizedLayerAttribute
{
    private protected LinearLayerAttribute()
    {
    }

    /// <summary>How the weights start.</summary>
    public Init Init { get; set; } = Init.Auto;

    /// <summary>
    /// The scale of <see cref="Init"/>: the standard deviation of <see cref="Init.Normal"/> (0.01 if not set), the
    /// half-width of <see cref="Init.Uniform"/> (0.05), the value of <see cref="Init.Constant"/> (0), the gain of
    /// the others (1).
    /// </summary>
    public float InitScale { get; set; }

    /// <summary>Whether the layer adds a bias to each unit.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>What every bias starts at.</summary>
    public float BiasInit { get; set; }

    /// <summary>Adds <c>L1 * sum|w|</c> over the layer's weights (not the biases) to the loss. At least 0.</summary>
    public float L1 { get; set; }

    /// <summary>Adds <c>L2 / 2 * sum w^2</c> over the layer's weights (not the biases) to the loss. At least 0.</summary>
    public float L2 { get; set; }

    /// <summary>
    /// The longest that the vector of a unit's incoming weights may be: after each update longer ones are scaled back to
    /// this L2 norm (Srivastava et al. 2014, section 5.1). 0 switches it off.
    /// </summary>
    public float MaxNorm { get; set; }
}

/// <summary>A fully connected layer: <c>y = x W' + b</c>, with W of shape [units, inputs].</summary>
public sealed class DenseAttribute : LinearLayerAttribute
{
    /// <summary>A fully connected layer.</summary>
    /// <param name="units">Outputs per row, at least 1.</param>
    public DenseAttribute(int units) => _ = units;
}

/// <summary>
/// A maxout layer: each unit is the largest of several linear functions, <c>y_j = max_p (x W_pj' + b_pj)</c>, with W of
/// shape [pieces, units, inputs] (Goodfellow et al. 2013). Where two pieces tie the first takes the gradient.
/// </summary>
public sealed class MaxoutAttribute : LinearLayerAttribute
{
    /// <summary>A maxout layer.</summary>
    /// <param name="units">Outputs per row, at least 1.</param>
    /// <param name="pieces">Linear functions per unit, at least 2.</param>
    public MaxoutAttribute(int units, int pieces = 2) => _ = (units, pieces);
}

/// <summary>Ends the image part of a network: channels x height x width become so many features. Moves no number.</summary>
public sealed class FlattenAttribute : LayerAttribute;
