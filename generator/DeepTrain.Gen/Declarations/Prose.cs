namespace DeepTrain.Gen.Declarations;

internal static class Prose
{
    /// <summary>Items as a sentence has them: <c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count == 1
        ? items[0]
        : string.Join(", ", items.Take(items.Count - 1)) + " and " + items[items.Count - 1];
}
