using System.Buffers;
using System.Globalization;

namespace DeepTrain;

/// <summary>Trains ensembles: networks of one class that differ in their weights at first and in the order of
/// rows.</summary>
public static class Ensemble
{
    /// <summary>Trains networks one after the other.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="data">Rows as the networks take them, to train on.</param>
    /// <param name="options">
    /// How; null for the defaults. <see cref="FitOptions.Seed"/> counts on from network to network; checkpoints and logs get
    /// a place for each.
    /// </param>
    /// <param name="seed">The seed of the first network; the others count on.</param>
    /// <param name="token">Ends the fit that is under way, and those behind it.</param>
    /// <exception cref="ArgumentException">As for <see cref="Trainer.Fit"/>.</exception>
    public static Ensemble<TNetwork> Train<TNetwork>(
        int count, Dataset data, FitOptions? options = null, ulong seed = 0, CancellationToken token = default)
        where TNetwork : class, INetwork<TNetwork>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        options ??= new FitOptions();
        var runs = new List<FitResult<TNetwork>>();
        for (int number = 0; number < count && !token.IsCancellationRequested; number++)
        {
            ulong more = (ulong)number;
            FitOptions own = RepeatedRuns.ForRun(options, string.Create(CultureInfo.InvariantCulture, $"member{number}")) with
            {
                Seed = unchecked(options.Seed + more),
            };
            runs.Add(Trainer.Fit(TNetwork.Create(unchecked(seed + more)), data, own, token));
        }
        return new Ensemble<TNetwork>(runs);
    }
}

/// <summary>Networks whose mean output is the prediction: better as a rule than each of them, and surer of itself.</summary>
/// <typeparam name="TNetwork">The networks' class.</typeparam>
public sealed class Ensemble<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork[] _members;

    internal Ensemble(IReadOnlyList<FitResult<TNetwork>> runs)
    {
        Runs = runs;
        _members = [.. runs.Where(run => run.Stopped is not (StopReason.NotFinite or StopReason.Diverged) || run.BestEpoch != null)
            .Select(run => run.Network)];
    }

    /// <summary>How each network was trained.</summary>
    public IReadOnlyList<FitResult<TNetwork>> Runs { get; }

    /// <summary>The networks that predict: all but those that diverged before anything was measured.</summary>
    public IReadOnlyList<TNetwork> Members => _members;

    /// <summary>The mean of all members' outputs: of probabilities, where they are such. Many threads may call it at
    /// once.</summary>
    /// <param name="inputs">Whole rows.</param>
    /// <param name="outputs">For as many rows of outputs.</param>
    /// <exception cref="InvalidOperationException">There are no members.</exception>
    /// <exception cref="ArgumentException">A span has a wrong length, or they overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        if (_members.Length == 0)
            throw new InvalidOperationException("There is no network to predict: all of them diverged.");
        if (inputs.Overlaps(outputs))
            throw new ArgumentException("Expected outputs in memory of their own, as every member reads the inputs.", nameof(outputs));
        _members[0].Predict(inputs, outputs);
        float[] rented = ArrayPool<float>.Shared.Rent(outputs.Length);
        try
        {
            Span<float> one = rented.AsSpan(0, outputs.Length);
            for (int member = 1; member < _members.Length; member++)
            {
                _members[member].Predict(inputs, one);
                for (int next = 0; next < outputs.Length; next++)
                    outputs[next] += one[next];
            }
            float share = 1f / _members.Length;
            for (int next = 0; next < outputs.Length; next++)
                outputs[next] *= share;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
