namespace DeepTrain.Tests.Reference;

/// <summary>-sum t log p with p = softmax(y), averaged over rows.</summary>
internal sealed record SoftmaxCrossEntropy : LossPlan
{
    public override double Mean(double[][] y, double[][] t, Pass pass, out double[][] gradient)
    {
        Sum loss = default;
        gradient = new double[y.Length][];
        for (int row = 0; row < y.Length; row++)
        {
            double[] z = [.. y[row].Select(value => pass.Round(value))];
            double max = z.Max();
            double logSum = pass.Round(max + Math.Log(z.Sum(value => Math.Exp(value - max))));
            double[] p = Softmax.Of(z, pass);
            double weight = t[row].Sum();
            gradient[row] = new double[z.Length];
            for (int j = 0; j < z.Length; j++)
            {
                loss.Add(t[row][j] * pass.Round(Sum.Of(logSum, -z[j])));
                gradient[row][j] = pass.Round(Sum.Of(p[j] * weight, -t[row][j])) / y.Length;
            }
        }

        return pass.Round(loss) / y.Length;
    }

    public override double[][] Predict(double[][] y) => [.. y.Select(row => Softmax.Of(row))];

    public override float[] DrawTargets(Random random, int rows, int outputs)
    {
        var targets = new float[rows * outputs];
        for (int row = 0; row < rows; row++)
        {
            // a label, or now and then a distribution
            float share = row % 3 == 2 ? 0.75f : 1f;
            targets[row * outputs + random.Next(outputs)] += share;
            targets[row * outputs + random.Next(outputs)] += 1 - share;
        }

        return targets;
    }

    public override int Classes(int outputs) => outputs;
}
