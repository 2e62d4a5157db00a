namespace DeepTrain;

/// <summary>
/// How the weights of a layer start. Fan-in is the number of inputs of a unit, fan-out the number of units that an input
/// reaches; in a maxout layer each piece counts as a layer of its own.
/// </summary>
public enum Init
{
    /// <summary>
    /// Chosen by the activation that follows (past batch norm and dropout): <see cref="HeNormal"/> for ReLU, LeakyReLU,
    /// PReLU, RReLU, ELU, Softplus, Swish and GELU; <see cref="GlorotUniform"/> for sigmoid, tanh, softmax and none;
    /// <see cref="LeCunNormal"/> for SELU; a normal distribution of the critical variance for maxout.
    /// </summary>
    Auto,

    /// <summary>All weights 0.</summary>
    Zeros,

    /// <summary>All weights <c>InitScale</c> (0 by default).</summary>
    Constant,

    /// <summary>Normal with mean 0 and standard deviation <c>InitScale</c> (0.01 by default).</summary>
    Normal,

    /// <summary>Uniform on [-a, a) with a = <c>InitScale</c> (0.05 by default).</summary>
    Uniform,

    /// <summary>Normal with variance gain^2 * 2 / (fan-in + fan-out) (Glorot and Bengio 2010, eq. 12).</summary>
    GlorotNormal,

    /// <summary>Uniform with variance gain^2 * 2 / (fan-in + fan-out) (Glorot and Bengio 2010, eq. 16).</summary>
    GlorotUniform,

    /// <summary>Normal with variance gain^2 * 2 / fan-in (He et al. 2015, eq. 10).</summary>
    HeNormal,

    /// <summary>Uniform with variance gain^2 * 2 / fan-in (He et al. 2015).</summary>
    HeUniform,

    /// <summary>Normal with variance gain^2 / fan-in (LeCun et al. 1998, section 4.6).</summary>
    LeCunNormal,

    /// <summary>Uniform with variance gain^2 / fan-in (LeCun et al. 1998, section 4.6).</summary>
    LeCunUniform,

    /// <summary>
    /// A random orthogonal matrix times gain: orthonormal rows or columns, whichever are fewer (Saxe et al. 2014).
    /// </summary>
    Orthogonal,
}
