using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Weights for references that have no compiled network to copy from.</summary>
internal static class RandomWeights
{
    public static ReferenceNetwork In(ReferenceNetwork network, int seed)
    {
        var random = new Random(seed);
        foreach (ReferenceParameter parameter in network.Parameters)
        {
            double scale = Math.Sqrt(1.5 / parameter.Shape[^1]);
            bool isMatrix = parameter.Name.EndsWith(".weight", StringComparison.Ordinal) && parameter.Shape.Length > 1;
            float[] drawn = Batch.Normal(random, parameter.Values.Length);
            for (int i = 0; i < drawn.Length; i++)
                parameter.Values[i] = isMatrix ? drawn[i] * scale : parameter.Values[i] + 0.1 * Math.Tanh(drawn[i]);
        }

        return network;
    }
}
