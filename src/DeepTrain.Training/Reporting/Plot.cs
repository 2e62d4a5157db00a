using System.Text;

namespace DeepTrain;

/// <summary>Lines in a frame, as SVG. Colours and strokes are the style sheet's.</summary>
internal static class Plot
{
    /// <summary>More lines are not to be told apart.</summary>
    public const int MostSeries = 8;

    /// <param name="title">What is shown, for readers who do not see it.</param>
    /// <param name="xName">What goes to the right.</param>
    /// <param name="series">The lines.</param>
    /// <param name="isXLogarithmic">Whether the axis to the right is.</param>
    /// <param name="marks">Places on the axis to the right that are marked, each with its name.</param>
    public static HtmlText Of(
        string title, string xName, IReadOnlyList<PlotSeries> series, bool isXLogarithmic = false,
        params IReadOnlyList<(double X, string Name)> marks)
    {
        PlotSeries[] shown = [.. series.Take(MostSeries).Select(line => line.Thinned())];
        var x = new PlotAxis(shown.SelectMany(line => line.Points).Select(point => point.X), isXLogarithmic);
        var y = new PlotAxis(shown.SelectMany(line => line.Points).Select(point => point.Y));
        var html = new HtmlText();
        new PlotFrame(x, y).Begin(html, title, xName);
        foreach ((double at, string name) in marks)
        {
            if (x.Place(at) is not double there)
                continue;
            string place = PlotFrame.Across(there);
            html.Add($"<line class=\"mark\" x1=\"{place}\" x2=\"{place}\" y1=\"{PlotFrame.Top}\" y2=\"{PlotFrame.Height - PlotFrame.Bottom}\"/>");
            html.Add($"<text class=\"tick\" x=\"{place}\" y=\"{PlotFrame.Top + 12}\" dx=\"4\">{name}</text>");
        }
        for (int line = 0; line < shown.Length; line++)
            AddLine(html, shown[line], line, x, y);
        html.Add($"</svg>");
        AddLegend(html, shown, series.Count);
        return html.Add($"</figure>");
    }

    private static void AddLine(HtmlText html, PlotSeries series, int number, PlotAxis x, PlotAxis y)
    {
        var path = new StringBuilder();
        bool isDown = false, isSingle = false;
        string last = "";
        foreach ((double atX, double atY) in series.Points)
        {
            if (x.Place(atX) is not double across || y.Place(atY) is not double up)
            {
                isDown = false;
                continue;
            }
            last = $"{PlotFrame.Across(across)} {PlotFrame.Down(up)}";
            isSingle = path.Length == 0;
            path.Append(isDown ? 'L' : 'M').Append(last).Append(' ');
            isDown = true;
        }
        if (path.Length == 0)
            return;
        if (isSingle)
        {
            string[] place = last.Split(' ');
            html.Add($"<circle class=\"dot s{number}\" cx=\"{place[0]}\" cy=\"{place[1]}\" r=\"3\"/>");
            return;
        }
        html.Add($"<path class=\"line s{number}\" d=\"{new HtmlText().Raw(path.ToString().TrimEnd())}\"/>");
    }

    private static void AddLegend(HtmlText html, PlotSeries[] shown, int all)
    {
        if (shown.Length == 0 || (shown.Length == 1 && all == 1))
            return;
        html.Add($"<div class=\"legend\">");
        for (int line = 0; line < shown.Length; line++)
        {
            html.Add($"<span><svg class=\"key\" viewBox=\"0 0 24 8\"><path class=\"line s{line}\" d=\"M0 4L24 4\"/></svg> {HtmlText.Short(shown[line].Name)}</span>");
        }
        if (all > shown.Length)
            html.Add($"<span>and {all - shown.Length} more, not shown</span>");
        html.Add($"</div>");
    }
}
