using DeepTrain;

/// <summary>What was measured at a layer, beside what the compiler predicted of it.</summary>
/// <param name="ActivationStd">The standard deviation of the layer's output, over units and rows.</param>
/// <param name="GradientStd">
/// The root mean square of the gradient of the mean loss with respect to that output. A gradient's sign is random, so its
/// mean is next to 0 and this is its standard deviation.
/// </param>
public sealed record LayerMeasurement(LayerDescription Layer, double ActivationStd, double GradientStd, string Histogram);

/// <summary>Measures what activations put out, and passes over the weighted sums before them.</summary>
public sealed class ActivationObserver(float smallest, float largest) : ILayerObserver
{
    private readonly List<LayerMeasurement> _layers = [];

    public IReadOnlyList<LayerMeasurement> Layers => _layers;

    public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
    {
        if (layer.Kind == "Dense")
            return;
        (double mean, double square) = Moments(activations);
        double gradientSquare = Moments(gradients).Square;
        _layers.Add(new LayerMeasurement(
            layer, Math.Sqrt(square - mean * mean), Math.Sqrt(gradientSquare),
            Histogram.Draw(activations, smallest, largest)));
    }

    private static (double Mean, double Square) Moments(ReadOnlySpan<float> values)
    {
        double sum = 0, squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        return (sum / values.Length, squares / values.Length);
    }
}
