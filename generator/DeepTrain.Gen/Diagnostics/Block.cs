using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Layers.Normalisation;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Layers.Regularisation;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>A layer and the number of its step.</summary>
internal readonly record struct PlacedLayer(LayerSpec Layer, int Step)
{
    public string Name => Layer.Name;

    public Place Place(string? argument = null) => new(Step, argument);
}

/// <summary>One weight layer, what stands between it and the next one, and what is predicted of it.</summary>
internal sealed class Block(
    PlacedLayer weights, IReadOnlyList<PlacedLayer> followers, bool isOutput, SignalPrediction prediction, int signalIndex)
{
    private double? _critical;

    public LinearLayer Weights => (LinearLayer)weights.Layer;

    public int Step => weights.Step;

    public string Name => Weights.Name;

    /// <summary>Units with weights of their own: of a convolution, its filters.</summary>
    public int Units => Weights.Units;

    /// <summary>How many there are, in words: <c>8 filters</c>.</summary>
    public string UnitsInWords => Numbers.Count(Units, Weights.UnitNoun);

    /// <summary>The argument that says so.</summary>
    public string UnitsArgument => Weights.UnitNoun + "s";

    /// <summary>Numbers of a row: units at all their places.</summary>
    public int Outputs => Weights.Output.Size;

    /// <summary>What the next weights are given at most: pools leave less.</summary>
    public int HandedOn => followers.Select(follower => follower.Layer.Output.Size).Append(Outputs).Min();

    public bool IsOutput => isOutput;

    public IReadOnlyList<PlacedLayer> Followers => followers;

    public int SignalIndex => signalIndex;

    public SignalLayer Signal => prediction.Network.Layers[signalIndex];

    public ForwardSignal Forward => prediction.Forward[signalIndex];

    public BackwardSignal Backward => prediction.Backward[signalIndex];

    /// <summary>Root mean square gradient of the weights for a batch.</summary>
    public double WeightGradient => prediction.Trainability.WeightGradients[signalIndex];

    /// <summary>The share of units that never fire; a filter has as many chances as it has places.</summary>
    public double DeadShare(int samples) =>
        prediction.DeadShare(signalIndex, (int)Math.Min((long)samples * Signal.Places, int.MaxValue));

    /// <summary>Root mean square gradient of one of the sums; of a filter's, of all its places together.</summary>
    public double SumGradient => prediction.GradientDeviation(Backward.Sensitivity, Signal.IndependentUnits);

    /// <summary>The first activation.</summary>
    public PlacedLayer? Activation => First(layer => layer is ActivationLayer or SoftmaxLayer);

    public ActivationLayer? Function => Activation?.Layer as ActivationLayer;

    public PlacedLayer? BatchNorm => First(layer => layer is BatchNormLayer);

    public PlacedLayer? Dropout => First(layer => layer is DropoutLayer or AlphaDropoutLayer);

    /// <summary>Whether the scale of the weights does not matter.</summary>
    public bool IsNormalised => BatchNorm is not null;

    /// <summary>Whether only a linear map separates the weights from the next ones.</summary>
    public bool IsLinear => Weights.Pieces == 1
        && followers.All(follower =>
            follower.Layer is not (SoftmaxLayer or MaxPool2DLayer or ActivationLayer { Function.HomogeneousSlope: null or not 1 }));

    /// <summary>n Var(w), n all taps of a convolution: what zeros around an image take is not the init's fault.</summary>
    public double Gain => Signal.FanIn * Signal.WeightVariance;

    /// <summary>
    /// The n Var(w) that the init would give if the layer were as wide as its inputs. What a change of width does to the signal
    /// is not the init's fault, nor the activation's.
    /// </summary>
    public double InitGain => Signal.FanIn * Weights.Init.Variance(Scale, Weights.Inputs, Weights.Inputs);

    /// <summary>The declared scale of the weights, or the init's.</summary>
    public float Scale => Weights.InitScale ?? LinearLayer.DefaultScale(Weights.Init);

    /// <summary>The n Var(w) at which signals neither fade nor grow.</summary>
    public double Critical => _critical ??= Criticality.Variance(Signal.Nonlinearity);

    /// <summary>Whether every weight has the same value: nothing is drawn.</summary>
    public bool IsConstant => Weights.Init is Init.Zeros or Init.Constant || Weights.InitScale == 0;

    public bool IsZero => IsConstant && !(Weights.Init == Init.Constant && Weights.InitScale is { } value && value != 0);

    /// <summary>What <c>Init.Auto</c> would mean here.</summary>
    public string AutoInit =>
        Weights.Pieces > 1 ? "critical variance" : (Function?.AutoInit ?? Init.GlorotUniform).ToString();

    public string ActivationName => Weights.Pieces > 1 ? "Maxout" : Activation?.Layer.Kind ?? "no activation";

    /// <summary>Lets the compiler choose the init.</summary>
    public IEnumerable<Edit> UseAutoInit()
    {
        if (Weights.Init != Init.Auto)
            yield return Edit.Unset(Step, "Init");
        if (Weights.InitScale is not null)
            yield return Edit.Unset(Step, "InitScale");
    }

    /// <summary>Draws from another distribution of its default scale.</summary>
    public IEnumerable<Edit> UseInit(Init init)
    {
        yield return Edit.Set(Step, "Init", "Init." + init);
        if (Weights.InitScale is not null)
            yield return Edit.Unset(Step, "InitScale");
    }

    private PlacedLayer? First(Func<LayerSpec, bool> isWanted)
    {
        foreach (PlacedLayer follower in followers)
        {
            if (isWanted(follower.Layer))
                return follower;
        }

        return null;
    }
}
