namespace DeepTrain;

/// <summary>What a network is made of and what it costs.</summary>
public sealed class NetworkDescription
{
    private readonly long _fixedBytes;
    private readonly long _bytesPerRow;

    /// <summary>Describes a network.</summary>
    /// <param name="name">The class.</param>
    /// <param name="inputShape">[features] or [channels, height, width].</param>
    /// <param name="layers">The layers in data-flow order.</param>
    /// <param name="lossKind">The loss.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="fixedBytes">Memory for training whatever the batch size: parameters, gradients, optimizer state.</param>
    /// <param name="bytesPerRow">Memory that each row of a batch adds.</param>
    public NetworkDescription(
        string name, int[] inputShape, LayerDescription[] layers, LossKind lossKind, string optimizer,
        long fixedBytes, long bytesPerRow)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(optimizer);
        Name = name;
        InputShape = Shapes.Freeze(inputShape);
        Layers = Array.AsReadOnly((LayerDescription[])layers.Clone());
        LossKind = lossKind;
        Loss = lossKind.ToString();
        Optimizer = optimizer;
        InputSize = Shapes.Size(inputShape);
        OutputSize = layers.Length == 0 ? InputSize : layers[^1].OutputSize;
        foreach (LayerDescription layer in layers)
        {
            ParameterCount = checked(ParameterCount + layer.ParameterCount);
            MultiplyAdds = checked(MultiplyAdds + layer.MultiplyAdds);
        }
        _fixedBytes = fixedBytes;
        _bytesPerRow = bytesPerRow;
    }

    /// <summary>The class.</summary>
    public string Name { get; }

    /// <summary>What a row holds: [features] or [channels, height, width].</summary>
    public IReadOnlyList<int> InputShape { get; }

    /// <summary>The layers in data-flow order.</summary>
    public IReadOnlyList<LayerDescription> Layers { get; }

    /// <summary>The loss.</summary>
    public LossKind LossKind { get; }

    /// <summary>The loss as its attribute is called, for example <c>SoftmaxCrossEntropy</c>.</summary>
    public string Loss { get; }

    /// <summary>The optimizer, for example <c>Adam</c>.</summary>
    public string Optimizer { get; }

    /// <summary>Numbers in an input row.</summary>
    public int InputSize { get; }

    /// <summary>Numbers in an output row.</summary>
    public int OutputSize { get; }

    /// <summary>Trainable numbers.</summary>
    public int ParameterCount { get; }

    /// <summary>Multiply-adds of the forward pass for a row.</summary>
    public long MultiplyAdds { get; }

    /// <summary>Floating-point operations of the forward pass for a row: two for each multiply-add.</summary>
    public long Flops => checked(2 * MultiplyAdds);

    /// <summary>The bytes of the trainable numbers.</summary>
    public long ParameterBytes => sizeof(float) * (long)ParameterCount;

    /// <summary>The memory that training with batches of <paramref name="rows"/> rows takes, in bytes.</summary>
    /// <param name="rows">Rows in a batch, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is below 1.</exception>
    /// <exception cref="OverflowException">The sum does not fit a <see cref="long"/>.</exception>
    public long TrainingBytes(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        return checked(_fixedBytes + rows * _bytesPerRow);
    }

    /// <summary>A table of the layers and the totals, for a monospaced font.</summary>
    public override string ToString() => DescriptionTable.Write(this);
}
