namespace DeepTrain;

/// <summary>How strongly a parameter is pulled, and how far it moves.</summary>
public sealed record ParameterSignal
{
    /// <summary>The parameter's name, for example <c>dense1.weight</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The L2 norm of its values.</summary>
    public required double Norm { get; init; }

    /// <summary>The L2 norm of the loss gradient with respect to it, with what L1 and L2 add.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>
    /// The L2 norm of what the next update would change, with a batch of the rows that are looked at, divided by <see cref="Norm"/>; about
    /// 1e-3 is usual. NaN for a parameter of zeros, and in a network with numbers that are not finite.
    /// </summary>
    public double UpdateRatio { get; init; } = double.NaN;
}
