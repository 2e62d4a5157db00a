using System.Text.Json;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>One network of the calibration set: its declaration, what was measured, what the reference predicts.</summary>
internal sealed record CalibrationNetwork(
    int Line, SignalNetwork Network, bool Failed, double MeasuredLoss, JsonElement Reference)
{
    private const int Inputs = 8;
    private const int Classes = 10;

    public static IReadOnlyList<CalibrationNetwork> ReadAll()
    {
        string[] calibration = DataFile.Lines("calibration.jsonl"), reference = DataFile.Lines("reference.jsonl");
        return [.. calibration.Zip(reference, (measured, predicted) => (measured, predicted)).Select(Read)];
    }

    public double[] Expected(string name) =>
        Reference.GetProperty(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Select(x => x.GetDouble())]
            : [Reference.GetProperty(name).GetDouble()];

    private static CalibrationNetwork Read((string Measured, string Predicted) text, int index)
    {
        JsonElement measured = JsonDocument.Parse(text.Measured).RootElement;
        bool failed = measured.GetProperty("nan").GetBoolean() || measured.GetProperty("acc").GetDouble() < 0.5;
        double loss = Number(measured.GetProperty("loss0"));
        JsonElement predicted = JsonDocument.Parse(text.Predicted).RootElement;
        return new(index + 1, Declare(measured.GetProperty("cfg")), failed, loss, predicted);
    }

    private static double Number(JsonElement x) => x.ValueKind == JsonValueKind.Number ? x.GetDouble() : double.NaN;

    private static SignalNetwork Declare(JsonElement settings)
    {
        int width = settings.GetProperty("width").GetInt32();
        string init = settings.GetProperty("init").GetString()!;
        double argument = Number(settings.GetProperty("arg"));
        var hidden = new SignalLayer
        {
            Units = width,
            Nonlinearity = NamedFunction.Create(settings.GetProperty("act").GetString()!),
            BatchNorm = settings.GetProperty("bn").GetBoolean() ? new SignalBatchNorm() : null,
            Dropout = settings.GetProperty("drop").GetDouble() is > 0 and var rate ? new InvertedDropout(1 - rate) : null,
        };
        List<SignalLayer> layers = [.. Enumerable.Repeat(hidden, settings.GetProperty("depth").GetInt32())];
        layers.Add(new SignalLayer { Units = Classes });
        for (int i = 0, fan = Inputs; i < layers.Count; fan = layers[i].Units, i++)
        {
            double variance = WeightVariance(init, fan, layers[i].Units, argument);
            layers[i] = layers[i] with { FanIn = fan, WeightVariance = variance };
        }

        bool sgd = settings.GetProperty("opt").GetString() == "sgd";
        return new SignalNetwork
        {
            Layers = layers,
            Outputs = Classes,
            Optimizer = new SignalOptimizer
            {
                IsAdaptive = !sgd,
                LearningRate = settings.GetProperty("lr").GetDouble(),
                Momentum = sgd ? 0.9 : 0,
            },
        };
    }

    private static double WeightVariance(string init, double fanIn, double fanOut, double argument) => init switch
    {
        "zeros" or "constant" => 0,
        "normal" => argument * argument,
        "uniform" => argument * argument / 3,
        "glorot" => 2 / (fanIn + fanOut),
        "he" => 2 / fanIn,
        "lecun" => 1 / fanIn,
        "orthogonal" => argument * argument / Math.Max(fanIn, fanOut),
        _ => throw new ArgumentException(init),
    };
}
