namespace DeepTrain;

/// <summary>
/// Sees what flows through a network: the receiver of
/// <see cref="INetwork.Inspect(ReadOnlySpan{float}, ReadOnlySpan{float}, ILayerObserver)"/>.
/// </summary>
public interface ILayerObserver
{
    /// <summary>Called once for each layer, in layer order.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="activations">The layer's output, <c>rows * layer.OutputSize</c> numbers. Valid during the call.</param>
    /// <param name="gradients">The loss's gradient with respect to that output, as long. Valid during the call.</param>
    void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients);

    /// <summary>
    /// Called once for each trainable parameter, in the network's order, after all layers. Who does not want gradients of
    /// parameters does without.
    /// </summary>
    /// <param name="parameter">The parameter, with its values.</param>
    /// <param name="gradient">The loss's gradient with respect to it, in the order of its shape, with what L1 and L2 add and
    /// unclipped. Valid during the call.</param>
    void ObserveGradient(Parameter parameter, ReadOnlySpan<float> gradient)
    {
    }
}
