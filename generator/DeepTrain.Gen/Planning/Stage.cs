using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>A matrix in the step's memory, one padded row per row of the batch.</summary>
/// <param name="Field">Its name in the emitted <c>Step</c>.</param>
/// <param name="Local">The start of local variables that point into it.</param>
/// <param name="Columns">Real columns.</param>
/// <param name="Padded">Columns with their padding.</param>
internal sealed record RowBuffer(string Field, string Local, int Columns, int Padded)
{
    public static RowBuffer Of(LayerSpec layer, string suffix, int columns) =>
        new(layer.PascalName + suffix, layer.LocalName(suffix), columns, PanelShape.Padded(columns));

    public string Pointer => "s->" + Field;

    /// <summary>
    /// Floats from one row to the next. Rows 512 bytes apart, or a multiple, would all fall into a few sets of the
    /// first-level cache, so they get another 16 floats.
    /// </summary>
    public int Stride => Padded % 128 == 0 ? Padded + 16 : Padded;
}

/// <summary>
/// A linear layer and what follows it up to the next one: what one thread can do for a panel of columns in one go. Between
/// its layers stand values: <c>Values[0]</c> is the linear layer's output (or the network's input), <c>Values[i + 1]</c> the
/// output of <c>Chain[i]</c>. Only those that the backward pass reads have memory.
/// </summary>
internal sealed class Stage
{
    public Stage(int index, LinearLayer? linear, IReadOnlyList<LayerSpec> chain, bool hasInputGradient, bool trainsInput)
    {
        Index = index;
        Linear = linear;
        Chain = chain;
        HasInputGradient = hasInputGradient;
        TrainsInput = trainsInput;
        Layers = linear is null ? chain : [linear, .. chain];
        int units = Layers[0] is LinearLayer first ? first.Units : Layers[0].Input.Size;

        Values = new RowBuffer[chain.Count + 1];
        for (int i = 0; i < Values.Length; i++)
        {
            LayerSpec? owner = i > 0 ? chain[i - 1] : linear;
            Values[i] = owner is null
                ? new RowBuffer("InputRows", "input", units, PanelShape.Padded(units))
                : RowBuffer.Of(owner, "Output", units);
        }

        Pieces = linear is { Pieces: > 1 } ? RowBuffer.Of(linear, "Pieces", linear.Columns) : null;
        PieceDelta = Pieces is null ? null : RowBuffer.Of(linear!, "PieceDelta", linear!.Columns);
        Delta = RowBuffer.Of(Layers[0], "Delta", units);
        Landing = Enumerable.Range(0, Values.Length).First(IsSaved);
    }

    public int Index { get; }

    public LinearLayer? Linear { get; }

    public IReadOnlyList<LayerSpec> Chain { get; }

    public IReadOnlyList<LayerSpec> Layers { get; }

    public string Name => Layers[0].PascalName;

    /// <summary>Whether a layer stands before this stage that someone may ask the gradient of.</summary>
    public bool HasInputGradient { get; }

    /// <summary>Whether training needs the gradient of this stage's input: something before it learns.</summary>
    public bool TrainsInput { get; }

    /// <summary>Whether there is a linear layer that learns.</summary>
    public bool TrainsWeights => Linear is { Trainable: true };

    /// <summary>Whether training needs the gradient of what the chain is given.</summary>
    public bool TrainsChainInput => TrainsInput || TrainsWeights;

    /// <summary>The first layer of the chain that the gradient has to reach; behind the last if none.</summary>
    public int BackwardEnd =>
        TrainsChainInput ? 0 : Chain.TakeWhile(layer => layer.ParameterCount == 0).Count();

    /// <summary>Whether the gradient has to reach a run of layers that ends there.</summary>
    public bool ReachesBack(int end) => BackwardEnd == 0 || end > BackwardEnd;

    public RowBuffer[] Values { get; }

    public RowBuffer Result => Values[Values.Length - 1];

    /// <summary>The outputs of all pieces of a maxout layer.</summary>
    public RowBuffer? Pieces { get; }

    public RowBuffer? PieceDelta { get; }

    /// <summary>The gradient of the result, which the backward pass turns in place into that of <c>Values[0]</c>.</summary>
    public RowBuffer Delta { get; }

    /// <summary>The gradient of the product itself.</summary>
    public RowBuffer ProductDelta => PieceDelta ?? Delta;

    /// <summary>The first value with memory: where the product is written, or worked on in place.</summary>
    public int Landing { get; }

    /// <summary>Whether the backward pass, or the next stage, reads this value.</summary>
    public bool IsSaved(int value) =>
        value == Chain.Count || ReadsInput(Chain[value])
        || (value > 0 && !IsGated(value) && (IsGated(value - 1) || ReadsOutput(Chain[value - 1])));

    /// <summary>Whether the layer at this place of the chain takes the gradient back through the one before it too.</summary>
    public bool IsGated(int layer) =>
        layer > 0 && layer < Chain.Count && DropoutLayer.IsGated(Chain[layer - 1], Chain[layer]);

    private static bool ReadsInput(LayerSpec layer) => layer is IElementwise element
        ? (element.Needs & Saved.Input) != 0
        : layer is BatchNormLayer or SoftmaxLayer;

    private static bool ReadsOutput(LayerSpec layer) => layer is IElementwise element
        ? (element.Needs & Saved.Output) != 0
        : layer is SoftmaxLayer;

    /// <summary>Whether one pure activation is all that follows: it rides in the product's epilogue.</summary>
    public IElementwise? Epilogue =>
        Pieces is null && Linear is not null && Chain.Count == 1
        && Chain[0] is IElementwise { IsPure: true } only && (only.Needs & Saved.Input) == 0
            ? only
            : null;

    /// <summary>Whether inference is the training-mode forward pass.</summary>
    public bool InfersAsItTrains => Epilogue is not null || (Chain.Count == 0 && Pieces is null);

    public bool HasSoftmax => Chain.Any(layer => layer is SoftmaxLayer);

    /// <summary>Panels of columns that the stage can be divided into.</summary>
    public int Panels => PanelShape.Count(Values[0].Columns);

    /// <summary>
    /// The chain cut at softmax layers: runs of layers that work column by column, given as [start, end) in
    /// <see cref="Chain"/>. The first run belongs to the product's phase even if it is empty.
    /// </summary>
    public IReadOnlyList<(int Start, int End)> ColumnRuns
    {
        get
        {
            var runs = new List<(int, int)>();
            int start = 0;
            for (int i = 0; i <= Chain.Count; i++)
            {
                if (i < Chain.Count && Chain[i] is not SoftmaxLayer)
                    continue;
                runs.Add((start, i));
                start = i + 1;
            }

            return runs;
        }
    }
}
