namespace DeepTrain;

/// <summary>Trains with a rate that grows from step to step.</summary>
internal static class RateSweep
{
    // how much the latest loss counts
    private const double Newest = 0.1;

    // of the least smoothed loss: what is worse will not come back
    private const double Exploded = 4;

    /// <remarks>Leaves the network trained.</remarks>
    public static List<RatePoint> Run(INetwork network, Dataset train, RangeTestOptions options, CancellationToken token)
    {
        using var loader = new BatchLoader(train, new LoaderOptions { BatchSize = options.BatchSize, Seed = options.Seed });
        var curve = new List<RatePoint>(options.Steps);
        double sum = 0, count = 0, least = double.PositiveInfinity;
        double growth = Math.Pow((double)options.Highest / options.Lowest, 1.0 / (options.Steps - 1));
        long epoch = 0;
        loader.Begin(epoch);
        for (int step = 0; step < options.Steps; step++)
        {
            Batch? batch = loader.Next(token);
            if (batch == null)
            {
                loader.Begin(++epoch);
                batch = loader.Next(token)!;
            }
            float rate = step == options.Steps - 1 ? options.Highest : (float)(options.Lowest * Math.Pow(growth, step));
            network.LearningRate = rate;
            double penalty = network.Penalty();
            double loss = network.TrainBatch(batch) - penalty;
            sum = (1 - Newest) * sum + Newest * loss;
            count = (1 - Newest) * count + Newest;
            curve.Add(new RatePoint(rate, loss, sum / count));
            if (!double.IsFinite(loss))
                break;
            // the first few are a mean of hardly anything
            if (step >= 1 / Newest)
                least = Math.Min(least, sum / count);
            if (sum / count > Exploded * Math.Max(least, 1e-6) && sum / count > curve[0].Smoothed)
                break;
        }
        return curve;
    }
}
