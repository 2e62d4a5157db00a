using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>The score against each setting, one point a trial, and how much each explains.</summary>
internal static class ScoreSection
{
    private const int MostPoints = 4000;
    private const int MostAxes = 12;

    private const string OnPoints =
        "A point is a trial; large ones are the best five, crosses those without a score. Where points of all heights lie above each other, the "
        + "setting makes no difference.";

    public static HtmlText Of(SearchResult found)
    {
        int[] varied = [.. Enumerable.Range(0, found.Axes.Count).Where(index => found.Axes[index].Count != 1)];
        TrialResult[] shown = [.. HistogramGrid.Spread(found.Ranking.Count, MostPoints).Select(place => found.Ranking[place])];
        PlotAxis y = ScoreAxis.Of(shown.Select(trial => trial.Score), found.Order.HigherIsBetter);
        var html = new HtmlText();
        html.Add($"<h2>Score by setting</h2><p class=\"soft\">{OnPoints}</p><div class=\"plots\">");
        foreach (int index in varied.Take(MostAxes))
            AddPlot(html, found, shown, index, y);
        html.Add($"</div>");
        if (varied.Length > MostAxes)
            html.Add($"<p>{MostAxes} of {varied.Length} settings are shown.</p>");
        AddImportance(html, found);
        return html;
    }

    private static void AddPlot(HtmlText html, SearchResult found, TrialResult[] shown, int index, PlotAxis y)
    {
        (string name, Axis axis) = found.Axes.All[index];
        bool higher = found.Order.HigherIsBetter, isChoice = axis.Count is <= 12 && axis is not IntegerAxis;
        (double from, double to) = axis.Range;
        PlotAxis x = isChoice ? new PlotAxis([0, 1], isLogarithmic: false) : new PlotAxis([from, to], axis.IsLogarithmic);
        (double, string)[]? names = !isChoice ? null
            : [.. Enumerable.Range(0, axis.Count!.Value).Select(
                place => (axis.ShareOf(place), Cut(axis.Text(place), 60 / axis.Count.Value + 4)))];
        new PlotFrame(x, y).Begin(html, $"{found.ObjectiveName} by {HtmlText.Short(name)}", HtmlText.Short(name), names);
        StringBuilder dots = new(), good = new(), crosses = new();
        foreach (TrialResult trial in shown)
        {
            double value = trial.Values[index];
            // points of one choice side by side, each where its number says
            double across = isChoice ? axis.ShareOf(value) + (trial.Number * 0.618 % 1 - 0.5) * 0.6 / axis.Count!.Value
                : x.Place(axis.NumberOf(value)) ?? 0;
            if (ScoreAxis.Place(y, trial.Score, higher) is double up)
            {
                StringBuilder path = found.Leading.Contains(trial) ? good : dots;
                path.Append('M').Append(PlotFrame.Across(across)).Append(' ').Append(PlotFrame.Down(up)).Append("h0");
                continue;
            }
            crosses.Append(
                CultureInfo.InvariantCulture, $"M{PlotFrame.Across(across)} {PlotFrame.Down(higher ? 0 : 1)}m-3 -3l6 6m0 -6l-6 6");
        }
        html.Add($"<path class=\"dots\" d=\"{new HtmlText().Raw(dots.ToString())}\"/>");
        html.Add($"<path class=\"crosses\" d=\"{new HtmlText().Raw(crosses.ToString())}\"/>");
        html.Add($"<path class=\"dots good\" d=\"{new HtmlText().Raw(good.ToString())}\"/>");
        html.Add($"</svg></figure>");
    }

    private static void AddImportance(HtmlText html, SearchResult found)
    {
        html.Add($"<h2>What matters</h2>");
        if (found.Importance.Count == 0)
        {
            html.Add($"<p>Too few trials of one kind to tell.</p>");
            return;
        }
        html.Add($"<p class=\"soft\">How much of the differences between trials each setting explains on its own (functional analysis of variance on ranks). The rest is settings together, and chance.</p>");
        html.Add($"<table><thead><tr><th>setting</th><th class=\"number\">share</th><th></th><th></th></tr></thead><tbody>");
        foreach (AxisImportance axis in found.Importance)
        {
            string width = (12 * axis.Share).ToString("0.##", CultureInfo.InvariantCulture);
            html.Add($"<tr><th>{HtmlText.Short(axis.Axis)}</th><td class=\"number\">{Words.Percent(axis.Share)}</td>");
            html.Add($"<td><span class=\"share\" style=\"width: {width}rem\"></span></td><td class=\"soft\">{(axis.IsTold ? "" : "no more than chance")}</td></tr>");
        }
        html.Add($"</tbody></table>");
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
