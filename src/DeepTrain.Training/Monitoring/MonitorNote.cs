namespace DeepTrain;

/// <summary>A layer of which many units let nothing through.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="IsWarning">Whether there are more than networks that train usually have.</param>
/// <param name="Cause">Why that may be.</param>
/// <param name="Text">All of it in a sentence or two.</param>
public sealed record MonitorNote(string Layer, bool IsWarning, UnitCause Cause, string Text)
{
    // of those at the end: so many before training, and the beginning is to blame
    private const double ThereFromTheStart = 0.5;

    private const double ManySaturated = 0.5;

    internal static IEnumerable<MonitorNote> Of(MonitorLog log)
    {
        if (log.Count == 0)
            yield break;
        MonitorRecord first = log[0], last = log[^1];
        for (int index = 0; index < last.Layers.Count; index++)
        {
            LayerSignal begin = first.Layers[index], end = last.Layers[index];
            if (end.DeadShare >= DeadUnitLimits.Note)
                yield return Dead(first, begin, last, end);
            if (end.SaturatedShare > ManySaturated)
                yield return Saturated(first, begin, last, end);
        }
    }

    private static MonitorNote Dead(MonitorRecord first, LayerSignal begin, MonitorRecord last, LayerSignal end)
    {
        bool isWarning = end.DeadShare > DeadUnitLimits.Warning;
        UnitCause cause = CauseOf(first, begin.DeadShare, end.DeadShare);
        string grown = Grown(last, end.Name, begin.DeadShare, end.DeadShare, "dead: ReLU is 0 there for every row");
        if (end.Kind != "ReLU")
            grown = Grown(last, end.Name, begin.DeadShare, end.DeadShare, "dead: next to nothing comes out for any row");
        string advice = !isWarning
            ? "10 to 20 % are usual."
            : cause == UnitCause.Init
                ? "They were before training: initial weights, biases below 0 or inputs that are not centred are the cause (init)."
                : "They became so in training: the learning rate is too high (rate). Lower it, or take LeakyReLU.";
        return new MonitorNote(end.Name, isWarning, cause, $"{grown}. {advice}");
    }

    private static MonitorNote Saturated(MonitorRecord first, LayerSignal begin, MonitorRecord last, LayerSignal end)
    {
        UnitCause cause = CauseOf(first, begin.SaturatedShare, end.SaturatedShare);
        string grown = Grown(last, end.Name, begin.SaturatedShare, end.SaturatedShare, "saturated, at an end of the range");
        return new MonitorNote(end.Name, false, cause, cause == UnitCause.Init
            ? $"{grown}. It was so before training: initial weights or inputs are too large (init)."
            : $"{grown}. It became so in training: sure answers look like that, and too high a learning rate too (rate).");
    }

    private static UnitCause CauseOf(MonitorRecord first, double begin, double end) =>
        first.Steps == 0 && begin >= ThereFromTheStart * end ? UnitCause.Init : UnitCause.Rate;

    private static string Grown(MonitorRecord last, string layer, double begin, double end, string what) =>
        $"{Words.Percent(end)} of {layer} are {what}, after {Words.Count(last.Epochs, "epoch")}; {Words.Percent(begin)} at first";
}
