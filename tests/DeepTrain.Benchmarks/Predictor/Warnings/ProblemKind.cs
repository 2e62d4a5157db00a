namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A kind of task, of which problems are drawn at random.</summary>
/// <param name="IsHeldOut">
/// Whether it only scores. The others may be looked at while rules and predictor are made; no kind is both.
/// </param>
/// <param name="DrawData">Standardised inputs with their targets; the targets of a regression are standardised too.</param>
internal sealed record ProblemKind(string Name, bool IsHeldOut, Func<Random, StandInData> DrawData)
{
    public static readonly IReadOnlyList<ProblemKind> All =
    [
        new("clouds", false, ProblemData.Clouds), new("teachers", false, ProblemData.Teacher),
        new("xor of clusters", false, ProblemData.Xor), new("wines", false, ProblemData.Wines),
        new("Friedman", true, ProblemData.Friedman), new("parity", true, ProblemData.Parity),
        new("tables", true, ProblemData.Table), new("shells", true, ProblemData.Shells),
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
