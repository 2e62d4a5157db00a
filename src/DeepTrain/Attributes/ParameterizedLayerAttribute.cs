namespace DeepTrain;

/// <summary>A layer that has parameters: tensors of its own, which training changes and files keep.</summary>
public abstract class ParameterizedLayerAttribute : LayerAttribute
{
    private protected ParameterizedLayerAttribute()
    {
    }

    /// <summary>
    /// Whether training changes the layer. A layer that is not trainable is frozen: its parameters are as they were set or loaded,
    /// without gradient, update or optimizer state; L1, L2 and MaxNorm do nothing. Batch norm then normalises by its moving
    /// averages in training too, and leaves them alone. At least one layer of a network with parameters is trainable.
    /// </summary>
    public bool Trainable { get; set; } = true;

    /// <summary>
    /// What the layer is called in files, where that is not <see cref="LayerAttribute.Name"/>: any text, for example <c>0</c> or
    /// <c>encoder.fc1</c>, as the file of another framework has it. A tensor is named after it, <c>encoder.fc1.weight</c>; with
    /// empty text it is <c>weight</c> alone. No two layers of a network have one key, and none starts with <c>optimizer.</c>,
    /// which is what the names of the optimizer's state start with.
    /// </summary>
    public string? Key { get; set; }
}
