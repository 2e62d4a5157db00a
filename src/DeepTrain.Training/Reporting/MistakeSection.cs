using System.Globalization;

namespace DeepTrain;

/// <summary>Which rows a network is wrong about, and how.</summary>
internal static class MistakeSection
{
    private const int MostClasses = 40;
    private const int MostInputs = 12;

    public static HtmlText Of(INetwork network, Dataset data, int mistakes)
    {
        var html = new HtmlText();
        html.Add($"<h2>Mistakes</h2><p class=\"soft\">On {data.ToString()}, with the weights that the network has now.</p>");
        if (ClassReading.Misfit(network.Description) == null && !ClassReading.IsMultiLabel(network.Description))
            AddConfusion(html, ConfusionMatrix.Of(network, data));
        IReadOnlyList<Mistake> worst = Mistake.Worst(network, data, mistakes);
        if (worst.Count == 0)
            return html.Add($"<p>{(mistakes == 0 ? "No single rows were asked for." : "There is none.")}</p>");
        if (data.InputShape.Count == 3)
            AddPictures(html, data, worst);
        else
            AddRows(html, data, worst);
        return html;
    }

    private static void AddConfusion(HtmlText html, ConfusionMatrix matrix)
    {
        int all = matrix.ClassNames.Count, shown = Math.Min(all, MostClasses);
        html.Add($"<div class=\"wide\"><table><thead><tr><th>is, and predicted as</th>");
        for (int predicted = 0; predicted < shown; predicted++)
            html.Add($"<th class=\"number\">{HtmlText.Short(matrix.ClassNames[predicted])}</th>");
        html.Add($"<th class=\"number\">right</th></tr></thead><tbody>");
        for (int actual = 0; actual < shown; actual++)
        {
            long rows = 0;
            for (int predicted = 0; predicted < all; predicted++)
                rows += matrix[actual, predicted];
            html.Add($"<tr><th>{HtmlText.Short(matrix.ClassNames[actual])}</th>");
            for (int predicted = 0; predicted < shown; predicted++)
            {
                long count = matrix[actual, predicted];
                string share = (rows == 0 ? 0 : 0.65 * count / rows).ToString("0.##", CultureInfo.InvariantCulture);
                string right = actual == predicted ? " right" : "";
                html.Add($"<td class=\"heat{right}\" style=\"--share: {share}\">{count}</td>");
            }
            html.Add($"<td class=\"number\">{(rows == 0 ? "" : Words.Percent((double)matrix[actual, actual] / rows))}</td></tr>");
        }
        html.Add($"</tbody></table></div>");
        if (all > shown)
            html.Add($"<p>{shown} of {all} classes are shown.</p>");
        if (matrix.None > 0)
            html.Add($"<p>For {Words.Count(matrix.None, "row")} nothing is predicted: the outputs are not numbers.</p>");
    }

    private static void AddPictures(HtmlText html, Dataset data, IReadOnlyList<Mistake> worst)
    {
        float[] pixels = new float[data.InputSize];
        html.Add($"<p>The worst first.</p><div class=\"mistakes\">");
        foreach (Mistake mistake in worst)
        {
            data.CopyInputs(mistake.Row, pixels);
            html.Add($"<figure><img alt=\"row {mistake.Row}\" src=\"{new HtmlText().Raw(PngPicture.DataAddress(pixels, data.InputShape))}\"/><br/>");
            html.Add($"row {mistake.Row}<br/>is {mistake.Expected}<br/>predicted {mistake.Found}</figure>");
        }
        html.Add($"</div>");
    }

    private static void AddRows(HtmlText html, Dataset data, IReadOnlyList<Mistake> worst)
    {
        float[] inputs = new float[data.InputSize];
        int shown = Math.Min(inputs.Length, MostInputs);
        html.Add($"<p>The worst first{(shown < inputs.Length ? $", with {shown} of {inputs.Length} inputs" : "")}.</p>");
        html.Add($"<div class=\"wide\"><table><thead><tr><th class=\"number\">row</th><th>is</th><th>predicted</th>");
        for (int input = 0; input < shown; input++)
            html.Add($"<th class=\"number\">{HtmlText.Short(data.InputNames[input])}</th>");
        html.Add($"</tr></thead><tbody>");
        foreach (Mistake mistake in worst)
        {
            data.CopyInputs(mistake.Row, inputs);
            html.Add($"<tr><td class=\"number\">{mistake.Row}</td><td>{mistake.Expected}</td><td>{mistake.Found}</td>");
            for (int input = 0; input < shown; input++)
                html.Add($"<td class=\"number\">{Words.Number(inputs[input])}</td>");
            html.Add($"</tr>");
        }
        html.Add($"</tbody></table></div>");
    }
}
