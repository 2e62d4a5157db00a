using System.Globalization;

namespace DeepTrain.Runtime;

/// <summary>The counters and rates of a network, as a file's metadata holds them.</summary>
internal sealed record TrainingProgress(ulong Seed, long Updates, long Batches, float LearningRate, double MomentumProduct)
{
    private delegate bool Parse<T>(string text, NumberStyles style, CultureInfo culture, out T value);

    /// <summary>Reads the metadata; null if the file was not written by a network.</summary>
    public static TrainingProgress? Read(SafetensorsReader file, string optimizer)
    {
        if (!file.Metadata.TryGetValue("format", out string? format) || format != NetworkFile.Format)
            return null;
        string saved = Text(file, "optimizer");
        if (saved != optimizer)
            throw file.Bad($"expected the state of the optimizer {optimizer}, found that of {saved}");
        return new TrainingProgress(
            Number<ulong>(file, "seed", ulong.TryParse, _ => true),
            Number<long>(file, "updates", long.TryParse, value => value >= 0),
            Number<long>(file, "batches", long.TryParse, value => value >= 0),
            Number<float>(file, "learning_rate", float.TryParse, value => float.IsFinite(value) && value >= 0),
            Number<double>(file, "momentum_product", double.TryParse, double.IsFinite));
    }

    private static T Number<T>(SafetensorsReader file, string key, Parse<T> parse, Predicate<T> isValid)
    {
        string text = Text(file, key);
        bool isWhole = typeof(T) == typeof(long) || typeof(T) == typeof(ulong);
        NumberStyles style = isWhole
            ? NumberStyles.AllowLeadingSign
            : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!parse(text, style, CultureInfo.InvariantCulture, out T value) || !isValid(value))
            throw file.Bad($"expected a valid number in __metadata__.{key}, found \"{text}\"");
        return value;
    }

    private static string Text(SafetensorsReader file, string key) =>
        file.Metadata.TryGetValue(key, out string? text)
            ? text
            : throw file.Bad($"expected __metadata__.{key}, found none: the optimizer's state is only there in part");
}
