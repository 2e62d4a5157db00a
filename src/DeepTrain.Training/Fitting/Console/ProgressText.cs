using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>What progress says, in lines without control characters.</summary>
internal static class ProgressText
{
    public static string Batch(in FitProgress at) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {at.Epoch + 1}/{at.Epochs}, batch {at.Batch}/{at.Batches}: loss {at.Loss:G4}");

    public static string Epoch(in FitProgress at)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        EpochRecord epoch = at.Record!;
        var text = new StringBuilder();
        text.Append(culture, $"epoch {epoch.Epoch + 1}/{at.Epochs}: loss {epoch.TrainingLoss:G4}");
        if (epoch.TrainingLossInInference is double training)
            text.Append(culture, $", in inference {training:G4}");
        if (epoch.ValidationLoss is double validation)
            text.Append(culture, $", validation {validation:G4}");
        for (int next = 0; next < epoch.Metrics.Count; next++)
            text.Append(culture, $", {Runtime.Quoted.Name(at.MetricNames![next])} {epoch.Metrics[next]:G4}");
        return text.Append(culture, $", rate {epoch.LearningRate:G3}, {epoch.Seconds:F1} s").ToString();
    }

    public static string End(in FitProgress at) => at.Stopped is StopReason stopped
        ? string.Create(CultureInfo.InvariantCulture, $"{Words(stopped)} after {at.Step} updates")
        : "ended by an error";

    private static string Words(StopReason stopped) => stopped switch
    {
        StopReason.Completed => "done",
        StopReason.EarlyStopping => "stopped early",
        StopReason.Cancelled => "cancelled",
        StopReason.NotFinite => "ended by a loss that is not finite",
        StopReason.Diverged => "ended by a loss that grew",
        _ => "ended by a callback",
    };
}
