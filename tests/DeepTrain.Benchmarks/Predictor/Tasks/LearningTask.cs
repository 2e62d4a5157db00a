namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Something to learn, and when a network counts as one that did not.</summary>
internal abstract class LearningTask
{
    public const int BatchRows = 64;

    public static readonly IReadOnlyList<LearningTask> All = [new MixtureTask(), new SpiralTask(), new DigitsTask()];

    public abstract string Name { get; }

    public abstract int Inputs { get; }

    public abstract int Classes { get; }

    /// <summary>Updates of a training.</summary>
    public virtual int Steps => 800;

    /// <summary>
    /// The test accuracy below which a network failed: half-way between what comes without learning the task, and what
    /// well-initialised networks reach. Fixed before any network was scored.
    /// </summary>
    public abstract double Passing { get; }

    /// <summary>Data to train on, and other data of the same kind to test with; the inputs are standardised.</summary>
    public abstract (LabelledRows Training, LabelledRows Test) Draw(Random random);

    /// <summary>Moves and scales each column to mean 0 and variance 1.</summary>
    internal static void Standardise(float[] inputs, int width)
    {
        for (int column = 0; column < width; column++)
        {
            double sum = 0, squares = 0;
            int count = inputs.Length / width;
            for (int at = column; at < inputs.Length; at += width)
            {
                sum += inputs[at];
                squares += inputs[at] * (double)inputs[at];
            }

            double mean = sum / count, deviation = Math.Sqrt(Math.Max(squares / count - mean * mean, 1e-12));
            for (int at = column; at < inputs.Length; at += width)
                inputs[at] = (float)((inputs[at] - mean) / deviation);
        }
    }

    protected static (LabelledRows Training, LabelledRows Test) Split(LabelledRows all, int width, int testCount) =>
        (new LabelledRows(all.Inputs[(testCount * width)..], all.Labels[testCount..]),
            new LabelledRows(all.Inputs[..(testCount * width)], all.Labels[..testCount]));
}
