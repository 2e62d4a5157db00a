extern alias generator;

using generator::DeepTrain.Gen.Signal;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>Trains a judge on what was known of networks before, and came of them.</summary>
internal static class JudgeFit
{
    private const int Steps = 8000;
    private const int Members = 4;

    /// <summary>
    /// Several networks, each trained on all examples at once from other initial weights, and their average: one network with
    /// all of their units. They err differently, so it errs less.
    /// </summary>
    public static Judge Train(IReadOnlyList<TuningExample> examples)
    {
        (double[] means, double[] deviations) = Moments(examples);
        var scale = new Judge(means, deviations, [], [0]);
        float[] inputs = [.. examples.SelectMany(each =>
            each.Evidence.Select((value, i) => (float)scale.Standardised(value, i)))];
        int[] labels = [.. examples.Select(each => each.HasFailed ? 0 : 1)];
        var hidden = new List<double[]>();
        var output = new List<double>();
        double bias = 0;
        for (ulong seed = 1; seed <= Members; seed++)
        {
            JudgeNetwork network = Train(seed, inputs, labels);
            float[] weights = Read(network, "dense1.weight"), biases = Read(network, "dense1.bias");
            hidden.AddRange(biases.Select((each, unit) =>
                weights.AsSpan(unit * Evidence.Count, Evidence.Count).ToArray().Append(each).Select(Rounded).ToArray()));
            output.AddRange(Read(network, "dense2.weight").Select(each => Rounded(each / Members)));
            bias += Read(network, "dense2.bias")[0] / Members;
        }

        return new Judge(means, deviations, [.. hidden], [.. output, Rounded((float)bias)]);
    }

    private static JudgeNetwork Train(ulong seed, float[] inputs, int[] labels)
    {
        var network = new JudgeNetwork(seed);
        float start = network.LearningRate;
        for (int step = 0; step < Steps; step++)
        {
            network.LearningRate = start * (1 - step / (float)Steps);
            network.TrainBatch(inputs, labels);
        }

        return network;
    }

    private static (double[] Means, double[] Deviations) Moments(IReadOnlyList<TuningExample> examples)
    {
        var means = new double[Evidence.Count];
        var deviations = new double[Evidence.Count];
        for (int i = 0; i < Evidence.Count; i++)
        {
            double mean = examples.Average(each => each.Evidence[i]);
            double variance = examples.Average(each => (each.Evidence[i] - mean) * (each.Evidence[i] - mean));
            (means[i], deviations[i]) = (Math.Round(mean, 4), Math.Round(Math.Sqrt(variance), 4));
        }

        return (means, deviations);
    }

    private static float[] Read(JudgeNetwork network, string name)
    {
        Parameter parameter = network.Parameters[name];
        var values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }

    // as they are printed: no prediction depends on more
    private static double Rounded(float value) => Math.Round(value, 4);
}
