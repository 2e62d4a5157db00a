namespace DeepTrain;

/// <summary>Reads a run and says in words what it looks like.</summary>
public interface IDiagnosisReader
{
    /// <summary>A sentence or a few, without a line break at the end.</summary>
    string Read(FitResult result);
}
