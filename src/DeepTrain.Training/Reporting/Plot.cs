using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>Lines in a frame, as SVG. Colours and strokes are the style sheet's.</summary>
internal static class Plot
{
    /// <summary>More lines are not to be told apart.</summary>
    public const int MostSeries = 8;

    private const int Width = 560;
    private const int Height = 260;
    private const int Left = 62;
    private const int Right = 12;
    private const int Top = 12;
    private const int Bottom = 40;

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
        html.Add($"<figure><figcaption>{title}</figcaption>");
        html.Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        foreach (double tick in y.Ticks(5))
        {
            string place = Down(y.Place(tick)!.Value);
            html.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{place}\" y2=\"{place}\"/>");
            html.Add($"<text class=\"tick\" x=\"{Left - 6}\" y=\"{place}\" dy=\"4\" text-anchor=\"end\">{Words.Number(tick)}</text>");
        }
        foreach (double tick in x.Ticks(6))
        {
            string place = Across(x.Place(tick)!.Value);
            html.Add($"<text class=\"tick\" x=\"{place}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Words.Number(tick)}</text>");
        }
        html.Add($"<rect class=\"frame\" x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/>");
        html.Add($"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{xName}</text>");
        foreach ((double at, string name) in marks)
        {
            if (x.Place(at) is not double there)
                continue;
            string place = Across(there);
            html.Add($"<line class=\"mark\" x1=\"{place}\" x2=\"{place}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>");
            html.Add($"<text class=\"tick\" x=\"{place}\" y=\"{Top + 12}\" dx=\"4\">{name}</text>");
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
            last = $"{Across(across)} {Down(up)}";
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

    private static string Across(double share) => Number(Left + share * (Width - Left - Right));

    private static string Down(double share) => Number(Top + (1 - share) * (Height - Top - Bottom));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
