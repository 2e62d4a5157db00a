using System.Text.Json;

namespace DeepTrain;

/// <summary>Looks at a network between epochs, and leaves it as it is.</summary>
internal sealed class MonitorRun(MonitorOptions options) : IStatefulCallback
{
    private Batch? _rows;
    private Batch? _batch;

    public MonitorLog Log { get; } = new();

    public string StateKey => "DeepTrain.Monitor";

    public void OnFitBegin(FitContext context)
    {
        if (context.ResumedAt == null)
            Look(context, 0);
    }

    public void OnEpochEnd(FitContext context, EpochRecord epoch)
    {
        if ((epoch.Epoch + 1) % ((long)options.EveryEpochs * Log.Stride) == 0)
            Look(context, epoch.Epoch + 1);
    }

    public string SaveState() => JsonSerializer.Serialize(
        new MonitorState(Log.Stride, [.. Log]), MonitorStateContext.Default.MonitorState);

    public void RestoreState(string state)
    {
        try
        {
            MonitorState saved = JsonSerializer.Deserialize(state, MonitorStateContext.Default.MonitorState)
                ?? throw new JsonException("there is none");
            if (saved.Stride < 1 || saved.Records.Length > MonitorLog.MostRecords)
                throw new JsonException($"a stride of {saved.Stride} with {saved.Records.Length} looks");
            Log.Restore(saved.Records, saved.Stride);
        }
        catch (JsonException damage)
        {
            throw new InvalidDataException($"Expected the looks of a monitor, found something else: {damage.Message}", damage);
        }
    }

    private void Look(FitContext context, int epochs)
    {
        _rows ??= context.Data.ReadSpread(options.Rows);
        _batch ??= context.Data.ReadSpread(Math.Min(context.Options.BatchSize, options.Rows));
        SignalMeter meter = SignalMeter.Measure(context.Network, _rows);
        Log.Add(new MonitorRecord
        {
            Epochs = epochs,
            Steps = context.Step,
            Layers = meter.Layers,
            Parameters = TrialUpdate.Measure(context.Network, _batch, meter.Parameters),
        });
    }
}
