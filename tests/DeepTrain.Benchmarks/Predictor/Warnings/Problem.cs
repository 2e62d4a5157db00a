namespace DeepTrain.Benchmarks.Predictor;

/// <summary>One task of a kind, with the training that it is given.</summary>
/// <param name="Number">Which of its kind: the same number is the same task for ever.</param>
/// <param name="Data">Inputs and the targets of a regression are standardised.</param>
/// <param name="Loss">The attribute.</param>
internal sealed record Problem(ProblemKind Kind, int Number, StandInData Data, string Loss, int Steps, int Batch)
{
    /// <summary>A problem on which usual networks learn less than this is for nobody to learn in so few steps.</summary>
    public const double LeastReach = 0.35;

    public int Inputs => Data.Inputs.Length / Data.Count;

    public int Outputs => Data.Targets.Length / Data.Count;

    /// <summary>Rows to test with.</summary>
    public int TestRows => Data.Count / 3;

    /// <summary>What the best of the usual networks knew after this training: the skill that there is to get.</summary>
    public double Reach { get; init; } = double.NaN;

    /// <summary>Half-way from knowing nothing; below, a network failed.</summary>
    public double Passing => Reach / 2;

    public bool IsRegression => Data.Labels is null;
}
