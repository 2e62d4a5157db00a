namespace DeepTrain.Tests.Prediction;

/// <summary>The deviations of one layer in one draw.</summary>
internal sealed record LayerMoments(LayerDescription Layer, double ActivationStd, double GradientStd);

/// <summary>
/// Measures what a <see cref="LayerDescription"/> predicts: the standard deviation of activations over units and rows, and
/// the root mean square of their gradients.
/// </summary>
internal sealed class MomentObserver : ILayerObserver
{
    public List<LayerMoments> Layers { get; } = [];

    public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
    {
        double mean = Mean(activations, 0, 1);
        Layers.Add(new LayerMoments(layer, Math.Sqrt(Mean(activations, mean, 2)), Math.Sqrt(Mean(gradients, 0, 2))));
    }

    private static double Mean(ReadOnlySpan<float> values, double origin, int power)
    {
        double sum = 0;
        foreach (float value in values)
            sum += power == 1 ? value - origin : (value - origin) * (value - origin);
        return sum / values.Length;
    }
}
