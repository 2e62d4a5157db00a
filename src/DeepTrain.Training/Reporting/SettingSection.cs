using System.Globalization;

namespace DeepTrain;

/// <summary>What the run was asked for, and what the network is made of.</summary>
internal static class SettingSection
{
    private const int MostLayers = 200;

    public static HtmlText Of(FitResult run)
    {
        FitOptions options = run.Options;
        var html = new HtmlText();
        html.Add($"<h2>Settings</h2><table><tbody>");
        Row("seed", options.Seed);
        Row("epochs", options.Steps is long steps ? $"until {steps} updates" : options.Epochs);
        Row("batch size", options.FullBatch ? $"all rows, in parts of {options.BatchSize}" : options.BatchSize);
        Row("last batch", options.LastBatch);
        Row("batches in an update", options.Accumulate);
        Row("shuffled", options.Shuffle ? "yes" : "no");
        Row("schedule", options.Schedule?.ToString() ?? "none");
        Row("regularization", run.Network.Regularization);
        Row("early stopping", options.EarlyStopping is { } stopping
            ? $"after {stopping.Patience} epochs without a better {stopping.Metric?.Name ?? "loss"}, by {Words.Number(stopping.MinDelta)}" : "none");
        Row("best weights restored", options.RestoreBest ? "yes" : "no");
        Row("weights averaged", options.Averaging?.ToString() ?? "no");
        Row("class weights", options.ClassWeights is { } classes
            ? string.Join(", ", classes.Take(20).Select(weight => Words.Number(weight))) + (classes.Count > 20 ? ", ..." : "") : "none");
        Row("row weights", options.RowWeights == null ? "none" : "given");
        Row("augmentation", options.Augmentation?.ToString() ?? "none");
        Row("validation", options.Validation?.ToString() ?? "none");
        html.Add($"</tbody></table>");
        NetworkDescription network = run.Network.Description;
        html.Add($"<h2>Declaration</h2><p>{HtmlText.Short(network.Name)}: loss {network.Loss}, optimizer {network.Optimizer}.</p>");
        string[] lines = network.ToString().Split('\n');
        html.Raw("<pre>");
        html.Lines(string.Join('\n', lines.Take(MostLayers)).TrimEnd());
        if (lines.Length > MostLayers)
            html.Lines($"... {network.Layers.Count} layers in all");
        html.Raw("</pre>\n");
        return html;

        void Row(string name, object value) =>
            html.Add($"<tr><th>{name}</th><td>{Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""}</td></tr>");
    }
}
