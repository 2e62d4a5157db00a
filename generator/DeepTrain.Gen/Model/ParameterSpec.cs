namespace DeepTrain.Gen.Model;

/// <summary>A tensor that a layer owns, as the outside sees it (name and canonical shape) and as it starts.</summary>
/// <param name="Name">The part after the layer's name: <c>weight</c>.</param>
/// <param name="Inputs">Fan-in of a weight matrix; 0 for a vector with one number per unit.</param>
/// <param name="Scale">The init's scale, or the value a vector starts at.</param>
internal sealed record ParameterSpec(
    string Name, EquatableArray<int> Shape, bool IsTrainable, int Pieces, int Units, int Inputs, Init Init, float Scale)
{
    public bool IsMatrix => Inputs > 0;

    /// <summary>
    /// In how many planes the outside has the inputs, or of a vector the units: channel by channel, each with all its places.
    /// In memory they lie place by place, each with all its channels. 1 where the order is the same.
    /// </summary>
    public int Planes { get; init; } = 1;

    /// <summary>What the init takes as fan-out; the units if 0.</summary>
    public int FanOut { get; init; }

    /// <summary>Whether it is a moving average: no gradient is for it, but training moves it.</summary>
    public bool IsAverage { get; init; }

    /// <summary>Whether nothing moves it.</summary>
    public bool IsFrozen => !IsTrainable && !IsAverage;

    public int Length => Shape.Aggregate(1, (product, extent) => checked(product * extent));

    public static ParameterSpec Vector(string name, int units, float value, bool trainable = true, int pieces = 1)
    {
        int[] shape = pieces == 1 ? [units] : [pieces, units];
        return new ParameterSpec(name, shape.ToEquatableArray(), trainable, pieces, units, 0, Init.Constant, value);
    }
}
