using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers;

/// <summary>
/// A layer that can go back in one step with the one before it: where its output is 0, either of the two has stopped the element.
/// </summary>
internal interface IGate
{
    /// <summary>Whether the layer before it is such a one.</summary>
    bool Gates(LayerSpec before);

    /// <summary>The derivative of both for a comment.</summary>
    string GatedDerivative(LayerSpec before);

    /// <summary>Turns the gradient of the output <paramref name="y"/> into that of the input of the layer before.</summary>
    string BackwardThroughGate(ElementCode code, string gradient, string y);
}
