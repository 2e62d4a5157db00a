using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>Puts the sections of a report together.</summary>
internal static class ReportPage
{
    public static string Compose(FitResult run, CheckReport? checks, ReportOptions options)
    {
        NetworkDescription network = run.Network.Description;
        string title = options.Title ?? network.Name;
        var html = new HtmlText();
        Begin(html, title);
        html.Add($"<h1>{Quoted.Name(title)}</h1>");
        html.Add($"{OutcomeSection.Of(run)}");
        html.Add($"{CurveSection.Of(run, options.Range)}");
        if (run.Monitoring is { Count: > 0 } log)
            html.Add($"{SignalSection.Of(log)}");
        if ((options.Rows ?? run.Options.Validation) is { } rows)
            html.Add($"{MistakeSection.Of(run.Network, rows, options.Mistakes)}");
        if (checks != null)
            html.Add($"{CheckSection.Of(checks)}");
        html.Add($"{SettingSection.Of(run)}");
        html.Add($"</body></html>");
        return html.ToString();
    }

    /// <summary>All that comes before what a reader sees.</summary>
    public static void Begin(HtmlText html, string title)
    {
        html.Raw("<!DOCTYPE html>\n");
        html.Add($"<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>");
        html.Add($"<title>{HtmlText.Short(title)}</title>");
        html.Raw("<style>\n").Raw(ReportStyle.Sheet).Raw("\n</style></head><body>\n");
    }
}
