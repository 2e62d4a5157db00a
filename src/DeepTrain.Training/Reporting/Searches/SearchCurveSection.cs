using System.Text;

namespace DeepTrain;

/// <summary>The curves of all trials over each other, the best in colour.</summary>
internal static class SearchCurveSection
{
    private const int MostCurves = 1000;
    private const int MostPoints = 40;

    public static HtmlText Of(SearchResult found)
    {
        bool higher = found.Order.HigherIsBetter;
        TrialResult[] shown = [.. HistogramGrid.Spread(found.Ranking.Count, MostCurves).Select(place => found.Ranking[place])];
        var x = new PlotAxis(shown.SelectMany(trial => trial.Curve).Select(point => (double)point.Epoch), isLogarithmic: false);
        PlotAxis y = ScoreAxis.Of(shown.SelectMany(trial => trial.Curve).Select(point => point.Score), higher);
        var html = new HtmlText();
        html.Add($"<h2>Curves</h2><div class=\"broad\">");
        new PlotFrame(x, y).Begin(html, $"{found.ObjectiveName}, all trials", "epochs");
        var faint = new StringBuilder();
        foreach (TrialResult trial in shown.Except(found.Leading))
            AddPath(faint, trial.Curve, MostPoints);
        html.Add($"<path class=\"faint\" d=\"{new HtmlText().Raw(faint.ToString())}\"/>");
        for (int place = 0; place < found.Leading.Count; place++)
        {
            var path = new StringBuilder();
            AddPath(path, found.Leading[place].Curve, int.MaxValue);
            html.Add($"<path class=\"line s{place}\" d=\"{new HtmlText().Raw(path.ToString())}\"/>");
        }
        html.Add($"</svg><div class=\"legend\">");
        for (int place = 0; place < found.Leading.Count; place++)
        {
            html.Add($"<span><svg class=\"key\" viewBox=\"0 0 24 8\"><path class=\"line s{place}\" d=\"M0 4L24 4\"/></svg> trial {found.Leading[place].Number}</span>");
        }
        html.Add($"<span class=\"soft\">thin: all others{(found.Trials.Count > shown.Length ? $", {shown.Length} of {found.Trials.Count} are shown" : "")}; what is worse than nine tenths lies at the edge</span>");
        return html.Add($"</div></figure></div>");

        void AddPath(StringBuilder path, IReadOnlyList<CurvePoint> curve, int most)
        {
            bool isDown = false;
            foreach (int index in HistogramGrid.Spread(curve.Count, most))
            {
                if (x.Place(curve[index].Epoch) is not double across
                    || ScoreAxis.Place(y, curve[index].Score, higher) is not double up)
                {
                    isDown = false;
                    continue;
                }
                path.Append(isDown ? 'L' : 'M').Append(PlotFrame.Across(across)).Append(' ').Append(PlotFrame.Down(up));
                isDown = true;
            }
        }
    }
}
