namespace DeepTrain;

/// <summary>What the curves of a run look like, and what that means.</summary>
public sealed class RunDiagnosis
{
    internal RunDiagnosis(CurveShape shape, RateVerdict rate, bool overfits, bool hasTooFewRows, string text) =>
        (Shape, Rate, Overfits, HasTooFewRows, Text) = (shape, rate, overfits, hasTooFewRows, text);

    /// <summary>What the training loss looks like.</summary>
    public CurveShape Shape { get; }

    /// <summary>What that says about the learning rate.</summary>
    public RateVerdict Rate { get; }

    /// <summary>Whether the validation loss rises, or stays far behind, while the training loss falls.</summary>
    public bool Overfits { get; }

    /// <summary>Whether it does so with many more parameters than there are rows.</summary>
    public bool HasTooFewRows { get; }

    /// <summary>All of it in a few sentences, and what to do.</summary>
    public string Text { get; }

    /// <summary>Reads the curves of a run: losses, accuracy if it was measured, and what a monitor saw.</summary>
    /// <remarks>
    /// Of 200 trainings at rates that are known to be too low, good or too high it tells which for more than 90 %; a test of this
    /// package counts. A rate that decays, or an optimizer that has been used before, may mislead it.
    /// </remarks>
    public static RunDiagnosis Of(FitResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        LossCurve curve = LossCurve.Of(run);
        (CurveShape shape, RateVerdict rate) = CurveRules.Read(curve);
        GeneralizationGap gap = GeneralizationGap.Of(run);
        return new RunDiagnosis(
            shape, rate, gap.Overfits, gap.HasTooFewRows, DiagnosisText.Write(run, curve, shape, rate, gap));
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
