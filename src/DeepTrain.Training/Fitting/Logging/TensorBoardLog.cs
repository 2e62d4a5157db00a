using System.Globalization;

namespace DeepTrain;

/// <summary>
/// Writes the numbers of each epoch for TensorBoard: an event file for each fit in a folder. A fit that is resumed says from
/// where, and TensorBoard drops what a run before had written beyond that.
/// </summary>
/// <remarks>Two fits at once need a log each. The tags are <c>loss/training</c>, <c>loss/training_in_inference</c>,
/// <c>loss/validation</c>, <c>learning_rate</c> and <c>metrics/</c> with the metric's name; steps are epochs, from
/// 1.</remarks>
public sealed class TensorBoardLog : IRunLogger
{
    private static int s_files;

    private string _path = "";

    /// <summary>A log that writes when a fit begins.</summary>
    /// <param name="directory">The folder, which is created where it is missing.</param>
    public TensorBoardLog(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        Directory = directory;
    }

    /// <summary>The folder.</summary>
    public string Directory { get; }

    /// <inheritdoc/>
    public void OnFitBegin(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        System.IO.Directory.CreateDirectory(Directory);
        // TensorBoard reads files in the order of their names
        _path = Path.Combine(Directory, string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.deeptrain.{Environment.ProcessId}.{Interlocked.Increment(ref s_files):D6}"));
        using var file = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        EventFile.Write(file, EventFile.Version());
        if (context.ResumedAt != null)
            EventFile.Write(file, EventFile.Start(context.History.Count + 1));
    }

    /// <inheritdoc/>
    public void OnEpochEnd(FitContext context, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(epoch);
        var scalars = new List<(string Tag, double Value)> { ("loss/training", epoch.TrainingLoss) };
        if (epoch.TrainingLossInInference is double inInference)
            scalars.Add(("loss/training_in_inference", inInference));
        if (epoch.ValidationLoss is double validation)
            scalars.Add(("loss/validation", validation));
        scalars.Add(("learning_rate", epoch.LearningRate));
        for (int next = 0; next < epoch.Metrics.Count; next++)
            scalars.Add(($"metrics/{context.History.MetricNames[next]}", epoch.Metrics[next]));
        using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
        EventFile.Write(file, EventFile.Scalars(epoch.Epoch + 1, scalars));
    }

    /// <summary>A log in a folder within this one, which TensorBoard shows as a run of its own.</summary>
    public ICallback ForRun(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new TensorBoardLog(Path.Combine(Directory, name));
    }
}
