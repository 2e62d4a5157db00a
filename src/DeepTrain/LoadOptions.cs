namespace DeepTrain;

/// <summary>How <see cref="INetwork.LoadWeights(string, LoadOptions?)"/> finds a network's parameters in a file.</summary>
/// <remarks>
/// Without options, the file has a tensor of the network's name and shape for every parameter, and no other.
/// <c>num_batches_tracked</c>, and the optimizer's state in a file of <see cref="INetwork.Save(string)"/>, are never looked
/// at.
/// </remarks>
public sealed record LoadOptions
{
    /// <summary>
    /// For files that PyTorch's <c>Sequential</c> names, <c>0.weight</c>, <c>net.3.bias</c>, <c>module.0.running_mean</c>:
    /// layers are matched <see cref="ByOrder"/>.
    /// </summary>
    public static LoadOptions Sequential { get; } = new() { ByOrder = true };

    /// <summary>
    /// From a tensor's name in the file to the name that the network's own files have, <c>dense1.weight</c> or what
    /// <see cref="ParameterizedLayerAttribute.Key"/> says; null leaves the tensor out. Without it, names are taken as they are.
    /// Two tensors cannot get one name.
    /// </summary>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>
    /// Whether layers are matched by their order and not by their names: the file's, ordered by the numbers in front of the
    /// last dot, with the network's layers that have parameters. What is behind the last dot, <c>weight</c> or <c>bias</c>,
    /// has to be the same, and the shape. <see cref="Rename"/> comes first: it can leave tensors out, or put numbers in the
    /// place of words, between which there is no order.
    /// </summary>
    public bool ByOrder { get; init; }

    /// <summary>
    /// Whether every parameter has to be in the file, and nothing else. Otherwise the tensors that match by name and shape
    /// are taken, at least one, and all other parameters stay as they are: for fine-tuning.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>Whether NaN and infinity are taken. A running variance below 0 never is.</summary>
    public bool AllowNonFinite { get; init; }
}
