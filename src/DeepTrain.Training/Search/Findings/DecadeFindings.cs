using System.Globalization;

namespace DeepTrain;

/// <summary>Ranges over decades that are drawn from as if only the largest of them counted.</summary>
internal static class DecadeFindings
{
    private const double Decades = 2;

    public static IEnumerable<SearchFinding> Of(SearchResult found)
    {
        foreach ((string name, Axis axis) in found.Axes.All)
        {
            (double from, double to) = axis.Range;
            if (!axis.IsOrdered || axis.IsLogarithmic || axis is not (RangeAxis or IntegerAxis))
                continue;
            // what multiplies is tried by decades, also where the range begins with 0
            bool multiplies = name is SearchAxes.LearningRate or SearchAxes.Regularization;
            if (!(from > 0 && to / from >= Math.Pow(10, Decades)) && !(multiplies && from == 0))
                continue;
            double start = from > 0 ? from : to * 1e-4;
            string draw = axis is IntegerAxis ? "LogInteger" : "LogUniform";
            yield return new SearchFinding(
                SearchFindingKind.LinearDecades, name,
                $"The {name} is drawn linearly from {Words.Number(from)} to {Words.Number(to)}: nine of ten trials lie above {Words.Number(to / 10)}. "
                + $"Draw it by ratio: Space.{draw}({Text(start)}, {Text(to)}).", start, to);
        }
    }

    private static string Text(double number) => number.ToString("G3", CultureInfo.InvariantCulture);
}
