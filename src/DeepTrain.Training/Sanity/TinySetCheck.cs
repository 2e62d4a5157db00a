namespace DeepTrain;

/// <summary>
/// A few rows are learnt by heart, regularisation off, all in one batch, judged in inference mode: who cannot do that has a fault that
/// no amount of training mends.
/// </summary>
internal static class TinySetCheck
{
    // of the loss of a constant output
    private const double LearntShare = 0.1;

    private const int StepsBetweenLooks = 20;

    // of the network's own rate, in this order
    private static readonly float[] Factors = [1, 10, 0.1f, 100, 0.01f, 1e3f, 1e-3f, 1e4f, 1e-4f, 1e5f];

    /// <remarks>Leaves the network trained.</remarks>
    public static CheckResult Run(NetworkVisit visit, Dataset data, SanityOptions options, CancellationToken token)
    {
        INetwork network = visit.Network;
        (Batch rows, int contradictions) = DistinctRows(data, options.TinyRows);
        double constant = ConstantPredictor.Loss(network, rows);
        if (constant < 1e-6)
        {
            return Result(CheckVerdict.Skipped, $"{Words.Count(rows.Rows, "row")} with one and the same target", "");
        }
        float own = network.LearningRate > 0 ? network.LearningRate : 1e-3f;
        double best = double.PositiveInfinity, atOwn = double.NaN;
        foreach (float factor in Factors)
        {
            visit.Restore();
            network.Regularization = 0;
            network.LearningRate = own * factor;
            (double loss, int steps) = Learn(network, rows, LearntShare * constant, options.TinySteps, token);
            if (factor == 1)
                atOwn = loss;
            if (double.IsFinite(loss))
                best = Math.Min(best, loss);
            if (!(loss <= LearntShare * constant))
                continue;
            string learnt = $"{Words.Count(rows.Rows, "row")}: loss {Words.Number(loss)} after {Words.Count(steps, "step")}";
            if (factor == 1)
                return Result(CheckVerdict.Passed, learnt, "");
            string side = factor > 1 ? "too low" : "too high";
            return Result(CheckVerdict.Warning,
                $"{learnt} at a rate of {Words.Number(own * factor)}; at the network's own, {Words.Number(own)}, it is {Words.Number(atOwn)}",
                $"The network can learn, but its learning rate is {side} for these rows: LearningRate.RangeTest suggests one.");
        }
        string contradicted = contradictions == 0
            ? "" : $" {Words.Count(contradictions, "row")} with inputs of other rows and another target were left out.";
        return Result(CheckVerdict.Failed,
            $"{Words.Count(rows.Rows, "row")}: loss {Words.Number(best)} at best, of {Words.Number(constant)} for a constant output",
            $"Rows cannot be learnt by heart at any of {Factors.Length} rates from {Words.Number(own * Factors.Min())} to "
            + $"{Words.Number(own * Factors.Max())}. Do inputs and targets belong to each other? See dead units, gradients and what the "
            + $"compiler says of the declaration; a network this narrow may need more units, targets another scale.{contradicted}");
    }

    // The least loss at which it ended, in inference mode, and the steps until then.
    private static (double Loss, int Steps) Learn(
        INetwork network, Batch rows, double goal, int mostSteps, CancellationToken token)
    {
        int step = 0;
        while (true)
        {
            token.ThrowIfCancellationRequested();
            double loss = network.Loss(rows);
            if (loss <= goal && (network.Description.LossKind != LossKind.SoftmaxCrossEntropy || AllRight(network, rows)))
                return (loss, step);
            if (step >= mostSteps || !double.IsFinite(loss))
                return (double.IsFinite(loss) ? Math.Max(loss, goal * 1.0001) : double.NaN, step);
            for (int end = Math.Min(step + StepsBetweenLooks, mostSteps); step < end; step++)
                network.TrainBatch(rows);
        }
    }

    private static bool AllRight(INetwork network, Batch rows)
    {
        float[] outputs = new float[rows.Rows * network.OutputSize];
        network.Predict(rows.Inputs, outputs);
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(row * network.OutputSize, network.OutputSize);
            int label = rows.HasLabels
                ? rows.Labels[row] : Highest(rows.Targets.Slice(row * network.OutputSize, network.OutputSize));
            if (Highest(output) != label)
                return false;
        }
        return true;
    }

    private static int Highest(ReadOnlySpan<float> numbers)
    {
        int highest = 0;
        for (int next = 1; next < numbers.Length; next++)
        {
            if (numbers[next] > numbers[highest])
                highest = next;
        }
        return highest;
    }

    // Rows of one input and two targets cannot be learnt by anybody.
    private static (Batch Rows, int Contradictions) DistinctRows(Dataset data, int count)
    {
        int[] candidates = BatchCalls.SpreadRows(data.Rows, count);
        Batch all = data.CreateBatch(candidates.Length);
        data.Read(candidates, all);
        var chosen = new List<int>();
        for (int row = 0; row < candidates.Length; row++)
        {
            if (!chosen.Exists(other => SameInputs(all, row, other)))
                chosen.Add(row);
        }
        Batch rows = data.CreateBatch(chosen.Count);
        data.Read([.. chosen.Select(row => candidates[row])], rows);
        return (rows, candidates.Length - chosen.Count);
    }

    private static bool SameInputs(Batch batch, int row, int other) =>
        batch.Inputs.Slice(row * batch.InputSize, batch.InputSize)
            .SequenceEqual(batch.Inputs.Slice(other * batch.InputSize, batch.InputSize));

    private static CheckResult Result(CheckVerdict verdict, string measured, string advice) =>
        new(CheckKind.TinySet, verdict, measured, advice);
}
