using System.Globalization;

namespace DeepTrain.Runtime;

/// <summary>The counters and rates of a network, as a file's metadata holds them.</summary>
internal sealed record TrainingProgress(
    ulong Seed, long Updates, long Batches, float LearningRate, double MomentumProduct, float Regularization)
{
    public const string OptimizerKey = "optimizer";
    public const string SeedKey = "seed";
    public const string UpdatesKey = "updates";
    public const string BatchesKey = "batches";
    public const string LearningRateKey = "learning_rate";
    public const string MomentumProductKey = "momentum_product";

    /// <summary>Only there where it is not 1: files of networks that leave it alone stay as they were.</summary>
    public const string RegularizationKey = FileMetadata.ReservedPrefix + "regularization";

    private delegate bool Parse<T>(string text, NumberStyles style, CultureInfo culture, out T value);

    public static TrainingProgress Of(NetworkState state) =>
        new(state.Seed, state.Updates, state.Batches, state.LearningRate, state.MomentumProduct, state.Regularization);

    /// <summary>Reads the metadata; null if the file was not written by a network.</summary>
    public static TrainingProgress? Read(SafetensorsReader file, string optimizer)
    {
        if (!NetworkFile.IsOurs(file))
            return null;
        string saved = Text(file, OptimizerKey);
        if (saved != optimizer)
        {
            throw file.Bad(
                $"expected the state of the optimizer {optimizer}, found that of {Quoted.Name(saved)}; " +
                "LoadWeights takes the weights alone");
        }
        const string FromZero = "a finite number from 0", Count = "a whole number from 0 to 2^53";
        return new TrainingProgress(
            Number<ulong>(file, SeedKey, ulong.TryParse, "a whole number of 64 bits", _ => true),
            Number<long>(file, UpdatesKey, long.TryParse, Count, IsCount),
            Number<long>(file, BatchesKey, long.TryParse, Count, IsCount),
            Number<float>(file, LearningRateKey, float.TryParse, FromZero, IsFiniteFromZero),
            Number<double>(
                file, MomentumProductKey, double.TryParse, "a number from 0 to 1", product => product is >= 0 and <= 1),
            file.Metadata.ContainsKey(RegularizationKey)
                ? Number<float>(file, RegularizationKey, float.TryParse, FromZero, IsFiniteFromZero)
                : 1f);
    }

    /// <summary>Adds the metadata to a file.</summary>
    public void Write(SafetensorsWriter writer, string optimizer)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        writer.AddMetadata(OptimizerKey, optimizer);
        writer.AddMetadata(SeedKey, Seed.ToString(culture));
        writer.AddMetadata(UpdatesKey, Updates.ToString(culture));
        writer.AddMetadata(BatchesKey, Batches.ToString(culture));
        writer.AddMetadata(LearningRateKey, LearningRate.ToString("R", culture));
        writer.AddMetadata(MomentumProductKey, MomentumProduct.ToString("R", culture));
        if (Regularization != 1)
            writer.AddMetadata(RegularizationKey, Regularization.ToString("R", culture));
    }

    private static bool IsFiniteFromZero(float value) => float.IsFinite(value) && value >= 0;

    private static bool IsCount(long value) => value is >= 0 and <= NetworkState.MostSteps;

    private static T Number<T>(SafetensorsReader file, string key, Parse<T> parse, string expected, Predicate<T> isValid)
    {
        string text = Text(file, key);
        bool isWhole = typeof(T) == typeof(long) || typeof(T) == typeof(ulong);
        NumberStyles style = isWhole
            ? NumberStyles.AllowLeadingSign
            : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        // no number needs as many characters as a hostile file may have
        const int Longest = 64;
        if (text.Length > Longest || !parse(text, style, CultureInfo.InvariantCulture, out T value) || !isValid(value))
            throw file.Bad($"expected {expected} in __metadata__.{key}, found {Quoted.Value(text)}");
        return value;
    }

    private static string Text(SafetensorsReader file, string key) =>
        file.Metadata.TryGetValue(key, out string? text)
            ? text
            : throw file.Bad($"expected __metadata__.{key}, found none: the optimizer's state is only there in part");
}
