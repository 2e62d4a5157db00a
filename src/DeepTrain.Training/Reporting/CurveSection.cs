namespace DeepTrain;

/// <summary>Losses, metrics and the learning rate, epoch by epoch.</summary>
internal static class CurveSection
{
    private const int MostMetrics = 8;

    private const string OnLosses =
        "The training loss is a mean over an epoch, with dropout and batch statistics on and of weights that improve meanwhile: it may lie "
        + "above the validation loss, which is measured at the epoch's end without them.";

    public static HtmlText Of(FitResult run, RateRange? range)
    {
        History history = run.History;
        var html = new HtmlText();
        html.Add($"<h2>Curves</h2>");
        if (history.Count == 0)
            return html.Add($"<p>The fit ended before the first epoch did.</p>");
        html.Add($"<div class=\"plots\">");
        var losses = new List<PlotSeries> { Series("training", history, epoch => epoch.TrainingLoss) };
        if (history.Any(epoch => epoch.TrainingLossInInference != null))
            losses.Add(Series("training, in inference mode", history, epoch => epoch.TrainingLossInInference ?? double.NaN));
        if (history.Any(epoch => epoch.ValidationLoss != null))
            losses.Add(Series("validation", history, epoch => epoch.ValidationLoss ?? double.NaN));
        if (history.Any(epoch => epoch.Penalty > 0))
            losses.Add(Series("penalty", history, epoch => epoch.Penalty));
        losses.Add(new PlotSeries("before training", [(0, history.InitialLoss)]));
        html.Add($"{Plot.Of("Loss", "epochs", losses, false, run.BestEpoch is int best ? [(best + 1.0, "best")] : [])}");
        for (int metric = 0; metric < Math.Min(MostMetrics, history.MetricNames.Count); metric++)
        {
            int index = metric;
            string name = HtmlText.Short(history.MetricNames[index]);
            html.Add($"{Plot.Of(name, "epochs", [Series(name, history, epoch => epoch.Metrics[index])])}");
        }
        html.Add($"{Plot.Of("Learning rate", "epochs", [Series("learning rate", history, epoch => epoch.LearningRate)])}");
        if (range != null)
        {
            PlotSeries[] curve =
            [
                new("batches", [.. range.Curve.Select(point => ((double)point.Rate, point.Loss))]),
                new("smoothed", [.. range.Curve.Select(point => ((double)point.Rate, point.Smoothed))]),
            ];
            html.Add($"{Plot.Of("Range test", "learning rate", curve, true, range.Suggestion is float rate ? [(rate, "suggested")] : [])}");
        }
        html.Add($"</div>");
        if (range != null)
            html.Add($"<p>{range.Reason}</p>");
        if (losses.Exists(series => series.Name == "validation"))
        {
            html.Add($"<p class=\"soft\">{OnLosses}</p>");
        }
        return html;
    }

    private static PlotSeries Series(string name, History history, Func<EpochRecord, double> value) =>
        new(name, [.. history.Select(epoch => (epoch.Epoch + 1.0, value(epoch)))]);
}
