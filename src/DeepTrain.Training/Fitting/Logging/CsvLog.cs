using System.Globalization;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>
/// Writes a line for each epoch to a CSV file: epoch from 1, updates, rows, losses, learning rate, seconds, metrics. What
/// was not measured is empty. A fit replaces the file; one that is resumed writes the epochs before the interruption again,
/// so that each is there once.
/// </summary>
/// <remarks>Two fits at once need a log each.</remarks>
public sealed class CsvLog : IRunLogger
{
    private int _written;

    /// <summary>A log that writes when a fit begins.</summary>
    /// <param name="path">The file; its folder is created where it is missing.</param>
    public CsvLog(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void OnFitBegin(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FileKind.RequireRegular("save", Path, FileKind.Target(Path));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        IEnumerable<string> names =
        [
            "epoch", "steps", "rows", "training_loss", "training_loss_in_inference", "validation_loss", "penalty", "learning_rate",
            "seconds", .. context.History.MetricNames,
        ];
        File.WriteAllText(Path, string.Join(',', names.Select(Quote)) + "\n" + Lines(context.History, 0));
        _written = context.History.Count;
    }

    /// <inheritdoc/>
    public void OnEpochEnd(FitContext context, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(context);
        File.AppendAllText(Path, Lines(context.History, _written));
        _written = context.History.Count;
    }

    /// <inheritdoc/>
    public void OnFitEnd(FitContext context, FitResult result)
    {
        ArgumentNullException.ThrowIfNull(context);
        // an epoch that ended before its time
        if (context.History.Count > _written)
            File.AppendAllText(Path, Lines(context.History, _written));
    }

    /// <summary>A log in a file of the same folder: <c>log.fold0.csv</c> beside <c>log.csv</c>.</summary>
    public ICallback ForRun(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new CsvLog(System.IO.Path.ChangeExtension(Path, name + System.IO.Path.GetExtension(Path)));
    }

    private static string Lines(History history, int first) => string.Concat(history.Skip(first).Select(Line));

    private static string Line(EpochRecord epoch)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        IEnumerable<string> cells =
        [
            (epoch.Epoch + 1).ToString(culture), epoch.Steps.ToString(culture), epoch.Rows.ToString(culture),
            epoch.TrainingLoss.ToString("R", culture), epoch.TrainingLossInInference?.ToString("R", culture) ?? "",
            epoch.ValidationLoss?.ToString("R", culture) ?? "", epoch.Penalty.ToString("R", culture),
            epoch.LearningRate.ToString("R", culture), epoch.Seconds.ToString("F3", culture),
            .. epoch.Metrics.Select(value => value.ToString("R", culture)),
        ];
        return string.Join(',', cells) + "\n";
    }

    private static string Quote(string name) =>
        name.AsSpan().IndexOfAny(",\"\r\n") < 0 ? name : $"\"{name.Replace("\"", "\"\"")}\"";
}
