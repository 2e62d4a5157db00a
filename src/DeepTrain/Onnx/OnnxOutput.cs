namespace DeepTrain;

/// <summary>What the graph of an ONNX file puts out.</summary>
public enum OnnxOutput
{
    /// <summary>What <see cref="INetwork.Predict"/> does: probabilities for the two cross-entropies.</summary>
    Predictions,

    /// <summary>What the last layer does: for the two cross-entropies, numbers before sigmoid and softmax.</summary>
    Logits,

    /// <summary>
    /// Predictions as <see cref="Preparation.RestoreTargets"/> takes them back to the targets' own units; with an
    /// <see cref="OnnxOptions.Preparation"/> that knows of targets.
    /// </summary>
    Targets,
}
