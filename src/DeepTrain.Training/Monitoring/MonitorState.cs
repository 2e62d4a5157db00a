using System.Text.Json.Serialization;

namespace DeepTrain;

/// <summary>What a monitor has seen, as checkpoints keep it.</summary>
internal sealed record MonitorState(int Stride, MonitorRecord[] Records);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(MonitorState))]
internal sealed partial class MonitorStateContext : JsonSerializerContext;
