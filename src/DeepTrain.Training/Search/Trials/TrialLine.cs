using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepTrain;

/// <summary>A trial's result as a line of JSON.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrialLine))]
internal sealed partial class TrialLineContext : JsonSerializerContext;

/// <summary>What a line holds.</summary>
internal sealed record TrialLine
{
    public required int Number { get; init; }
    public required int Stage { get; init; }
    public int? ContinuedFrom { get; init; }
    public required string Network { get; init; }
    public required double[] Values { get; init; }
    public required int Epochs { get; init; }
    public required long Steps { get; init; }
    public required StopReason Stopped { get; init; }
    public required double Score { get; init; }
    public required double[] FoldScores { get; init; }
    public required double Loss { get; init; }
    public required double[] Metrics { get; init; }
    public required int[] CurveEpochs { get; init; }
    public required double[] CurveScores { get; init; }
    public required double Seconds { get; init; }

    public static string Write(TrialResult trial) => JsonSerializer.Serialize(new TrialLine
    {
        Number = trial.Number, Stage = trial.Stage, ContinuedFrom = trial.ContinuedFrom, Network = trial.Network,
        Values = [.. trial.Values], Epochs = trial.Epochs, Steps = trial.Steps, Stopped = trial.Stopped, Score = trial.Score,
        FoldScores = [.. trial.FoldScores], Loss = trial.Loss, Metrics = [.. trial.Metrics],
        CurveEpochs = [.. trial.Curve.Select(point => point.Epoch)], CurveScores = [.. trial.Curve.Select(point => point.Score)],
        Seconds = trial.Seconds,
    }, TrialLineContext.Default.TrialLine);

    /// <exception cref="InvalidDataException">It is no such line.</exception>
    public static TrialResult Read(string json)
    {
        TrialLine line;
        try
        {
            line = JsonSerializer.Deserialize(json, TrialLineContext.Default.TrialLine)
                ?? throw new InvalidDataException("Expected the result of a trial, found null.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"Expected the result of a trial, found something else: {broken.Message}", broken);
        }
        // required says that they are there, not that they are something
        if (line.Network == null || line.Values == null || line.FoldScores == null || line.Metrics == null || line.CurveEpochs == null
            || line.CurveScores == null || line.Number < 0 || line.Stage < 0 || line.Epochs < 0 || line.Steps < 0
                || line.ContinuedFrom < 0
            || !Enum.IsDefined(line.Stopped) || line.CurveEpochs.Length != line.CurveScores.Length || line.FoldScores.Length == 0)
            throw new InvalidDataException("Expected the result of a trial, found numbers that none can have.");
        return new TrialResult
        {
            Number = line.Number, Stage = line.Stage, ContinuedFrom = line.ContinuedFrom, Network = line.Network, Values =
                line.Values,
            Epochs = line.Epochs, Steps = line.Steps, Stopped = line.Stopped, Score = line.Score, FoldScores = line.FoldScores,
            Loss = line.Loss, Metrics = line.Metrics, Seconds = line.Seconds,
            Curve = [.. line.CurveEpochs.Zip(line.CurveScores, (epoch, score) => new CurvePoint(epoch, score))],
        };
    }
}
