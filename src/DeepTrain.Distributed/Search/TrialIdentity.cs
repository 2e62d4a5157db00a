using System.Text;
using System.Text.Json;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>What makes a search this one and no other, as a text that ranks send.</summary>
internal static class TrialIdentity
{
    public static string Text(IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        using var stream = new MemoryStream();
        SearchIdentity.Write(stream, identity);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>In what a rank's search differs from rank 0's; null for nothing.</summary>
    public static string? Difference(IReadOnlyList<KeyValuePair<string, string>> first, string text, int rank)
    {
        using var others = JsonDocument.Parse(text);
        foreach ((string name, string value) in first)
        {
            string its = others.RootElement.TryGetProperty(name, out JsonElement element)
                ? element.GetString() ?? "none" : "none";
            if (its != value)
            {
                return $"Expected the same search on all ranks; rank 0 has {name} {Quoted.Value(value)}, rank {rank} "
                    + $"{Quoted.Value(its)}.";
            }
        }
        return null;
    }
}
