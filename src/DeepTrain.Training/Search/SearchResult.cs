using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>What a search found.</summary>
public sealed class SearchResult
{
    private const int MostLeading = 5;

    private readonly SearchProblem _problem;
    private readonly TrialRunner _runner;

    internal SearchResult(
        SearchOptions options, SearchProblem problem, TrialRunner runner, IReadOnlyList<TrialResult> trials, StopReason stopped)
    {
        (Options, _problem, _runner, Trials, Stopped) = (options, problem, runner, trials, stopped);
        Ranking = [.. trials.Order(problem.Order)];
        Best = Ranking.FirstOrDefault(trial => double.IsFinite(trial.Score));
        var continued = trials.Where(trial => trial.ContinuedFrom != null).Select(trial => trial.ContinuedFrom!.Value).ToHashSet();
        Leading = [.. Ranking.Where(trial => double.IsFinite(trial.Score) && !continued.Contains(trial.Number)).Take(MostLeading)];
        Importance = ImportanceAnalysis.Of(this);
        Findings = Best == null && trials.Count > 0
            ? [EdgeFindings.OfNoScore(this), .. DivergenceFindings.Of(this)]
            : [
                .. EdgeFindings.Of(this), .. DecadeFindings.Of(this), .. DivergenceFindings.Of(this), .. SpreadFindings.Of(this),
                .. ImportanceAnalysis.FindingsOf(Importance),
            ];
        Warnings = [.. Findings.Select(finding => finding.Text)];
    }

    /// <summary>What was asked for.</summary>
    public SearchOptions Options { get; }

    /// <summary>All trials that are done, by number, whoever did them.</summary>
    public IReadOnlyList<TrialResult> Trials { get; }

    /// <summary>The same, the best first and those without a score last.</summary>
    public IReadOnlyList<TrialResult> Ranking { get; }

    /// <summary>The best trial; null if none has a score.</summary>
    public TrialResult? Best { get; }

    /// <summary>Whether all trials are done (<see cref="StopReason.Completed"/>), or the search was cancelled.</summary>
    public StopReason Stopped { get; }

    /// <summary>What the search teaches besides: edges of ranges, settings that do not matter, rates that diverge.</summary>
    public IReadOnlyList<SearchFinding> Findings { get; }

    /// <summary>The same in words.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>How much each setting explains of the differences between trials, the one that explains most first; empty
    /// below 20 trials.</summary>
    public IReadOnlyList<AxisImportance> Importance { get; }

    /// <summary>The best five, each as far as it went.</summary>
    internal IReadOnlyList<TrialResult> Leading { get; }

    internal SearchAxes Axes => _problem.Axes;

    internal TrialOrder Order => _problem.Order;

    /// <summary>What a trial was tried with.</summary>
    public TrialSettings SettingsOf(TrialResult trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return _problem.Axes.Hold(trial.Values)
            ? new TrialSettings(_problem.Axes, trial.Values)
            : throw new ArgumentException($"Expected a trial of this search; trial {trial.Number} is of another.", nameof(trial));
    }

    /// <summary>
    /// Trains a network with a trial's settings and seeds, for as many epochs as a whole trial. On the rows of a search by
    /// rows that were held out this leaves the trial's own network, to the bit, unless the trial was shorter.
    /// </summary>
    /// <param name="trial">The trial, such as <see cref="Best"/>.</param>
    /// <param name="training">Rows as the network takes them.</param>
    /// <param name="validation">Rows to measure by; null for none.</param>
    /// <param name="token">Ends the fit.</param>
    /// <exception cref="ArgumentException">The trial is of another search, or the rows do not suit the network.</exception>
    public FitResult Train(TrialResult trial, Dataset training, Dataset? validation = null, CancellationToken token = default)
    {
        SettingsOf(trial);
        return _runner.Train(trial.Values, training, validation, token);
    }

    /// <summary>How it ended, the best five with their settings, and what the search teaches.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Words.Count(Trials.Count, "trial")} by {Options.Strategy}");
        text.Append(Stopped == StopReason.Completed ? "" : ", cancelled before the end").Append('\n');
        foreach (TrialResult trial in Leading)
            text.Append(CultureInfo.InvariantCulture, $"{ScoreText(trial)}  trial {trial.Number}: {SettingsOf(trial)}\n");
        foreach (string warning in Warnings)
            text.Append(warning).Append('\n');
        return text.ToString().TrimEnd();
    }

    /// <summary>What the score is, in words.</summary>
    internal string ObjectiveName => Options.Objective?.Name ?? "validation loss";

    /// <summary>A score, and how far its folds lie apart.</summary>
    internal static string ScoreText(TrialResult trial) => !double.IsFinite(trial.Score) ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{trial.Score:G4}{(double.IsNaN(trial.Spread) ? "" : " ± ")}")
            + (double.IsNaN(trial.Spread) ? "" : trial.Spread.ToString("G2", CultureInfo.InvariantCulture));
}
