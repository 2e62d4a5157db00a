namespace DeepTrain;

/// <summary>Keeps a network as it is at the end of each cycle of its rate; what it has kept goes into checkpoints.</summary>
internal sealed class CycleSnapshots(CosineSchedule schedule) : IStatefulCallback
{
    private readonly List<NetworkSnapshot> _snapshots = [];
    private long _step;

    public IReadOnlyList<NetworkSnapshot> Snapshots => _snapshots;

    public string StateKey => "DeepTrain.CycleSnapshots";

    public void OnFitBegin(FitContext context) => _step = context.Step;

    public void OnBatchEnd(FitContext context, float loss)
    {
        // a batch of several that make an update together, and no end of one
        if (context.Step == _step)
            return;
        _step = context.Step;
        if (_step == context.TotalSteps
            || schedule.CycleOf(_step, context.TotalSteps) != schedule.CycleOf(_step - 1, context.TotalSteps))
            _snapshots.Add(NetworkSnapshot.Of(context.Network));
    }

    public string SaveState() => string.Join(' ', _snapshots.Select(snapshot => Convert.ToBase64String(snapshot.Bytes.Span)));

    public void RestoreState(string state)
    {
        _snapshots.Clear();
        _snapshots.AddRange(state.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(snapshot => NetworkSnapshot.FromBytes(Convert.FromBase64String(snapshot))));
    }
}
