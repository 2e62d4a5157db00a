namespace DeepTrain;

/// <summary>What <see cref="INetwork.ExportOnnx(string, OnnxOptions?)"/> writes.</summary>
public sealed record OnnxOptions
{
    /// <summary>What comes out of the graph.</summary>
    public OnnxOutput Output { get; init; }

    /// <summary>
    /// What stands in front of the network: the graph then takes raw rows, <c>[batch, RawSize]</c>, as
    /// <see cref="DeepTrain.Preparation.Apply"/> does. Null: it takes what <see cref="INetwork.Predict"/> takes.
    /// </summary>
    /// <remarks>
    /// A graph refuses nothing. Where <see cref="DeepTrain.Preparation.Apply"/> would, for a missing number, a logarithm that does
    /// not exist, a category that is not known, the row's outputs are not finite, as a rule NaN.
    /// </remarks>
    public Preparation? Preparation { get; init; }

    /// <summary>The name of the graph's input.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>The name of the graph's output.</summary>
    public string OutputName { get; init; } = "output";

    /// <summary>
    /// Words of the caller's own for the file's metadata. The keys <c>network</c>, <c>loss</c>, <c>output</c> and
    /// <c>preparation</c> are taken.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
