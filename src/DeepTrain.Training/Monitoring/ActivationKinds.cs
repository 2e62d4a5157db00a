namespace DeepTrain;

/// <summary>Where activations let no gradient through, told from their outputs alone.</summary>
internal static class ActivationKinds
{
    // Softplus, Swish and GELU have slopes of a thousandth there
    private const float NextToNothing = 1e-3f;

    // slopes of a tenth of the largest: 1 - y^2 and 4 y (1 - y)
    private const float TanhEnd = 0.9486833f;
    private const float SigmoidEnd = 0.02565835f;

    /// <summary>Below which a unit lets nothing through; null where no unit can die.</summary>
    public static float? DeadBelow(string kind) => kind switch
    {
        "ReLU" => 0,
        "Softplus" or "Swish" or "GELU" => NextToNothing,
        _ => null,
    };

    /// <summary>The range of outputs, and those outside of which it is saturated; null where nothing saturates at both ends.</summary>
    public static (float Least, float Largest, float Low, float High)? Ends(string kind) => kind switch
    {
        "Tanh" => (-1, 1, -TanhEnd, TanhEnd),
        "Sigmoid" => (0, 1, SigmoidEnd, 1 - SigmoidEnd),
        _ => null,
    };
}
