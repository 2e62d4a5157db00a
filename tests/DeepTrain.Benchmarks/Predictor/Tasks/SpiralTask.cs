namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Two arms of a spiral that wind once around each other, blurred a little.</summary>
/// <remarks>
/// With three turns, as Lang and Witbrock 1988 posed it, good networks need many thousand steps; with one, hundreds.
/// </remarks>
internal sealed class SpiralTask : LearningTask
{
    private const int TrainingRows = 4000;
    private const int TestRows = 2000;
    private const double Turns = 1;
    private const double Blur = 0.02;

    public override string Name => "spirals";

    public override int Inputs => 2;

    public override int Classes => 2;

    // what a straight line tells apart 0.75, where every fifth network stays; well-initialised networks 1.00
    public override double Passing => 0.87;

    public override (LabelledRows Training, LabelledRows Test) Draw(Random random)
    {
        const int count = TrainingRows + TestRows;
        float[] inputs = new float[count * Inputs];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            int arm = labels[row] = random.Next(Classes);
            // uniform along the arm, more or less
            double radius = Math.Sqrt(0.02 + 0.98 * random.NextDouble());
            double angle = 2 * Math.PI * Turns * radius + Math.PI * arm;
            inputs[row * 2] = (float)(radius * Math.Cos(angle) + Blur * random.NextNormal());
            inputs[row * 2 + 1] = (float)(radius * Math.Sin(angle) + Blur * random.NextNormal());
        }

        Standardise(inputs, Inputs);
        return Split(new LabelledRows(inputs, labels), Inputs, TestRows);
    }
}
