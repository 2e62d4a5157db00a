namespace DeepTrain.Tests.Behaviour;

/// <summary>Everything that can be seen of a network's state, bit for bit.</summary>
internal static class Bits
{
    public static uint[] Of(ReadOnlySpan<float> numbers)
    {
        var bits = new uint[numbers.Length];
        for (int i = 0; i < bits.Length; i++)
            bits[i] = BitConverter.SingleToUInt32Bits(numbers[i]);
        return bits;
    }

    public static uint[] OfParameters(INetwork network) => [.. network.Parameters.SelectMany(parameter =>
    {
        var values = new float[parameter.Length];
        parameter.CopyTo(values);
        return Of(values);
    })];

    public static uint[] OfGradients(INetwork network) =>
        [.. network.Parameters.Where(parameter => parameter.IsTrainable).SelectMany(OfGradient)];

    private static uint[] OfGradient(Parameter parameter)
    {
        var values = new float[parameter.Length];
        parameter.CopyGradientTo(values);
        return Of(values);
    }

    public static uint[] OfPrediction(INetwork network, float[] inputs)
    {
        var outputs = new float[inputs.Length / network.InputSize * network.OutputSize];
        network.Predict(inputs, outputs);
        return Of(outputs);
    }

    /// <summary>The file that the network saves: parameters, optimizer state and random state.</summary>
    public static byte[] OfFile(INetwork network)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            network.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
