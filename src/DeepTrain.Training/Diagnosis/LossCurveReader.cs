namespace DeepTrain;

/// <summary>Says in words what a run's curves look like; see <see cref="RunDiagnosis"/>.</summary>
public sealed class LossCurveReader : IDiagnosisReader
{
    private LossCurveReader()
    {
    }

    /// <summary>The one there is.</summary>
    public static LossCurveReader Instance { get; } = new();

    /// <inheritdoc/>
    public string Read(FitResult result) => RunDiagnosis.Of(result).Text;
}
