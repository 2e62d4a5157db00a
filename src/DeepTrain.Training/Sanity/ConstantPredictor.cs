namespace DeepTrain;

/// <summary>Who answers the same whatever the inputs are, and answers as well as that allows.</summary>
internal static class ConstantPredictor
{
    /// <summary>Its loss on these rows.</summary>
    /// <param name="network">Whose loss it is.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="huberDelta">Where Huber's loss turns straight.</param>
    public static double Loss(INetwork network, Batch batch, double huberDelta = 1)
    {
        int outputs = network.OutputSize;
        if (network.Description.LossKind == LossKind.SoftmaxCrossEntropy)
            return Entropy(Shares(network, batch));
        double sum = 0;
        float[] column = new float[batch.Rows];
        for (int output = 0; output < outputs; output++)
        {
            for (int row = 0; row < column.Length; row++)
                column[row] = batch.HasLabels ? batch.Labels[row] : batch.Targets[row * outputs + output];
            sum += OfColumn(network.Description.LossKind, column, huberDelta);
        }
        return sum / outputs;
    }

    /// <summary>The share of each class among rows of labels, of one-hot targets, or of yes and no.</summary>
    public static double[] Shares(INetwork network, Batch batch)
    {
        double[] shares = new double[Math.Max(network.OutputSize, 2)];
        for (int row = 0; row < batch.Rows; row++)
        {
            if (batch.HasLabels)
                shares[batch.Labels[row]] += 1.0 / batch.Rows;
            else if (network.OutputSize == 1)
            {
                shares[1] += batch.Targets[row] / (double)batch.Rows;
                shares[0] += (1 - batch.Targets[row]) / (double)batch.Rows;
            }
            else
            {
                for (int output = 0; output < shares.Length; output++)
                    shares[output] += batch.Targets[row * shares.Length + output] / (double)batch.Rows;
            }
        }
        return shares;
    }

    private static double OfColumn(LossKind loss, float[] column, double huberDelta)
    {
        double mean = column.Average(value => (double)value);
        switch (loss)
        {
            case LossKind.BinaryCrossEntropy:
                return Entropy([mean, 1 - mean]);
            case LossKind.MeanAbsoluteError:
                Array.Sort(column);
                double median = column[column.Length / 2];
                return column.Average(value => Math.Abs(value - median));
            case LossKind.Huber:
                return LeastHuber(column, huberDelta);
            default:
                return column.Average(value => (value - mean) * (value - mean));
        }
    }

    // The loss is convex in the constant.
    private static double LeastHuber(float[] column, double delta)
    {
        double low = column.Min(), high = column.Max();
        for (int step = 0; step < 100; step++)
        {
            double left = low + (high - low) / 3, right = high - (high - low) / 3;
            if (At(left) < At(right))
                high = right;
            else
                low = left;
        }
        return At((low + high) / 2);

        double At(double constant) => column.Average(value => ErrorLoss.Huber(value - constant, delta));
    }

    private static double Entropy(double[] shares) => shares.Sum(share => share > 0 ? -share * Math.Log(share) : 0);
}
