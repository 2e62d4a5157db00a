using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Compiles and trains many networks, a batch at a time, and says how far it is.</summary>
internal sealed class Bench(string title)
{
    private readonly OutcomeFile? _known = OutcomeFile.OfEnvironment();
    private readonly Stopwatch _compiling = new(), _training = new();

    /// <summary>What was measured of each; NaN where the loss became none.</summary>
    public double[] Run(IReadOnlyList<ITrial> trials)
    {
        var outcomes = new double[trials.Count];
        int[] open = [.. Enumerable.Range(0, trials.Count).Where(i => _known?.TryGet(trials[i], out outcomes[i]) != true)];
        var clock = Stopwatch.StartNew();
        int done = 0;
        foreach (int[] part in open.Chunk(NetworkBatch.Size))
        {
            _compiling.Start();
            using var batch = new NetworkBatch(part.Select(i => trials[i].Source));
            _compiling.Stop();
            _training.Start();
            foreach (int i in part)
            {
                outcomes[i] = trials[i].Run(batch.Create(trials[i].ClassName, (ulong)trials[i].Seed));
                _known?.Add(trials[i], outcomes[i]);
            }

            _training.Stop();
            done += part.Length;
            Report(done, open.Length, clock.Elapsed);
        }

        return outcomes;
    }

    private void Report(int done, int all, TimeSpan elapsed) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{title}: {done}/{all} networks, {elapsed.TotalSeconds:F0} s (compiling {_compiling.Elapsed.TotalSeconds:F0} s, "
        + $"training {_training.Elapsed.TotalSeconds:F0} s)"));
}
