namespace DeepTrain.Tests.Reference;

/// <summary>Where a layer stands.</summary>
internal readonly record struct LayerPlace(string Name, int Index, int Inputs);

/// <summary>A layer in plain loops over doubles.</summary>
internal abstract class ReferenceLayer(LayerPlace place, int outputs)
{
    public string Name => place.Name;

    /// <summary>The position among all layers, from 0.</summary>
    public int Index => place.Index;

    public int Inputs => place.Inputs;

    public int Outputs => outputs;

    public virtual IReadOnlyList<ReferenceParameter> Parameters => [];

    /// <summary>What the layer's L1 and L2 add to the loss.</summary>
    public virtual double Penalty => 0;

    public abstract double[][] Forward(double[][] x, Pass pass);

    /// <summary>
    /// Replaces the gradients of the layer's parameters and returns that of its input. Follows a <see cref="Forward"/> with
    /// the same <paramref name="x"/>, which returned <paramref name="y"/>.
    /// </summary>
    public abstract double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass);

    /// <summary>Follows a training batch that counts: moving averages move.</summary>
    public virtual void MoveAverages()
    {
    }

    /// <summary>Follows an update.</summary>
    public virtual void LimitNorms()
    {
    }
}
