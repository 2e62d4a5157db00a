namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Ten classes in eight dimensions, each a mixture of Gaussian clouds, with new centres in every drawing.</summary>
internal sealed class MixtureTask : LearningTask
{
    private const int TrainingRows = 4000;
    private const int TestRows = 2000;

    /// <summary>How far centres scatter, in standard deviations of a cloud.</summary>
    private const double Scatter = 2.5;

    /// <summary>
    /// Clouds of one class. Chosen with the scatter so that networks of the calibration set reach the accuracies that were
    /// measured for it (<see cref="CalibrationReport"/>).
    /// </summary>
    private const int Clouds = 5;

    public override string Name => "mixture";

    public override int Inputs => 8;

    public override int Classes => 10;

    // guessing 0.10; well-initialised networks 0.94: 0.52, and 0.5 is what the calibration set took
    public override double Passing => 0.5;

    public override (LabelledRows Training, LabelledRows Test) Draw(Random random)
    {
        var centres = new double[Classes * Clouds, Inputs];
        for (int k = 0; k < Classes * Clouds; k++)
        {
            for (int i = 0; i < Inputs; i++)
                centres[k, i] = Scatter * random.NextNormal();
        }

        const int count = TrainingRows + TestRows;
        float[] inputs = new float[count * Inputs];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            int cloud = random.Next(Classes * Clouds);
            labels[row] = cloud / Clouds;
            for (int i = 0; i < Inputs; i++)
                inputs[row * Inputs + i] = (float)(centres[cloud, i] + random.NextNormal());
        }

        Standardise(inputs, Inputs);
        return Split(new LabelledRows(inputs, labels), Inputs, TestRows);
    }
}
