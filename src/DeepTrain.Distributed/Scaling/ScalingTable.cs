using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>Models as a table in Markdown, which a terminal shows as well.</summary>
public static class ScalingTable
{
    /// <summary>A line for each number of ranks.</summary>
    /// <param name="model">What is counted.</param>
    /// <param name="ranks">Numbers of ranks; those that are more than there are shards are left out.</param>
    public static string Of(ScalingModel model, params IReadOnlyList<int> ranks)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ranks);
        var text = new StringBuilder("| ranks | KB sent | messages | exchange us | update us | times as fast |\n");
        text.Append("| ---: | ---: | ---: | ---: | ---: | ---: |\n");
        foreach (int count in ranks.Where(count => count <= model.Shards))
        {
            ScalingPoint point = model.At(count);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {point.Ranks} | {point.BytesSent / 1000d:F0} | {point.Messages} | {point.ExchangeSeconds * 1e6:F0} | "
                + $"{point.StepSeconds * 1e6:F0} | {point.Speedup:F1} |\n");
        }
        return text.ToString();
    }
}
