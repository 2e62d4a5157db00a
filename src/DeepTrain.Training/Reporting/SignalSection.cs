namespace DeepTrain;

/// <summary>What flows through the layers, and how far parameters move.</summary>
internal static class SignalSection
{
    private const string OnHistograms =
        "How each layer's outputs are spread (roots of the counts). Dashed lines are one predicted standard deviation to each side of the mean.";

    private const string OnUpdates =
        "An update usually moves weights by about 1e-3 of their norm: 1e-2 and more is a rate that is too high, 1e-5 and less one that is too low.";

    public static HtmlText Of(MonitorLog log)
    {
        var html = new HtmlText();
        html.Add($"<h2>Layers</h2>");
        foreach (MonitorNote note in log.Notes)
            html.Add($"<p><span class=\"{(note.IsWarning ? "WARNING" : "note")}\">{(note.IsWarning ? "WARNING" : "note")}</span> {note.Text}</p>");
        html.Add($"<p class=\"soft\">{OnHistograms}</p>");
        html.Add($"{HistogramGrid.Of(log)}");
        html.Add($"<div class=\"plots\">");
        html.Add($"{Stds(log)}");
        html.Add($"{Ratios(log)}");
        html.Add($"{Plot.Of("Dead units, share of the layer", "epochs", OfLayers(log, layer => layer.DeadShare))}");
        html.Add($"{Plot.Of("Gradient norm", "epochs", OfParameters(log, signal => signal.GradientNorm))}");
        html.Add($"</div>");
        html.Add($"<p class=\"soft\">{OnUpdates}</p>");
        return html;
    }

    private static HtmlText Stds(MonitorLog log)
    {
        IReadOnlyList<LayerSignal> first = log[0].Layers, last = log[^1].Layers;
        PlotSeries[] series =
        [
            new("predicted", [.. first.Select((layer, index) => (index + 1.0, layer.PredictedStd))]),
            new(log[0].Steps == 0 ? "before training" : "first look", [.. first.Select((layer, index) => (index + 1.0, layer.Std))]),
            new("at the end", [.. last.Select((layer, index) => (index + 1.0, layer.Std))]),
        ];
        return Plot.Of("Standard deviation of outputs", "layer", series);
    }

    private static HtmlText Ratios(MonitorLog log) =>
        Plot.Of("Update, share of the norm", "epochs", OfParameters(log, signal => signal.UpdateRatio));

    // weights say more than biases, which start from 0
    private static PlotSeries[] OfParameters(MonitorLog log, Func<ParameterSignal, double> value)
    {
        IReadOnlyList<ParameterSignal> signals = log[0].Parameters;
        int[] weights = [.. Enumerable.Range(0, signals.Count).Where(index => signals[index].Name.EndsWith(".weight", StringComparison.Ordinal))];
        return [.. HistogramGrid.Spread(weights.Length, Plot.MostSeries).Select(next => weights[next]).Select(index => new PlotSeries(
            signals[index].Name, [.. log.Select(look => ((double)look.Epochs, value(look.Parameters[index])))]))];
    }

    private static PlotSeries[] OfLayers(MonitorLog log, Func<LayerSignal, double> value)
    {
        int[] layers = [.. Enumerable.Range(0, log[0].Layers.Count).Where(index => double.IsFinite(value(log[0].Layers[index])))];
        return [.. HistogramGrid.Spread(layers.Length, Plot.MostSeries).Select(next => layers[next]).Select(index => new PlotSeries(
            log[0].Layers[index].Name, [.. log.Select(look => ((double)look.Epochs, value(look.Layers[index])))]))];
    }
}
