using System.Globalization;

namespace DeepTrain;

/// <summary>Every trial in a table, the best first.</summary>
internal static class TrialSection
{
    private const int MostRows = 2000;

    public static HtmlText Of(SearchResult found)
    {
        bool hasFolds = found.Trials.Any(trial => trial.FoldScores.Count > 1), hasStages = found.Trials.Any(trial => trial.Stage > 0);
        var html = new HtmlText();
        html.Add($"<h2>All trials</h2><div class=\"wide\"><table><thead><tr><th>trial</th>");
        html.Add($"<th class=\"number\">{found.ObjectiveName}</th>");
        if (hasFolds)
            html.Add($"<th class=\"number\">spread</th>");
        foreach (int metric in SearchOutcomeSection.OtherMetrics(found))
            html.Add($"<th class=\"number\">{HtmlText.Short(found.Options.Training.Metrics[metric].Name)}</th>");
        foreach ((string name, _) in found.Axes.All)
            html.Add($"<th class=\"number\">{HtmlText.Short(name)}</th>");
        if (hasStages)
            html.Add($"<th class=\"number\">stage</th><th class=\"number\">goes on with</th>");
        html.Add($"<th class=\"number\">epochs</th><th>ended</th><th class=\"number\">seconds</th></tr></thead><tbody>");
        foreach (TrialResult trial in found.Ranking.Take(MostRows))
        {
            html.Add($"<tr class=\"{(found.Leading.Contains(trial) ? "good" : "")}\"><th>{trial.Number}</th><td class=\"number\">{Number(trial.Score)}</td>");
            if (hasFolds)
                html.Add($"<td class=\"number\">{Number(trial.Spread)}</td>");
            foreach (int metric in SearchOutcomeSection.OtherMetrics(found))
                html.Add($"<td class=\"number\">{Number(trial.Metrics[metric])}</td>");
            foreach ((_, string value) in found.SettingsOf(trial).All)
                html.Add($"<td class=\"number\">{value}</td>");
            if (hasStages)
                html.Add($"<td class=\"number\">{trial.Stage}</td><td class=\"number\">{trial.ContinuedFrom}</td>");
            html.Add($"<td class=\"number\">{trial.Epochs}</td><td>{Ended(trial.Stopped)}</td><td class=\"number\">{Words.Number(trial.Seconds)}</td></tr>");
        }
        html.Add($"</tbody></table></div>");
        if (found.Ranking.Count > MostRows)
            html.Add($"<p>The best {MostRows} of {found.Ranking.Count} trials are shown.</p>");
        return html;
    }

    // more digits than a sentence needs: the table is copied
    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G5", CultureInfo.InvariantCulture) : "";

    private static string Ended(StopReason stopped) => stopped switch
    {
        StopReason.NotFinite => "not finite",
        StopReason.Diverged => "diverged",
        StopReason.EarlyStopping => "early",
        _ => "",
    };
}
