using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Activations;

/// <summary>An activation: the same function for every element, in training and in inference.</summary>
internal abstract record ActivationLayer : LayerSpec, IElementwise
{
    /// <summary>The init that <c>Init.Auto</c> means for weights before this activation.</summary>
    public abstract Init AutoInit { get; }

    /// <summary>The function as signal propagation sees it.</summary>
    public abstract ActivationFunction Function { get; }

    public abstract Saved Needs { get; }

    public virtual bool IsPure => true;

    public abstract string Formula { get; }

    public abstract string Derivative { get; }

    public abstract string Forward(ElementCode code, string x);

    public virtual string Infer(ElementCode code, string x) => Forward(code, x);

    public abstract string Backward(ElementCode code, string gradient, string x, string y);

    public override void Join(SignalNetworkBuilder network) => network.Activate(Function);

    /// <summary>The name for a result of this layer: <c>relu1</c>, and with a suffix for a second one.</summary>
    protected string Local(string suffix = "") => LocalName(suffix);
}
