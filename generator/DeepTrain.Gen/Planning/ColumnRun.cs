namespace DeepTrain.Gen.Planning;

/// <summary>
/// What is known of a run of layers that work column by column, [start, end) of a stage's chain; the first run has the choice of a
/// maxout's piece too.
/// </summary>
internal static class ColumnRun
{
    /// <summary>A run is named after its first layer; the run that picks maxout pieces after the maxout layer.</summary>
    public static string NameOf(Stage stage, int start) =>
        start < stage.Chain.Count && !(start == 0 && stage.Pieces is not null) ? stage.Chain[start].PascalName
        : start == 0 && stage.Pieces is not null ? stage.Linear!.PascalName + "Choice"
        : stage.Name + "Rest";

    public static bool HasForward(Stage stage, int start, int end) =>
        end > start || (start == 0 && stage.Pieces is not null);

    /// <summary>Whether inference changes anything: dropout alone does not.</summary>
    public static bool HasInfer(Stage stage, int start, int end) =>
        (start == 0 && stage.Pieces is not null)
        || stage.Chain.Skip(start).Take(end - start).Any(layer => layer.ActsInInference);
}
