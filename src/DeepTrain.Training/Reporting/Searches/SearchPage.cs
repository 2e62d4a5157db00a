using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Puts the sections of a search's report together.</summary>
internal static class SearchPage
{
    public static string Compose(SearchResult found, string title)
    {
        var html = new HtmlText();
        ReportPage.Begin(html, title);
        html.Add($"<h1>{Quoted.Name(title)}</h1>");
        html.Add($"{SearchOutcomeSection.Of(found)}");
        if (found.Trials.Count > 0)
        {
            html.Add($"{SearchCurveSection.Of(found)}");
            html.Add($"{ScoreSection.Of(found)}");
            html.Add($"{TrialSection.Of(found)}");
        }
        html.Add($"{SearchSettingSection.Of(found)}");
        html.Add($"</body></html>");
        return html.ToString();
    }
}
