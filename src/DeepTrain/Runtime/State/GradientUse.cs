using System.ComponentModel;

namespace DeepTrain.Runtime;

/// <summary>What becomes of the gradients of a batch.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum GradientUse
{
    /// <summary>They update the parameters: <c>TrainBatch</c>.</summary>
    Update,

    /// <summary>They replace those that are there: <c>ComputeGradients</c>.</summary>
    Keep,

    /// <summary>They are added to those that are there: <c>Accumulate</c>.</summary>
    Add,
}
