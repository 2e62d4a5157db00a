namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A kind of task, of which problems are drawn at random.</summary>
/// <param name="IsHeldOut">
/// Whether it only scores. The others may be looked at while rules and predictor are made; no kind is both.
/// </param>
/// <param name="DrawData">Standardised inputs with their targets; the targets of a regression are standardised too.</param>
/// <param name="First">
/// The number of the first problem to score: another one for kinds that are held out, drawn before they were scored.
/// </param>
internal sealed record ProblemKind(string Name, bool IsHeldOut, Func<Random, StandInData> DrawData, int First = 0)
{
    // drawn by a die when the kinds were written
    private const int FirstHeldOut = 56698;

    public static readonly IReadOnlyList<ProblemKind> All =
    [
        new("clouds", false, ProblemData.Clouds), new("teachers", false, ProblemData.Teacher),
        new("xor of clusters", false, ProblemData.Xor), new("wines", false, ProblemData.Wines),
        new("Friedman", false, ProblemData.Friedman), new("parity", false, ProblemData.Parity),
        new("tables", false, ProblemData.Table), new("shells", false, ProblemData.Shells),
        new("waves", true, ProblemData.Waves, FirstHeldOut), new("cells", true, ProblemData.Cells, FirstHeldOut),
        new("series", true, ProblemData.Series, FirstHeldOut), new("ranks", true, ProblemData.Ranks, FirstHeldOut),
        new("ratios", true, ProblemData.Ratios, FirstHeldOut), new("pictures", true, ProblemData.Digits, FirstHeldOut),
    ];

    public Problem Draw(int number)
    {
        var random = new Random(Seeds.Of("problem", Name, number));
        StandInData data = DrawData(random);
        string loss = data.Labels is null
            ? random.Pick("MeanSquaredError", "MeanSquaredError", "MeanAbsoluteError", "Huber")
            : data.Targets.Length == data.Count ? "BinaryCrossEntropy" : "SoftmaxCrossEntropy";
        return new Problem(this, number, data, loss, random.Pick(300, 800, 800, 1500), random.Pick(16, 32, 64, 128));
    }
}
