namespace DeepTrain;

/// <summary>A diagnosis in words.</summary>
internal static class DiagnosisText
{
    public static string Write(FitResult run, LossCurve curve, CurveShape shape, RateVerdict rate, GeneralizationGap gap)
    {
        var sentences = new List<string> { Curve(run, curve, shape, rate) };
        if (gap.Text.Length > 0)
            sentences.Add(gap.Text);
        if (rate != RateVerdict.Good && SignalFindings.Of(run.Network.Description) is { } predicted)
            sentences.Add(predicted);
        foreach (MonitorNote note in run.Monitoring?.Notes.Where(note => note.IsWarning).Take(2) ?? [])
            sentences.Add($"{note.Text}");
        if (run.BestEpoch is int best)
            sentences.Add($"Epoch {best + 1} of {run.History.Count} was the best, with {Words.Number(run.BestValue!.Value)}.");
        return string.Join(' ', sentences);
    }

    private static string Curve(FitResult run, LossCurve curve, CurveShape shape, RateVerdict rate)
    {
        if (shape == CurveShape.Explodes)
        {
            string end = run.Stopped == StopReason.NotFinite || curve.Losses.Any(loss => !double.IsFinite(loss))
                ? "is no number any more" : $"rises from {Words.Number(curve.Initial)} to {Words.Number(curve.Losses.Max())}";
            return $"The loss explodes: it {end}. The learning rate, {Rate(run)}, is too high; try a tenth of it, or ask "
                + "LearningRate.RangeTest. If it explodes at any rate, the rows may hold numbers that are not finite.";
        }
        if (shape == CurveShape.TooShort)
            return $"{Words.Count(curve.Losses.Length, "epoch")} {(curve.Losses.Length == 1 ? "is" : "are")} too few to tell what the curve looks like.";
        string fall = $"from {Words.Number(curve.Initial)} to {Words.Number(curve.Last)}";
        return shape switch
        {
            CurveShape.Good => curve.LastFall > 0.15 * Math.Abs(curve.FirstFall) && curve.Last > 0.1 * curve.Initial
                ? $"The curve is good: the loss falls quickly, {fall}, and still falls. More epochs would help."
                : $"The curve is good: the loss falls quickly and then ever more slowly, {fall}. The learning rate suits it.",
            CurveShape.Flat or CurveShape.FlatWhileAccuracyRises or CurveShape.Slow when IsBlocked(run) =>
                $"The loss hardly moves, {fall}: a layer lets next to nothing through, neither signals nor gradients, and no learning "
                + "rate mends that.",
            CurveShape.Slow => $"The loss falls slowly and evenly, {fall}: the learning rate, {Rate(run)}, is too low. Try ten times as much, or ask "
                + "LearningRate.RangeTest.",
            CurveShape.FlatWhileAccuracyRises =>
                $"The loss hardly moves, {fall}, while accuracy rises from {Words.Percent(curve.Accuracy[0])} to {Words.Percent(curve.Accuracy[^1])}: "
                + "probabilities are still diffuse, but shift to the right side. The learning rate, " + $"{Rate(run)}, is too low.",
            CurveShape.Flat when rate == RateVerdict.TooLow =>
                $"The loss hardly moves, {fall}: the learning rate, {Rate(run)}, is far too low. Try a hundred times as much, or ask "
                + "LearningRate.RangeTest.",
            CurveShape.Flat => $"The loss does not move, {fall}, and there is no trend: nothing is learnt. Units may be dead or saturated from the start, or "
                + "inputs have nothing to do with targets: see Sanity.Check and FitOptions.Monitor.",
            CurveShape.FlatThenSudden => $"The loss is flat at first and then falls suddenly, {fall}: bad initial weights, whose signal or gradient fades on its "
                + "way through the layers until training has mended them.",
            _ when rate == RateVerdict.TooHigh =>
                $"The loss falls steeply and then stays high and rough, {fall}: the learning rate, {Rate(run)}, is too high. Try a third to a tenth of it, or "
                + "a schedule that lowers it.",
            _ => $"The loss falls and then stands still, {fall}: either inputs tell no more about the targets, or the learning rate, {Rate(run)}, "
                + "is not the right one. Try a third and three times of it.",
        };
    }

    // Most units of a layer are dead, and were before training.
    private static bool IsBlocked(FitResult run)
    {
        const double Most = 0.9;
        return run.Monitoring is { Count: > 0 } log && log.Notes.Any(note => note.IsWarning && note.Cause == UnitCause.Init
            && log[^1].Layers.Any(layer => layer.Name == note.Layer && layer.DeadShare >= Most));
    }

    private static string Rate(FitResult run) =>
        Words.Number(run.History.Count == 0 ? run.Network.LearningRate : run.History.Max(epoch => epoch.LearningRate));
}
