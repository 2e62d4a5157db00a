using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Model;

/// <summary>
/// A layer of a network: what was declared and what follows from it. One record per kind, in <c>Layers</c>.
/// </summary>
internal abstract record LayerSpec
{
    /// <summary>The kind as the attribute calls it: <c>Dense</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The start of a name that was not given: <c>dense</c>, counted from 1.</summary>
    public virtual string NameStem => Kind.ToLowerInvariant();

    /// <summary>The declared name, then, in a <see cref="NetworkSpec"/>, the name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the layer is called in files; null for its name.</summary>
    public string? Key { get; init; }

    /// <summary>Whether training changes the layer's parameters; otherwise it is frozen.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>Whether the kind has parameters at all.</summary>
    public virtual bool HasParameters => false;

    public Shape Input { get; init; }

    public Shape Output { get; init; }

    /// <summary>
    /// What the names of this layer's emitted members start with, <c>Dense1</c> or <c>BatchNorm1</c>. With any suffix that
    /// starts with a capital letter it makes a name that nothing else has (<see cref="Declarations.LayerStems"/>).
    /// </summary>
    public string PascalName { get; init; } = "";

    /// <summary>The same for local variables: <c>relu1</c> itself, <c>relu1Gradient</c>.</summary>
    public string LocalStem { get; init; } = "";

    /// <summary>A local variable of emitted code that belongs to this layer: <c>relu1</c>, <c>relu1Gradient</c>.</summary>
    public string LocalName(string suffix = "") => LocalStem + suffix;

    /// <summary>What the layer makes of rows of this shape, or null and why it cannot take them.</summary>
    public virtual Shape? Infer(Shape input, out string? problem)
    {
        problem = null;
        return input;
    }

    /// <summary>The layer's tensors in the order of the outside, once shapes are known.</summary>
    public virtual IEnumerable<ParameterSpec> Parameters => [];

    public int ParameterCount => Parameters.Where(p => p.IsTrainable).Sum(p => p.Length);

    public virtual long MultiplyAdds => 0;

    /// <summary>Whether it changes anything in inference, as all do but dropout.</summary>
    public virtual bool ActsInInference => true;

    /// <summary>Whether it multiplies by a matrix of weights: then it opens a stage.</summary>
    public virtual bool IsProduct => false;

    /// <summary>The layer with what its initial weights depend on settled, knowing the layers behind it.</summary>
    public virtual LayerSpec ResolveInit(IEnumerable<LayerSpec> behind) => this;

    /// <summary>Whether it only says that what follows sees features: no number changes.</summary>
    public virtual bool OnlyReshapes => false;

    /// <summary>Whether it has numbers of its own for each channel of an image, or for each feature.</summary>
    public virtual bool WorksByChannel => false;

    /// <summary>
    /// What a training step keeps or sums for each column, feature or channel, beyond single rows: names of its buffers.
    /// </summary>
    /// <param name="ofImages">Whether the columns are channels of images, so that loops over them are cut.</param>
    public virtual IEnumerable<string> KeptByColumn(bool ofImages) => [];

    /// <summary>What it sums over each image, channel by channel.</summary>
    public virtual IEnumerable<string> SumsOfImages => [];

    /// <summary>The layer in a few words for comments: <c>dropout1 20 %</c>.</summary>
    public virtual string Label => Name;

    /// <summary>Says what the layer does to signals; most shapes change none of their moments.</summary>
    public virtual void Join(SignalNetworkBuilder network) => network.Pass();

    /// <summary>Says which nodes of ONNX it is in inference mode; none where it then does nothing.</summary>
    public abstract void Export(OnnxCode onnx);
}
