using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>What a search found.</summary>
public sealed class SearchResult
{
    private readonly SearchProblem _problem;
    private readonly TrialRunner _runner;

    internal SearchResult(
        SearchOptions options, SearchProblem problem, TrialRunner runner, IReadOnlyList<TrialResult> trials, StopReason stopped)
    {
        (Options, _problem, _runner, Trials, Stopped) = (options, problem, runner, trials, stopped);
        Ranking = [.. trials.Order(problem.Order)];
        Best = Ranking.FirstOrDefault(trial => double.IsFinite(trial.Score));
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
    /// Trains a network with a trial's settings and seeds, for as many epochs as a whole trial. On the rows of a search by rows that
    /// were held out this leaves the trial's own network, to the bit, unless the trial was shorter.
    /// </summary>
    /// <param name="trial">The trial, such as <see cref="Best"/>.</param>
    /// <param name="training">Rows as the network takes them.</param>
    /// <param name="validation">Rows to measure by; null for none.</param>
    /// <param name="token">Ends the fit.</param>
    /// <exception cref="ArgumentException">The trial is of another search, or the rows do not suit the network.</exception>
    public FitResult Train(TrialResult trial, Dataset training, Dataset? validation = null, CancellationToken token = default)
    {
        SettingsOf(trial);
        TrialResult root = trial;
        while (root.ContinuedFrom is int earlier)
            root = Trials.First(other => other.Number == earlier);
        return _runner.Train(trial.Values, root.Number, training, validation, token);
    }
}
