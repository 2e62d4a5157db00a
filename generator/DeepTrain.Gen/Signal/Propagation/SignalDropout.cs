using System;

namespace DeepTrain.Gen.Signal;

/// <summary>Noise that keeps a unit with a probability and replaces it otherwise.</summary>
/// <param name="Keep">The probability of keeping.</param>
internal abstract record SignalDropout(double Keep)
{
    /// <summary>What a distance between inputs, and gradients that they share, are multiplied by.</summary>
    public abstract double SharedFactor { get; }

    public abstract double Mean(double mean);

    public abstract double Square(double square, double mean);

    /// <summary>What independent masks add to every distance.</summary>
    public abstract double Added(double square, double mean);

    /// <summary>The sum of squared gradients before the mask, from the one after it.</summary>
    public abstract double Sensitivity(double sensitivity);
}

/// <summary>Dropout to 0, scaled to keep the mean (Srivastava et al. 2014).</summary>
internal sealed record InvertedDropout(double Keep) : SignalDropout(Keep)
{
    public override double SharedFactor => 1;

    public override double Mean(double mean) => mean;

    public override double Square(double square, double mean) => square / Keep;

    public override double Added(double square, double mean) => square / Keep - square;

    public override double Sensitivity(double sensitivity) => sensitivity / Keep;
}

/// <summary>Dropout to SELU's floor, then the line that restores mean 0 and variance 1 (Klambauer et al. 2017).</summary>
internal sealed record SeluDropout(double Keep) : SignalDropout(Keep)
{
    private const double Floor = -1.0507009873554805 * 1.6732632423543772;

    public override double SharedFactor => Gain * Gain * Keep * Keep;

    private double Gain => 1 / Math.Sqrt(Keep + Floor * Floor * Keep * (1 - Keep));

    private double Shift => -Gain * (1 - Keep) * Floor;

    public override double Mean(double mean) => Gain * (Keep * mean + (1 - Keep) * Floor) + Shift;

    public override double Square(double square, double mean)
    {
        double masked = Keep * mean + (1 - Keep) * Floor, maskedSquare = Keep * square + (1 - Keep) * Floor * Floor;
        return Gain * Gain * maskedSquare + 2 * Shift * Gain * masked + Shift * Shift;
    }

    public override double Added(double square, double mean) =>
        Gain * Gain * Keep * (1 - Keep) * (square - 2 * Floor * mean + Floor * Floor);

    public override double Sensitivity(double sensitivity) => sensitivity * Gain * Gain * Keep;
}
