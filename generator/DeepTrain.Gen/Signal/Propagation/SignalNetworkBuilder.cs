using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>How far into a <see cref="SignalLayer"/> one has come.</summary>
internal enum SignalStage
{
    Sums,
    Normalised,
    Activated,
    Pooled,
    Dropped,
}

/// <summary>Where the output of one declared layer is in a <see cref="SignalNetwork"/>.</summary>
/// <param name="Layer">The index of the signal layer; -1 for the input itself.</param>
/// <param name="Function">Of an activation: what was applied to the sums so far, for one activation right after another.</param>
internal sealed record SignalProbe(int Layer, SignalStage Stage, Nonlinearity? Function);

/// <summary>
/// Collects declared layers into signal layers. What stands in an order that a signal layer has no place for goes into a
/// passage of its own.
/// </summary>
internal sealed class SignalNetworkBuilder(int inputs)
{
    private readonly List<SignalLayer> layers = [];
    private readonly List<SignalProbe> probes = [];
    private SignalStage stage = SignalStage.Dropped;

    /// <summary>One for each declared layer so far.</summary>
    public IReadOnlyList<SignalProbe> Probes => probes;

    private SignalLayer Current
    {
        get => layers[layers.Count - 1];
        set => layers[layers.Count - 1] = value;
    }

    /// <summary>Weights begin a layer; with them comes the maximum of several pieces.</summary>
    public void Weigh(SignalLayer layer)
    {
        layers.Add(layer);
        Reach(layer.Nonlinearity.Pieces > 1 ? SignalStage.Activated : SignalStage.Sums);
    }

    public void Normalise(SignalBatchNorm batchNorm)
    {
        PassFrom(SignalStage.Normalised);
        Current = Current with { BatchNorm = batchNorm };
        Reach(SignalStage.Normalised);
    }

    public void Activate(Nonlinearity phi)
    {
        if (stage == SignalStage.Activated && Current.Nonlinearity is ActivationFunction first && phi is ActivationFunction second)
        {
            phi = new Functions.ComposedFunction(first, second);
        }
        else if (stage == SignalStage.Pooled && Current is { Pooling.Averages: false, Nonlinearity: Functions.LinearFunction })
        {
            // what rises takes the largest of a window to the largest
            Current = Current with { Nonlinearity = phi };
            Reach(SignalStage.Pooled);
            return;
        }
        else
        {
            PassFrom(SignalStage.Activated);
        }

        Current = Current with { Nonlinearity = phi };
        Reach(SignalStage.Activated);
    }

    /// <summary>Windows that become one number each; so many are left.</summary>
    public void Pool(SignalPooling pooling, int units)
    {
        PassFrom(SignalStage.Pooled);
        Current = Current with { Pooling = pooling, PooledUnits = units };
        Reach(SignalStage.Pooled);
    }

    public void Drop(SignalDropout dropout)
    {
        PassFrom(SignalStage.Dropped);
        Current = Current with { Dropout = dropout };
        Reach(SignalStage.Dropped);
    }

    /// <summary>A layer that changes no signal.</summary>
    public void Pass() => Reach(stage);

    /// <summary>The layers; the last one has only sums, and perhaps batch norm.</summary>
    public IReadOnlyList<SignalLayer> Build()
    {
        PassFrom(SignalStage.Activated);
        return layers;
    }

    // begins a passage if this stage of the current layer is taken or past
    private void PassFrom(SignalStage next)
    {
        if (layers.Count > 0 && stage < next)
            return;
        layers.Add(SignalLayer.Passage(layers.Count > 0 ? Current.OutputUnits : inputs));
        stage = SignalStage.Sums;
    }

    private void Reach(SignalStage reached)
    {
        stage = reached;
        probes.Add(new SignalProbe(layers.Count - 1, reached, layers.Count > 0 ? Current.Nonlinearity : null));
    }
}
