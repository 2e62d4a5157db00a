using System.Buffers;

namespace DeepTrain;

/// <summary>Networks whose mean output is the prediction: better as a rule than each of them, and surer of itself.</summary>
/// <typeparam name="TNetwork">The networks' class.</typeparam>
public sealed class Ensemble<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly TNetwork[] _members;

    internal Ensemble(IReadOnlyList<FitResult<TNetwork>> runs)
        : this(runs, runs.Where(run => run.Stopped is not (StopReason.NotFinite or StopReason.Diverged) || run.BestEpoch != null)
            .Select(run => run.Network))
    {
    }

    internal Ensemble(IReadOnlyList<FitResult<TNetwork>> runs, IEnumerable<TNetwork> members) =>
        (Runs, _members) = (runs, [.. members]);

    /// <summary>How the networks were trained; empty for loaded ones.</summary>
    public IReadOnlyList<FitResult<TNetwork>> Runs { get; }

    /// <summary>The networks that predict: all but those that diverged before anything was measured.</summary>
    public IReadOnlyList<TNetwork> Members => _members;

    /// <summary>What was done to the data, as the file tells of it; null where it tells nothing, or there is no
    /// file.</summary>
    public Preparation? Preparation { get; internal init; }

    /// <summary>The mean of all members' outputs: of probabilities, where they are such. Many threads may call it at
    /// once.</summary>
    /// <param name="inputs">Whole rows.</param>
    /// <param name="outputs">For as many rows of outputs.</param>
    /// <exception cref="InvalidOperationException">There are no members.</exception>
    /// <exception cref="ArgumentException">A span has a wrong length, or they overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => Predict(inputs, outputs, []);

    /// <summary>The mean of all members' outputs, and how far they disagree: a measure of doubt about each row.</summary>
    /// <param name="inputs">Whole rows.</param>
    /// <param name="outputs">For as many rows of outputs.</param>
    /// <param name="disagreement">
    /// A number a row, or empty. Of probabilities it is the entropy of their mean less the mean of their entropies, in nats,
    /// summed over yes-or-no outputs: from 0, where all say the same, however unsure each is, to the logarithm of the
    /// members' number (the mutual information of prediction and member; Houlsby et al. 2011). Of numbers it is the standard
    /// deviation between members, the root of its mean square over outputs.
    /// </param>
    /// <exception cref="InvalidOperationException">There are no members.</exception>
    /// <exception cref="ArgumentException">A span has a wrong length, or they overlap.</exception>
    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> disagreement)
    {
        if (_members.Length == 0)
            throw new InvalidOperationException("There is no network to predict: all of them diverged.");
        if (inputs.Overlaps(outputs))
            throw new ArgumentException(
                "Expected outputs in memory of their own, as every member reads the inputs.", nameof(outputs));
        int rows = inputs.Length / _members[0].InputSize;
        if (!disagreement.IsEmpty && disagreement.Length != rows)
            throw new ArgumentException(
                $"Expected room for a number a row, {rows} in all; there is room for {disagreement.Length}.", nameof(disagreement));
        if (disagreement.Overlaps(inputs) || disagreement.Overlaps(outputs))
            throw new ArgumentException("Expected memory of its own for the disagreement; the spans overlap.", nameof(disagreement));
        LossKind kind = _members[0].Description.LossKind;
        _members[0].Predict(inputs, outputs);
        int size = _members[0].OutputSize;
        disagreement.Clear();
        float[] rented = ArrayPool<float>.Shared.Rent(2 * outputs.Length);
        try
        {
            Span<float> one = rented.AsSpan(0, outputs.Length), first = rented.AsSpan(outputs.Length, outputs.Length);
            outputs.CopyTo(first);
            for (int row = 0; row < disagreement.Length; row++)
                disagreement[row] = MemberTerm(kind, first.Slice(row * size, size), first.Slice(row * size, size));
            for (int member = 1; member < _members.Length; member++)
            {
                _members[member].Predict(inputs, one);
                for (int next = 0; next < outputs.Length; next++)
                    outputs[next] += one[next];
                for (int row = 0; row < disagreement.Length; row++)
                    disagreement[row] += MemberTerm(kind, one.Slice(row * size, size), first.Slice(row * size, size));
            }
            float share = 1f / _members.Length;
            for (int next = 0; next < outputs.Length; next++)
                outputs[next] *= share;
            for (int row = 0; row < disagreement.Length; row++)
            {
                disagreement[row] = Disagreement(
                    kind, outputs.Slice(row * size, size), first.Slice(row * size, size), disagreement[row] * share);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Measures the mean prediction.</summary>
    /// <param name="data">Rows as the networks take them.</param>
    /// <param name="metric">What is measured.</param>
    /// <exception cref="ArgumentException">The rows do not suit the networks, or the metric does not.</exception>
    /// <exception cref="InvalidOperationException">There are no members.</exception>
    public double Measure(Dataset data, Metric metric)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        if (_members.Length == 0)
            throw new InvalidOperationException("There is no network to measure: all of them diverged.");
        FitChecks.CheckRows(_members[0], data, "the rows", nameof(data));
        FitChecks.CheckMetrics(_members[0], data, [metric], nameof(metric));
        MetricSum sum = metric.Begin(_members[0].Description);
        float[] outputs = [];
        data.VisitBatches(batch =>
        {
            int length = batch.Rows * _members[0].OutputSize;
            if (outputs.Length < length)
                outputs = new float[length];
            Predict(batch.Inputs, outputs.AsSpan(0, length));
            sum.Add(outputs.AsSpan(0, length), batch.Targets, batch.Labels);
        });
        return sum.Value;
    }

    /// <summary>Saves all members, and what was done to their data, as one file: a ZIP archive of their own files.</summary>
    /// <param name="path">The file, replaced as a whole.</param>
    /// <param name="prepare">Fitted preprocessing of the rows that they were trained on; null if these were raw.</param>
    /// <exception cref="InvalidOperationException">There are no members, or the preprocessing has not been
    /// fitted.</exception>
    /// <exception cref="ArgumentException">The preprocessing is not one of these networks.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, Preprocessing? prepare = null)
    {
        if (_members.Length == 0)
            throw new InvalidOperationException("There is no network to save: all of them diverged.");
        EnsembleFile.Write(path, _members, prepare);
    }

    // Of probabilities the entropy; of numbers the square of the distance from the first member, which no rounding makes
    // negative where members agree.
    private static float MemberTerm(LossKind kind, ReadOnlySpan<float> outputs, ReadOnlySpan<float> first) => kind switch
    {
        LossKind.SoftmaxCrossEntropy or LossKind.BinaryCrossEntropy => Entropy(kind, outputs),
        _ => SquaredDistance(outputs, first),
    };

    private static float Disagreement(LossKind kind, ReadOnlySpan<float> mean, ReadOnlySpan<float> first, float term) => kind switch
    {
        LossKind.SoftmaxCrossEntropy or LossKind.BinaryCrossEntropy => Math.Max(Entropy(kind, mean) - term, 0),
        // the variance around the mean is that around any point less the square of their distance
        _ => MathF.Sqrt(Math.Max(term - SquaredDistance(mean, first), 0) / mean.Length),
    };

    private static float Entropy(LossKind kind, ReadOnlySpan<float> probabilities)
    {
        double sum = 0;
        foreach (float probability in probabilities)
        {
            sum -= Term(probability);
            if (kind == LossKind.BinaryCrossEntropy)
                sum -= Term(1.0 - probability);
        }
        return (float)sum;

        static double Term(double probability) => probability > 0
            ? probability * Math.Log(probability) : double.IsNaN(probability) ? double.NaN : 0;
    }

    private static float SquaredDistance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        float sum = 0;
        for (int next = 0; next < one.Length; next++)
            sum += (one[next] - other[next]) * (one[next] - other[next]);
        return sum;
    }
}
