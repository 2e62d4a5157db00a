using System.Globalization;

namespace DeepTrain;

/// <summary>What the search was asked for.</summary>
internal static class SearchSettingSection
{
    public static HtmlText Of(SearchResult found)
    {
        SearchOptions options = found.Options;
        var html = new HtmlText();
        html.Add($"<h2>Settings of the search</h2><table><tbody>");
        Row("strategy", options.Strategy.ToString()!);
        Row("seed", options.Seed.ToString(CultureInfo.InvariantCulture));
        Row("best is", options.Objective == null ? "the lowest validation loss"
            : $"the {(options.Objective.HigherIsBetter ? "highest" : "lowest")} {options.Objective.Name}");
        Row("measured on", found.Trials.Any(trial => trial.FoldScores.Count > 1) ? $"{options.Folds} folds" : "rows held out");
        foreach ((string name, Axis axis) in found.Axes.All)
            Row(name, axis.ToString()!);
        Row("epochs of a whole trial", options.Training.Epochs.ToString(CultureInfo.InvariantCulture));
        Row("preprocessing", options.Prepare?.ToString() ?? "none");
        return html.Add($"</tbody></table>");

        void Row(string name, string value) => html.Add($"<tr><th>{HtmlText.Short(name)}</th><td>{value}</td></tr>");
    }
}
