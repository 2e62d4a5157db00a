namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A published network, trained on data of its kind for as long as it was, or as the bench has time for.</summary>
internal static class PublicTrial
{
    private const int MostSteps = 3000;

    // multiply-adds of a training: some ten seconds
    private const double MostWork = 3e11;

    /// <summary>
    /// Half-way from who knows nothing, 0, to who knows all, 1: of the share right beyond guessing, of the variance explained, of the
    /// loss that can be saved.
    /// </summary>
    public const double Passing = 0.5;

    // four dimensions do not go through two or three numbers
    private const double PassingReconstruction = 0.25;

    /// <summary>Whether a training brought it there.</summary>
    public static bool Trains(PublicNetwork network, double skill) =>
        skill >= (network.Kind == "autoencoder" ? PassingReconstruction : Passing);

    /// <summary>How much of what there is to know the network knows after its training; NaN where the loss became none.</summary>
    public static double Run(PublicNetwork network, INetwork net, int seed)
    {
        var random = new Random(seed);
        StandInData data = StandInData.Draw(network, random);
        float mean = (float)network.Fact("InputMean", 0), deviation = (float)network.Fact("InputStd", 1);
        data = data with { Inputs = [.. data.Inputs.Select(x => mean + deviation * x)] };
        int test = data.Count / 5, batch = network.Batch;
        int[] order = [.. Enumerable.Range(0, data.Count)];
        random.Shuffle(order);
        double work = 3.0 * net.Description.ParameterCount * batch;
        int steps = (int)Math.Min(Math.Min(network.Steps, MostSteps), Math.Max(MostWork / work, 100));
        int[] rows = new int[batch];
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < batch; i++)
                rows[i] = order[test + random.Next(order.Length - test)];
            float loss = net.TrainBatch(
                StandInData.Rows(data.Inputs, data.Count, rows), StandInData.Rows(data.Targets, data.Count, rows));
            if (!float.IsFinite(loss))
                return double.NaN;
        }

        return Skill(net, network, data, order.AsSpan(0, test));
    }

    private static double Skill(INetwork net, PublicNetwork network, StandInData data, ReadOnlySpan<int> rows)
    {
        float[] inputs = StandInData.Rows(data.Inputs, data.Count, rows), targets = StandInData.Rows(data.Targets, data.Count, rows);
        float[] outputs = new float[targets.Length];
        net.Predict(inputs, outputs);
        if (outputs.Any(output => !float.IsFinite(output)))
            return double.NaN;
        return network.Kind switch
        {
            "classes" or "binary" => Skills.OfClasses(outputs, [.. rows.ToArray().Select(row => data.Labels![row])]),
            "labels" => 2 * outputs.Zip(targets, (p, t) => p > 0.5f == t > 0.5f ? 1.0 : 0).Average() - 1,
            // ln 200 is what knowing nothing costs, ln 10 what is left of who knows the topics
            "wordvectors" => (Math.Log(net.OutputSize) - net.Loss(inputs, targets)) / Math.Log(20),
            _ => Skills.Explained(outputs, targets, net.OutputSize),
        };
    }
}
