using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>How the outputs of each layer are spread, look by look: a row for each layer, a column for each look.</summary>
internal static class HistogramGrid
{
    private const int MostLayers = 40;
    private const int MostLooks = 8;
    private const int Width = 120;
    private const int Height = 44;

    public static HtmlText Of(MonitorLog log)
    {
        MonitorRecord[] looks = [.. Spread(log.Count, MostLooks).Select(index => log[index])];
        int layers = looks[0].Layers.Count;
        var html = new HtmlText();
        html.Add($"<div class=\"wide\"><table class=\"grid\"><thead><tr><th>layer</th><th>std predicted</th><th>std before training</th>");
        foreach (MonitorRecord look in looks)
            html.Add($"<th>{(look.Steps == 0 ? "before training" : $"epoch {look.Epochs}")}</th>");
        html.Add($"</tr></thead><tbody>");
        foreach (int layer in Spread(layers, MostLayers))
        {
            LayerSignal first = looks[0].Layers[layer];
            string measured = looks[0].Steps == 0 ? Words.Number(first.Std) : "";
            html.Add($"<tr><th>{HtmlText.Short(first.Name)}</th><td>{Predicted(first)}</td><td>{measured}</td>");
            foreach (MonitorRecord look in looks)
                html.Add($"<td>{Picture(look.Layers[layer])}</td>");
            html.Add($"</tr>");
        }
        html.Add($"</tbody></table></div>");
        if (layers > MostLayers)
            html.Add($"<p>{MostLayers} of {layers} layers are shown.</p>");
        return html;
    }

    /// <summary>Numbers from 0 at equal distances, with the first and the last.</summary>
    public static IEnumerable<int> Spread(int count, int most)
    {
        if (count <= most)
            return Enumerable.Range(0, count);
        return Enumerable.Range(0, most).Select(next => (int)((long)next * (count - 1) / (most - 1)));
    }

    private static string Predicted(LayerSignal layer) => double.IsFinite(layer.PredictedStd) ? Words.Number(layer.PredictedStd) : "";

    private static HtmlText Picture(LayerSignal layer)
    {
        Histogram histogram = layer.Histogram;
        int largest = Math.Max(1, histogram.Counts.Max());
        double bar = (double)Width / histogram.Counts.Count;
        var path = new StringBuilder($"M0 {Height}");
        for (int bin = 0; bin < histogram.Counts.Count; bin++)
        {
            // next to a peak at 0 the rest would not be seen: roots
            double height = Height * (1 - Math.Sqrt((double)histogram.Counts[bin] / largest));
            path.Append(CultureInfo.InvariantCulture, $"V{height:0.#}H{(bin + 1) * bar:0.#}");
        }
        path.Append(CultureInfo.InvariantCulture, $"V{Height}Z");
        string words = $"{layer.Name}: mean {Words.Number(layer.Mean)}, std {Words.Number(layer.Std)}, from {Words.Number(histogram.Least)} to "
            + $"{Words.Number(histogram.Largest)}"
            + (layer.DeadShare > 0 ? $", {Words.Percent(layer.DeadShare)} dead" : "")
            + (layer.SaturatedShare > 0 ? $", {Words.Percent(layer.SaturatedShare)} saturated" : "")
            + (layer.NonFinite > 0 ? $", {layer.NonFinite} not finite" : "");
        string below = layer.DeadShare > 0 ? $"{Words.Percent(layer.DeadShare)} dead"
            : layer.SaturatedShare > 0 ? $"{Words.Percent(layer.SaturatedShare)} sat." : $"std {Words.Number(layer.Std)}";
        var html = new HtmlText();
        html.Add($"<svg class=\"histogram\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{words}\"><title>{words}</title>");
        html.Add($"<path class=\"bars\" d=\"{new HtmlText().Raw(path.ToString())}\"/>");
        AddBand(html, layer);
        html.Add($"</svg><br/><small>{Words.Number(histogram.Least)} … {Words.Number(histogram.Largest)}; {below}</small>");
        return html;
    }

    // one predicted standard deviation to each side of the mean
    private static void AddBand(HtmlText html, LayerSignal layer)
    {
        double span = layer.Histogram.Largest - layer.Histogram.Least;
        if (!(span > 0) || !double.IsFinite(layer.PredictedStd))
            return;
        foreach (double edge in (double[])[layer.Mean - layer.PredictedStd, layer.Mean + layer.PredictedStd])
        {
            double place = (edge - layer.Histogram.Least) / span * Width;
            if (place < 0 || place > Width)
                continue;
            string across = place.ToString("0.#", CultureInfo.InvariantCulture);
            html.Add($"<line class=\"mark\" x1=\"{across}\" x2=\"{across}\" y1=\"0\" y2=\"{Height}\"/>");
        }
    }
}
