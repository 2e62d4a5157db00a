using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Layers;

/// <summary>A layer that makes other images of images, or features: it opens a stage, and works image by image.</summary>
internal interface IReshaping
{
    /// <summary>Itself, where it is a convolution: a product over places, worked on by code of its own.</summary>
    Conv2DLayer? Convolution { get; }

    /// <summary>What it does, for a comment.</summary>
    string Formula { get; }

    /// <summary>How the gradient comes back, for a comment.</summary>
    string Derivative { get; }

    /// <summary>The zeros it has to find around its input.</summary>
    Ring InputRing { get; }

    /// <summary>The zeros that its way back has to find around the gradient of its output.</summary>
    Ring DeltaRing { get; }

    /// <summary>Writes the statements for the image <c>row</c>.</summary>
    void EmitForward(SourceWriter writer, VectorType v, ValueBuffer input, ValueBuffer output);

    /// <summary>
    /// Whether the way back may take each gradient on through the activation below: a number of the input has a gradient from
    /// at most one number of the output.
    /// </summary>
    bool CarriesActivation { get; }

    /// <summary>
    /// Writes the statements for the image <c>row</c> that fill the gradient of the input. They read what the forward pass
    /// read and wrote.
    /// </summary>
    void EmitBackward(SourceWriter writer, VectorType v, ReshapedGradient gradient);
}

/// <summary>What a layer that reshapes images has on its way back.</summary>
/// <param name="Input">What it was given.</param>
/// <param name="Output">What it made of it; null where later layers have overwritten that.</param>
/// <param name="OfOutput">The gradient of its output.</param>
/// <param name="OfInput">The gradient of its input, to be filled.</param>
/// <param name="Below">Takes a gradient, and the output it is of, back through the activation that made the input, if there is one to ride.</param>
internal sealed record ReshapedGradient(
    ValueBuffer Input, ValueBuffer? Output, ValueBuffer OfOutput, ValueBuffer OfInput, Func<string, string, string>? Below = null);
