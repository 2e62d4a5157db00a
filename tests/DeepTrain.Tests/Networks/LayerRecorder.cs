namespace DeepTrain.Tests.Networks;

internal sealed record SeenLayer(LayerDescription Layer, int Rows, float[] Activations, float[] Gradients);

/// <summary>Keeps what <c>Inspect</c> shows.</summary>
internal sealed class LayerRecorder : ILayerObserver
{
    public List<SeenLayer> Layers { get; } = [];

    public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) =>
        Layers.Add(new SeenLayer(layer, rows, activations.ToArray(), gradients.ToArray()));

    public List<(string Name, float[] Gradient)> Gradients { get; } = [];

    public void ObserveGradient(Parameter parameter, ReadOnlySpan<float> gradient) =>
        Gradients.Add((parameter.Name, gradient.ToArray()));
}
