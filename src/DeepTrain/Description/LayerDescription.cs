namespace DeepTrain;

/// <summary>One layer of a network: its shape, its cost and the signal that is predicted to flow through it.</summary>
public sealed class LayerDescription
{
    /// <summary>Describes a layer.</summary>
    /// <param name="name">The layer's name, for example <c>dense1</c>.</param>
    /// <param name="kind">What it is, for example <c>Dense</c>.</param>
    /// <param name="outputShape">[features] or [channels, height, width].</param>
    /// <param name="parameterCount">Trainable numbers.</param>
    /// <param name="multiplyAdds">Multiply-adds of the forward pass for a row.</param>
    /// <param name="predictedActivationStd">Predicted standard deviation of the output at the start of training, NaN for
    /// none.</param>
    /// <param name="predictedGradientStd">Predicted standard deviation of the output's gradient at the start of training,
    /// NaN for none.</param>
    public LayerDescription(
        string name, string kind, int[] outputShape, int parameterCount, long multiplyAdds,
        double predictedActivationStd, double predictedGradientStd)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(outputShape);
        Name = name;
        Kind = kind;
        OutputShape = Shapes.Freeze(outputShape);
        OutputSize = Shapes.Size(outputShape);
        ParameterCount = parameterCount;
        MultiplyAdds = multiplyAdds;
        PredictedActivationStd = predictedActivationStd;
        PredictedGradientStd = predictedGradientStd;
    }

    /// <summary>The layer's name, for example <c>dense1</c>.</summary>
    public string Name { get; }

    /// <summary>What the layer is, for example <c>Dense</c>.</summary>
    public string Kind { get; }

    /// <summary>What the layer puts out for a row: [features] or [channels, height, width].</summary>
    public IReadOnlyList<int> OutputShape { get; }

    /// <summary>Numbers in an output row.</summary>
    public int OutputSize { get; }

    /// <summary>Trainable numbers.</summary>
    public int ParameterCount { get; }

    /// <summary>Multiply-adds of the forward pass for a row.</summary>
    public long MultiplyAdds { get; }

    /// <summary>
    /// The output's standard deviation at the start of training as the compiler predicts it, NaN without a prediction: over
    /// units and a batch of 64 rows, or of <see cref="NetworkAttribute.BatchSize"/>, the median of all draws of the weights.
    /// </summary>
    public double PredictedActivationStd { get; }

    /// <summary>
    /// The standard deviation of the loss gradient with respect to the output at the start of training as the compiler
    /// predicts it, NaN without a prediction: again the median draw. The loss is the mean over such a batch: of more rows
    /// each counts less.
    /// </summary>
    public double PredictedGradientStd { get; }

    /// <summary>The name, the kind and the output shape.</summary>
    public override string ToString() => $"{Name} ({Kind}): {Shapes.Text(OutputShape)}";
}
