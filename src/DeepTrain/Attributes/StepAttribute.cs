namespace DeepTrain;

/// <summary>
/// A step of a network. The steps of a <see cref="NetworkAttribute">network</see> are its attributes in the order in which
/// they stand in the source: one <see cref="InputAttribute">input</see>, one or more layers, one loss, one optimizer.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class StepAttribute : Attribute
{
    private protected StepAttribute()
    {
    }
}

/// <summary>A layer: a step that turns the rows it is given into other rows.</summary>
public abstract class LayerAttribute : StepAttribute
{
    private protected LayerAttribute()
    {
    }

    /// <summary>
    /// The layer's name in <see cref="NetworkDescription"/>, in parameter names and in the emitted code: a C# identifier.
    /// Without it the layer is named after its kind and its number among the layers of that kind: <c>dense1</c>,
    /// <c>dense2</c>.
    /// </summary>
    public string? Name { get; set; }
}

/// <summary>A loss: the number that training makes smaller. The last step but one.</summary>
public abstract class LossAttribute : StepAttribute
{
    private protected LossAttribute()
    {
    }
}
