using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission;

/// <summary>What becomes of a weight-gradient tile once the batch is summed.</summary>
internal enum TileEnd
{
    /// <summary>Its sums go to the gradient's memory.</summary>
    Stored,

    /// <summary>Its sums go from the registers to the optimizer.</summary>
    Updated,

    /// <summary>Its sums wait in a small buffer, and the next tile hands them to the optimizer while it sums.</summary>
    Overlapped,
}

/// <summary>A register tile of a weight gradient: all that its code depends on, and the strides that it is called with.</summary>
/// <param name="Linear">The layer, for its penalties.</param>
/// <param name="Strip">The columns, units, it covers.</param>
/// <param name="Height">The rows, inputs, it covers.</param>
/// <param name="StrideX">Floats from one row of the batch to the next in the layer's input.</param>
/// <param name="StrideD">The same in delta.</param>
/// <param name="WithBias">Whether it sums delta itself too.</param>
/// <param name="Prefetches">Whether the weights are asked for while the batch is summed.</param>
internal sealed record GradientTile(
    LinearLayer Linear, Strip Strip, int Height, int StrideX, int StrideD, bool WithBias, TileEnd End, bool Prefetches)
{
    public int Vectors => Strip.Vectors;

    public bool IsPenalised => PenaltyCode.Has(Linear);

    public GradientTileShape Shape(VectorType v) => new(v, End, Strip, Height, WithBias, Prefetches, Penalised);

    /// <summary>That of the code which hands waiting sums to the optimizer.</summary>
    public GradientFinishShape FinishShape(VectorType v) => new(v, Strip, Penalised);

    /// <summary>The layer whose penalties the code has; null if it has none.</summary>
    private string? Penalised => IsPenalised ? Linear.Name : null;
}

/// <summary>A tile of a weight gradient; its strides are arguments.</summary>
internal sealed record GradientTileShape(
    VectorType V, TileEnd End, Strip Strip, int Height, bool WithBias, bool Prefetches, string? Penalised) : MethodShape;

/// <summary>The update of inputs whose gradients wait in a buffer.</summary>
internal sealed record GradientFinishShape(VectorType V, Strip Strip, string? Penalised) : MethodShape;
