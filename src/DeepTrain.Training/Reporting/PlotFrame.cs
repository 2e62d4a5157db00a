using System.Globalization;

namespace DeepTrain;

/// <summary>The frame of a plot: its place on the page, its axes and their numbers.</summary>
internal sealed class PlotFrame(PlotAxis x, PlotAxis y)
{
    public const int Width = 560;
    public const int Height = 260;
    public const int Left = 62;
    public const int Right = 12;
    public const int Top = 12;
    public const int Bottom = 40;

    /// <param name="html">Where it goes. What is drawn follows, then <c>&lt;/svg&gt;</c> and <c>&lt;/figure&gt;</c>.</param>
    /// <param name="title">What is shown, also for readers who do not see it.</param>
    /// <param name="xName">What goes to the right.</param>
    /// <param name="names">Texts in the place of numbers along the axis to the right, each with its share of it; null for
    /// numbers.</param>
    public void Begin(HtmlText html, string title, string xName, IReadOnlyList<(double Share, string Text)>? names = null)
    {
        html.Add($"<figure><figcaption>{title}</figcaption>");
        html.Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        const int Ticks = 5, TicksAcross = 6;
        foreach (double tick in y.Ticks(Ticks))
        {
            string place = Down(y.Place(tick)!.Value);
            html.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{place}\" y2=\"{place}\"/>");
            html.Add($"<text class=\"tick\" x=\"{Left - 6}\" y=\"{place}\" dy=\"4\" text-anchor=\"end\">{y.Text(tick, Ticks)}</text>");
        }
        foreach ((double share, string text) in names ?? [.. x.Ticks(TicksAcross).Select(
            tick => (x.Place(tick)!.Value, x.Text(tick, TicksAcross)))])
        {
            html.Add($"<text class=\"tick\" x=\"{Across(share)}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{text}</text>");
        }
        html.Add($"<rect class=\"frame\" x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/>");
        html.Add($"<text class=\"tick\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" text-anchor=\"middle\">{xName}</text>");
    }

    public static string Across(double share) => Number(Left + share * (Width - Left - Right));

    public static string Down(double share) => Number(Top + (1 - share) * (Height - Top - Bottom));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
