namespace DeepTrain.Tests.Onnx;

/// <summary>Whether ONNX Runtime predicts what the network predicts.</summary>
internal static class OnnxAgreement
{
    private const double Tolerance = 1e-5;

    /// <summary>Predictions of these rows, in one batch.</summary>
    public static void Check(INetwork network, float[] inputs)
    {
        using var session = new OnnxSession(network);
        Check(network, session, inputs);
    }

    public static void Check(INetwork network, OnnxSession session, float[] inputs)
    {
        var expected = new float[inputs.Length / network.InputSize * network.OutputSize];
        network.Predict(inputs, expected);
        Check(network.Description.Name, expected, session.Run(inputs));
    }

    /// <summary>Each number, relative to the largest one where that is above 1.</summary>
    public static void Check(string what, float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs((double)expected[i] - actual[i]);
            Assert.True(
                error <= Tolerance * scale,
                $"{what}: number {i} is {actual[i]:g9} in ONNX Runtime, {expected[i]:g9} here, off by {error:g3}.");
        }
    }
}
