namespace DeepTrain;

/// <summary>Sees what flows through a network: the receiver of <see cref="INetwork.Inspect"/>.</summary>
public interface ILayerObserver
{
    /// <summary>Called once for each layer, in layer order.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="activations">The layer's output, <c>rows * layer.OutputSize</c> numbers. Valid during the call.</param>
    /// <param name="gradients">The loss's gradient with respect to that output, as long. Valid during the call.</param>
    void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients);
}
