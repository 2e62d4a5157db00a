using DeepTrain.Gen.Layers;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// The passes over the images of a stage. A normaliser has to know all images before it can change the first, so it cuts the
/// chain: a pass ends with its statistics, they are merged, and the next begins with it.
/// </summary>
internal static class ImagePasses
{
    /// <summary>Where the cuts are in the chain: the normalisers.</summary>
    public static IReadOnlyList<int> Cuts(Stage stage) =>
        Enumerable.Range(0, stage.Chain.Count).Where(i => stage.Chain[i] is INormaliser).ToList();

    /// <summary>The layers of each pass as [start, end): every pass but the first begins with a normaliser.</summary>
    public static IReadOnlyList<(int Start, int End)> Of(Stage stage)
    {
        var passes = new List<(int, int)>();
        int start = 0;
        foreach (int cut in Cuts(stage))
        {
            passes.Add((start, cut));
            start = cut;
        }

        passes.Add((start, stage.Chain.Count));
        return passes;
    }

    /// <summary>Whether inference does anything behind the head.</summary>
    public static bool ActsInInference(Stage stage) => stage.Epilogue is null && stage.Chain.Any(layer => layer.ActsInInference);
}
