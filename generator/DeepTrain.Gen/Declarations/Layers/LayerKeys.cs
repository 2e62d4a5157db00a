using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Declarations;

/// <summary>What layers are called in files: any text, but each its own.</summary>
internal static class LayerKeys
{
    private const string Argument = "Key";

    /// <summary>What the names of the optimizer's tensors start with.</summary>
    private const string OptimizerPrefix = "optimizer.";

    public static void Check(
        string network, IReadOnlyList<DeclaredStep> steps, IReadOnlyList<LayerSpec> layers, Problems problems)
    {
        var keepers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int i in Enumerable.Range(0, layers.Count).Where(i => layers[i].HasParameters))
        {
            string key = layers[i].Key ?? layers[i].Name;
            if (!IsText(key))
                steps[i].Arguments.Reject(Argument, "half of a surrogate pair", "text that a file can hold");
            else if (key.StartsWith(OptimizerPrefix, StringComparison.Ordinal))
                steps[i].Arguments.Reject(
                    Argument, $"\"{key}\"", $"text that does not start with {OptimizerPrefix}, as the optimizer's state does");
            else if (!keepers.TryGetValue(key, out int keeper))
                keepers.Add(key, i);
            else if (layers[i].Key is not null)
                ReportTwice(network, steps, layers, later: i, keeper, problems);
            else if (layers[keeper].Key is not null) // of two equal names LayerNames says more
                ReportTwice(network, steps, layers, later: keeper, i, problems);
        }
    }

    private static void ReportTwice(
        string network, IReadOnlyList<DeclaredStep> steps, IReadOnlyList<LayerSpec> layers, int later, int keeper,
        Problems problems) => problems.Add(
            DeclarationRules.NameClash, steps[later].Attribute, Argument,
            "Layer key", layers[later].Key ?? layers[later].Name, network,
            $"is what '{layers[keeper].Name}' is called in files too; tensors in files are named after keys");

    private static bool IsText(string key)
    {
        for (int i = 0; i < key.Length; i++)
        {
            if (char.IsHighSurrogate(key[i]) && i + 1 < key.Length && char.IsLowSurrogate(key[i + 1]))
                i++;
            else if (char.IsSurrogate(key[i]))
                return false;
        }

        return true;
    }
}
