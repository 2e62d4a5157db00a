using DeepTrain.Gen.Emission;

namespace DeepTrain.Gen.Layers;

/// <summary>What a layer's backward pass reads of its forward pass.</summary>
[Flags]
internal enum Saved
{
    None = 0,
    Input = 1,
    Output = 2,
}

/// <summary>
/// A layer that treats each element alone, given constants of its column: printed into loops and epilogues.
/// </summary>
internal interface IElementwise
{
    /// <summary>What <see cref="Backward"/> needs; the plan keeps it in memory.</summary>
    Saved Needs { get; }

    /// <summary>
    /// Whether the same statements serve training and inference, and neither columns nor random numbers matter.
    /// </summary>
    bool IsPure { get; }

    /// <summary>The forward formula for a comment: <c>max(0, z)</c>.</summary>
    string Formula { get; }

    /// <summary>The derivative for a comment.</summary>
    string Derivative { get; }

    /// <summary>Writes the training-mode statements; returns the output.</summary>
    string Forward(ElementCode code, string x);

    /// <summary>
    /// Writes the inference-mode statements; returns the output, which may be <paramref name="x"/> itself.
    /// </summary>
    string Infer(ElementCode code, string x);

    /// <summary>Writes the statements that turn the gradient of the output into that of the input; returns it.</summary>
    /// <param name="x">The input, where <see cref="Needs"/> asks for it.</param>
    /// <param name="y">The output, where <see cref="Needs"/> asks for it.</param>
    string Backward(ElementCode code, string gradient, string x, string y);
}
