using System.Globalization;
using System.Runtime.InteropServices;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>What has to be the same for an interrupted run to go on as if nothing had happened.</summary>
/// <remarks>
/// Not in it is what may differ: the number of epochs, so that a run may be prolonged; threads and workers, which change no
/// bit; whoever watches.
/// </remarks>
internal static class RunIdentity
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(INetwork network, Dataset data, FitOptions options)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return
        [
            new("network", network.Description.Name),
            new("rows", data.Rows.ToString(culture)),
            new("inputs", data.InputSize.ToString(culture)),
            new("labels", Hash(data.Labels)),
            new("BatchSize", options.BatchSize.ToString(culture)),
            new("LastBatch", options.LastBatch.ToString()),
            new("Shuffle", options.Shuffle.ToString()),
            new("Seed", options.Seed.ToString(culture)),
            new("FullBatch", options.FullBatch.ToString()),
            new("Accumulate", options.Accumulate.ToString(culture)),
            new("Shards", options.Shards?.ToString(culture) ?? "none"),
            new("Augmentation", options.Augmentation?.ToString() ?? "none"),
            new("ClassWeights", Hash<float>(options.ClassWeights?.ToArray())),
            new("RowWeights", Hash<float>(options.RowWeights?.ToArray())),
            new("Validation", options.Validation == null ? "none" : $"{options.Validation.Rows} rows"),
            new("EvaluateTraining", options.EvaluateTraining.ToString()),
            new("Metrics", string.Join(", ", options.Metrics.Select(metric => metric.Name))),
            new("EarlyStopping.Metric", options.EarlyStopping?.Metric?.Name ?? "the loss"),
            new("Averaging", options.Averaging == null
                ? "none" : string.Create(culture, $"{options.Averaging.Decay}, every {options.Averaging.Every}")),
        ];
    }

    /// <exception cref="InvalidDataException">Something differs; the message says what.</exception>
    public static void Require(
        string path, IReadOnlyList<KeyValuePair<string, string>> saved, IReadOnlyList<KeyValuePair<string, string>> asked)
    {
        foreach ((string name, string value) in asked)
        {
            string before = saved.FirstOrDefault(pair => pair.Key == name).Value ?? "unknown";
            if (before != value)
            {
                throw new InvalidDataException(
                    $"{path}: expected the checkpoint of a run with {name} {Quoted.Value(value)}, found one with "
                    + $"{Quoted.Value(before)}. Delete the file, or name another folder, to begin anew.");
            }
        }
    }

    /// <summary>FNV-1a over the bits: to notice other numbers, not to prove equal ones.</summary>
    public static string Hash<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        if (numbers.IsEmpty)
            return "none";
        ulong hash = 14695981039346656037;
        foreach (byte next in MemoryMarshal.AsBytes(numbers))
            hash = unchecked((hash ^ next) * 1099511628211);
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
