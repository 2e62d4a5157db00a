namespace DeepTrain;

/// <summary>What was checked before training.</summary>
internal static class CheckSection
{
    public static HtmlText Of(CheckReport checks)
    {
        var html = new HtmlText();
        html.Add($"<h2>Checks</h2><p>{checks.Summary}</p>");
        html.Add($"<table><thead><tr><th>check</th><th>verdict</th><th>measured</th><th>what to change</th></tr></thead><tbody>");
        foreach (CheckResult result in checks.Results)
        {
            string word = CheckReport.Word(result.Verdict);
            html.Add($"<tr><th>{result.Name}</th><td class=\"{word}\">{word}</td><td>{result.Measured}</td><td>{result.Advice}</td></tr>");
        }
        return html.Add($"</tbody></table>");
    }
}
