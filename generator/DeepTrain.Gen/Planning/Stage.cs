using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Planning;

/// <summary>How a stage's values lie.</summary>
/// <param name="Values">Between its layers.</param>
/// <param name="Result">What the next stage reads, perhaps within a ring that it needs.</param>
/// <param name="Delta">The gradient of the values, perhaps within a ring that the stage's head needs.</param>
/// <param name="Planes">
/// Of features that lie place by place and are plane by plane outside, because they were images: the channels; otherwise 1.
/// </param>
internal sealed record StageLayout(ValueLayout Values, ValueLayout Result, ValueLayout Delta, bool IsImage, int Planes = 1)
{
    public static StageLayout Flat(int features, int planes = 1)
    {
        var layout = ValueLayout.Flat(features);
        return new StageLayout(layout, layout, layout, IsImage: false, planes);
    }
}

/// <summary>
/// A layer that changes the shape of values, its head, and what follows it up to the next one: what one thread can do for a
/// panel of columns, or for an image, in one go. Between its layers stand values: <c>Values[0]</c> is the head's output (or
/// the network's input), <c>Values[i + 1]</c> the output of <c>Chain[i]</c>. Only those that the backward pass reads have
/// memory.
/// </summary>
internal sealed class Stage
{
    public Stage(
        int index, LayerSpec? head, IReadOnlyList<LayerSpec> chain, StageLayout layout, bool hasInputGradient, bool trainsInput)
    {
        Index = index;
        Head = head;
        Reshaping = head as IReshaping;
        Linear = Reshaping is null ? (LinearLayer?)head : null;
        Chain = chain;
        Layout = layout;
        HasInputGradient = hasInputGradient;
        TrainsInput = trainsInput;
        Layers = head is null ? chain : [head, .. chain];

        Values = new ValueBuffer[chain.Count + 1];
        for (int i = 0; i < Values.Length; i++)
        {
            LayerSpec? owner = i > 0 ? chain[i - 1] : head;
            ValueLayout values = i == chain.Count ? layout.Result : layout.Values;
            Values[i] = owner is null
                ? new ValueBuffer("InputRows", "input", values)
                : ValueBuffer.Of(owner, "Output", values);
        }

        Pieces = Linear is { Pieces: > 1 } ? ValueBuffer.Of(Linear, "Pieces", Linear.Columns) : null;
        PieceDelta = Pieces is null ? null : ValueBuffer.Of(Linear!, "PieceDelta", Linear!.Columns);
        Delta = new ValueBuffer(Name + "Delta", Layers.Count > 0 ? Layers[0].LocalName("Delta") : "inputDelta", layout.Delta);
        Landing = Enumerable.Range(0, Values.Length).First(IsSaved);
    }

    public int Index { get; }

    /// <summary>The layer that opens the stage; null for the network's input.</summary>
    public LayerSpec? Head { get; }

    /// <summary>The head where it is a product with a weight matrix.</summary>
    public LinearLayer? Linear { get; }

    /// <summary>The head where it works image by image.</summary>
    public IReshaping? Reshaping { get; }

    /// <summary>The head where it is a convolution.</summary>
    public Conv2DLayer? Convolution => Reshaping?.Convolution;

    public StageLayout Layout { get; }

    /// <summary>Whether the values are images: then the stage is worked through image by image.</summary>
    public bool IsImage => Layout.IsImage;

    public IReadOnlyList<LayerSpec> Chain { get; }

    public IReadOnlyList<LayerSpec> Layers { get; }

    public string Name => Layers.Count > 0 ? Layers[0].PascalName : "Inputs";

    /// <summary>Whether a layer stands before this stage that someone may ask the gradient of.</summary>
    public bool HasInputGradient { get; }

    /// <summary>Whether training needs the gradient of this stage's input: something before it learns.</summary>
    public bool TrainsInput { get; }

    /// <summary>Whether training walks back through this stage: it learns something, or something before it does.</summary>
    public bool NeedsBackward => TrainsInput || Layers.Any(layer => layer.ParameterCount > 0);

    /// <summary>Whether there is a product with a weight matrix that learns.</summary>
    public bool TrainsWeights => Linear is { Trainable: true };

    /// <summary>Whether training needs the gradient of what the chain is given.</summary>
    public bool TrainsChainInput => TrainsInput || Head is { ParameterCount: > 0 };

    /// <summary>The first layer of the chain that the gradient has to reach; behind the last if none.</summary>
    public int BackwardEnd =>
        TrainsChainInput ? 0 : Chain.TakeWhile(layer => layer.ParameterCount == 0).Count();

    /// <summary>Whether the gradient has to reach a run of layers that ends there.</summary>
    public bool ReachesBack(int end) => BackwardEnd == 0 || end > BackwardEnd;

    /// <summary>Whether the gradient of the input takes a transposed copy of the head's weights.</summary>
    public bool HasTransposed => TrainsInput && Head is { IsProduct: true };

    public ValueBuffer[] Values { get; }

    public ValueBuffer Result => Values[Values.Length - 1];

    /// <summary>The outputs of all pieces of a maxout layer.</summary>
    public ValueBuffer? Pieces { get; }

    public ValueBuffer? PieceDelta { get; }

    /// <summary>The gradient of the result, which the backward pass turns in place into that of <c>Values[0]</c>.</summary>
    public ValueBuffer Delta { get; }

    /// <summary>The gradient of the product itself.</summary>
    public ValueBuffer ProductDelta => PieceDelta ?? Delta;

    /// <summary>The first value with memory: where the product is written, or worked on in place.</summary>
    public int Landing { get; }

    /// <summary>Whether the backward pass, or the next stage, reads this value.</summary>
    public bool IsSaved(int value) =>
        value == Chain.Count || ReadsInput(Chain[value])
        || (value > 0 && !IsGated(value) && (IsGated(value - 1) || ReadsOutput(Chain[value - 1])));

    /// <summary>Whether the layer at this place of the chain takes the gradient back through the one before it too.</summary>
    public bool IsGated(int layer) =>
        layer > 0 && layer < Chain.Count && Chain[layer] is IGate gate && gate.Gates(Chain[layer - 1]);

    private static bool ReadsInput(LayerSpec layer) => layer is IElementwise element
        ? (element.Needs & Saved.Input) != 0
        : layer is INormaliser or IRowwise;

    private static bool ReadsOutput(LayerSpec layer) => layer is IElementwise element
        ? (element.Needs & Saved.Output) != 0
        : layer is IRowwise;

    /// <summary>Whether one pure activation is all that follows: it rides in the product's epilogue.</summary>
    public IElementwise? Epilogue =>
        Pieces is null && Head is { IsProduct: true } && Chain.Count == 1
        && Chain[0] is IElementwise { IsPure: true } only && (only.Needs & Saved.Input) == 0
            ? only
            : null;

    /// <summary>Whether inference is the training-mode forward pass.</summary>
    public bool InfersAsItTrains => Epilogue is not null || (Chain.Count == 0 && Pieces is null);

    /// <summary>Panels of columns that the stage can be divided into.</summary>
    public int Panels => PanelShape.Count(Values[0].Columns);

    /// <summary>
    /// The chain cut at layers that look at whole rows: runs of layers that work column by column, given as [start, end) in
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
                if (i < Chain.Count && Chain[i] is not IRowwise)
                    continue;
                runs.Add((start, i));
                start = i + 1;
            }

            return runs;
        }
    }
}
