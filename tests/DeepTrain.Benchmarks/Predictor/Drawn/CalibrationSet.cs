using System.Text.Json;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// The 400 networks on which the predictor was calibrated, with the accuracies that were measured elsewhere, in another
/// framework.
/// </summary>
internal static class CalibrationSet
{
    public static IReadOnlyList<(NetworkSettings Settings, double Accuracy)> Read()
    {
        using Stream stream = typeof(CalibrationSet).Assembly.GetManifestResourceStream("calibration.jsonl")!;
        using var reader = new StreamReader(stream);
        var networks = new List<(NetworkSettings, double)>();
        while (reader.ReadLine() is string line)
        {
            JsonElement measured = JsonDocument.Parse(line).RootElement;
            bool isLost = measured.GetProperty("nan").GetBoolean();
            double accuracy = isLost ? double.NaN : measured.GetProperty("acc").GetDouble();
            networks.Add((SettingsOf(measured.GetProperty("cfg")), accuracy));
        }

        return networks;
    }

    private static NetworkSettings SettingsOf(JsonElement settings) => new()
    {
        Group = "calibration",
        Activation = CalibrationNames.ActivationOf(settings.GetProperty("act").GetString()!),
        Init = CalibrationNames.InitOf(settings.GetProperty("init").GetString()!),
        InitScale = settings.GetProperty("arg") is { ValueKind: JsonValueKind.Number } scale ? scale.GetDouble() : null,
        Depth = settings.GetProperty("depth").GetInt32(),
        Width = settings.GetProperty("width").GetInt32(),
        BatchNorm = settings.GetProperty("bn").GetBoolean(),
        Dropout = settings.GetProperty("drop").GetDouble(),
        UsesAlphaDropout = false,
        Optimizer = settings.GetProperty("opt").GetString() == "sgd" ? "SGD(LearningRate = 0.01f, Momentum = 0.9f)" : "Adam",
    };
}
