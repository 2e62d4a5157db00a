namespace DeepTrain;

/// <summary>What was found and what that teaches, in words, and the best trials.</summary>
internal static class SearchOutcomeSection
{
    public static HtmlText Of(SearchResult found)
    {
        var html = new HtmlText();
        string kind = found.Best == null
            ? "bad" : found.Findings.Any(finding => finding.Kind == SearchFindingKind.Edge) ? "" : "good";
        html.Add($"<div class=\"verdict {kind}\"><p>{Sentence(found)}</p>");
        foreach (string warning in found.Warnings)
            html.Add($"<p>{warning}</p>");
        html.Add($"</div>");
        if (found.Leading.Count == 0)
            return html;
        html.Add($"<h2>Best {(found.Leading.Count == 1 ? "trial" : found.Leading.Count)}</h2><div class=\"wide\"><table><thead><tr><th>trial</th>");
        html.Add($"<th class=\"number\">{found.ObjectiveName}</th>");
        foreach (int metric in OtherMetrics(found))
            html.Add($"<th class=\"number\">{HtmlText.Short(found.Options.Training.Metrics[metric].Name)}</th>");
        foreach ((string name, _) in found.Axes.All)
            html.Add($"<th class=\"number\">{HtmlText.Short(name)}</th>");
        html.Add($"<th class=\"number\">epochs</th></tr></thead><tbody>");
        foreach (TrialResult trial in found.Leading)
        {
            html.Add($"<tr class=\"good\"><th>{trial.Number}</th><td class=\"number\">{SearchResult.ScoreText(trial)}</td>");
            foreach (int metric in OtherMetrics(found))
                html.Add($"<td class=\"number\">{Words.Number(trial.Metrics[metric])}</td>");
            foreach ((_, string value) in found.SettingsOf(trial).All)
                html.Add($"<td class=\"number\">{value}</td>");
            html.Add($"<td class=\"number\">{trial.Epochs}</td></tr>");
        }
        return html.Add($"</tbody></table></div>");
    }

    /// <summary>Those besides the objective.</summary>
    public static IEnumerable<int> OtherMetrics(SearchResult found) => Enumerable.Range(0, found.Options.Training.Metrics.Count)
        .Where(metric => found.Options.Training.Metrics[metric].Name != found.Options.Objective?.Name);

    private static string Sentence(SearchResult found)
    {
        string done = Words.Count(found.Trials.Count, "trial")
            + (found.Stopped == StopReason.Completed ? "" : ", cancelled before the end");
        return found.Best is not { } best ? $"{done}; none has a score."
            : $"{done}. The best is trial {best.Number}, with {found.ObjectiveName} {SearchResult.ScoreText(best)}: {found.SettingsOf(best)}.";
    }
}
