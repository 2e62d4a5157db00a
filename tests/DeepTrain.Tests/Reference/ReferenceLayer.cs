namespace DeepTrain.Tests.Reference;

/// <summary>What a row is: channels x height x width in planes, or so many features.</summary>
/// <param name="Planes">Of features that were images: their channels; otherwise 1.</param>
internal readonly record struct Dims(int Channels, int Height, int Width, bool IsFlat, int Planes = 1)
{
    public int Size => Channels * Height * Width;

    public int Places => IsFlat ? Size / Planes : Height * Width;

    public static Dims Flat(int features, int planes = 1) => new(features, 1, 1, true, planes);

    public static Dims Image(int channels, int height, int width) => new(channels, height, width, false);
}

/// <summary>Where a layer stands.</summary>
internal readonly record struct LayerPlace(string Name, int Index, Dims Input)
{
    public int Inputs => Input.Size;
}

/// <summary>A layer in plain loops over doubles.</summary>
internal abstract class ReferenceLayer(LayerPlace place, int outputs)
{
    public string Name => place.Name;

    /// <summary>The position among all layers, from 0.</summary>
    public int Index => place.Index;

    public int Inputs => place.Inputs;

    /// <summary>What the layer reads.</summary>
    public Dims Input => place.Input;

    /// <summary>
    /// The number of an element among all, as random numbers are counted: images place by place, each with its channels.
    /// </summary>
    public uint Element(int row, int column)
    {
        Dims dims = place.Input;
        int planes = dims.IsFlat ? dims.Planes : dims.Channels;
        return (uint)(row * dims.Size + (planes == 1 ? column : column % dims.Places * planes + column / dims.Places));
    }

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
