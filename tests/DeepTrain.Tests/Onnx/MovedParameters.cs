namespace DeepTrain.Tests.Onnx;

/// <summary>Weights, biases, slopes and averages that are not those of the start, so that none can be mistaken for another.</summary>
internal static class MovedParameters
{
    public static INetwork Of(INetwork network)
    {
        var random = new Random(8);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = new float[parameter.Length];
            parameter.CopyTo(values);
            bool isVariance = parameter.Name.EndsWith(".running_var", StringComparison.Ordinal);
            // little where a unit has many inputs, or deep networks overflow
            float size = parameter.Shape.Count > 1 ? 1 / MathF.Sqrt(parameter.Length / parameter.Shape[0]) : 0.4f;
            for (int i = 0; i < values.Length; i++)
                values[i] = isVariance ? 0.5f + random.NextSingle() : values[i] + size * (random.NextSingle() - 0.5f);
            parameter.CopyFrom(values);
        }
        return network;
    }
}
