using System.Collections.ObjectModel;
using System.Text;

namespace DeepTrain.Runtime;

/// <summary>The metadata that users add to a file, beside what the file needs for itself.</summary>
internal static class FileMetadata
{
    /// <summary>What the keys start with that this version and later ones may need.</summary>
    public const string ReservedPrefix = "deeptrain.";

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        NetworkFile.FormatKey, NetworkFile.NetworkKey, TrainingProgress.OptimizerKey, TrainingProgress.SeedKey,
        TrainingProgress.UpdatesKey, TrainingProgress.BatchesKey, TrainingProgress.LearningRateKey,
        TrainingProgress.MomentumProductKey,
    };

    // a lone surrogate would come back as another character
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Adds the user's metadata to a file.</summary>
    /// <exception cref="ArgumentException">A key is reserved or there twice, or something is no text.</exception>
    public static void Add(SafetensorsWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata == null)
            return;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string key, string value) in metadata)
        {
            if (key == null || value == null)
                throw Bad($"expected keys and values that are not null, found {(key == null ? "null" : Quoted.Value(key))}");
            if (IsReserved(key))
            {
                throw Bad(
                    $"expected keys of your own, found {Quoted.Value(key)}: " +
                    $"{string.Join(", ", Reserved)} and what starts with \"{ReservedPrefix}\" belong to the file format");
            }
            if (!IsText(key) || !IsText(value))
                throw Bad($"expected valid UTF-16, found half of a surrogate pair at {Quoted.Value(key)}");
            if (!keys.Add(key))
                throw Bad($"expected every key once, {Quoted.Value(key)} is there twice");
            writer.AddMetadata(key, value);
        }
    }

    /// <summary>What is the user's of the metadata of a file.</summary>
    public static IReadOnlyDictionary<string, string> Of(SafetensorsReader file)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in file.Metadata)
        {
            if (!IsReserved(key))
                metadata.Add(key, value);
        }
        return new ReadOnlyDictionary<string, string>(metadata);
    }

    public static ArgumentException Bad(string message) => new($"The metadata cannot be saved: {message}.", "metadata");

    private static bool IsReserved(string key) =>
        Reserved.Contains(key) || key.StartsWith(ReservedPrefix, StringComparison.Ordinal);

    /// <summary>Whether every character can be written.</summary>
    public static bool IsText(string text)
    {
        try
        {
            Strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
