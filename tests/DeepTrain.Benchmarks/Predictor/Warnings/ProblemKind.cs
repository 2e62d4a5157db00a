namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A kind of task, of which problems are drawn at random.</summary>
/// <param name="IsHeldOut">
/// Whether it only scores. The others may be looked at while rules and predictor are made; no kind is both.
/// </param>
/// <param name="DrawData">Standardised inputs with their targets; the targets of a regression are standardised too.</param>
/// <param name="First">
/// The number of the first problem to score: another one for kinds that were held out, drawn before they were scored.
/// </param>
internal sealed record ProblemKind(string Name, bool IsHeldOut, Func<Random, StandInData> DrawData, int First = 0)
{
    // each drawn by a die when its kinds were written, before anything was made to score them
    private const int FirstOfSecondRound = 56698, FirstOfThirdRound = 86621, FirstHeldOut = 25009;

    public static readonly IReadOnlyList<ProblemKind> All =
    [
        new("clouds", false, ProblemData.Clouds), new("teachers", false, ProblemData.Teacher),
        new("xor of clusters", false, ProblemData.Xor), new("wines", false, ProblemData.Wines),
        new("Friedman", false, ProblemData.Friedman), new("parity", false, ProblemData.Parity),
        new("tables", false, ProblemData.Table), new("shells", false, ProblemData.Shells),
        new("waves", false, ProblemData.Waves, FirstOfSecondRound), new("cells", false, ProblemData.Cells, FirstOfSecondRound),
        new("series", false, ProblemData.Series, FirstOfSecondRound), new("ranks", false, ProblemData.Ranks, FirstOfSecondRound),
        new("ratios", false, ProblemData.Ratios, FirstOfSecondRound), new("pictures", false, ProblemData.Digits, FirstOfSecondRound),
        new("words", false, ProblemData.Words, FirstOfThirdRound), new("shapes", false, ProblemData.Shapes, FirstOfThirdRound),
        new("motion", false, ProblemData.Motion, FirstOfThirdRound), new("signals", false, ProblemData.Signals, FirstOfThirdRound),
        new("polynomials", false, ProblemData.Polynomials, FirstOfThirdRound),
        new("decisions", false, ProblemData.Decisions, FirstOfThirdRound),
        new("options", true, ProblemData.Options, FirstHeldOut), new("arms", true, ProblemData.Arms, FirstHeldOut),
        new("boards", true, ProblemData.Boards, FirstHeldOut), new("spectra", true, ProblemData.Spectra, FirstHeldOut),
        new("mixtures", true, ProblemData.Mixtures, FirstHeldOut), new("claims", true, ProblemData.Claims, FirstHeldOut),
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
