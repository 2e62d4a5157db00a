using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Emission.Images;
using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Pooling;

/// <summary>What pools have in common: windows of each channel, of which each becomes one number.</summary>
internal abstract record PoolLayer(int Size, int Stride) : LayerSpec, IReshaping
{
    public abstract string Formula { get; }

    public abstract string Derivative { get; }

    public Conv2DLayer? Convolution => null;

    public Ring InputRing => Ring.None;

    public Ring DeltaRing => Ring.None;

    /// <summary>Numbers of a window.</summary>
    public virtual int Window => Size * Size;

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = input.IsFlat ? input.NeedsImages(Kind)
            : Size > input.Height || Size > input.Width
                ? $"a window of {Size} x {Size} does not fit an image of {input.Height} x {input.Width}: "
                    + "a smaller window, or less pooling before it would"
            : null;
        if (problem is not null)
            return null;
        return Shape.Image(input.Channels, (input.Height - Size) / Stride + 1, (input.Width - Size) / Stride + 1);
    }

    public override void Join(SignalNetworkBuilder network) => network.Pool(
        new SignalPooling(Window, Averages) { Vertical = Vertical, Horizontal = Horizontal },
        Output.Size);

    /// <summary>The windows of a column.</summary>
    public SignalWindows Vertical => Along(Input.Height, Output.Height);

    /// <summary>The windows of a line.</summary>
    public SignalWindows Horizontal => Along(Input.Width, Output.Width);

    /// <summary>The windows in one direction.</summary>
    protected virtual SignalWindows Along(int size, int outputs) => new(size, Size, Stride, 0, outputs);

    public void EmitForward(SourceWriter writer, VectorType v, ValueBuffer input, ValueBuffer output) =>
        PoolCode.EmitForward(writer, v, this, input, output);

    public bool CarriesActivation => !PoolCode.Overlaps(this);

    public void EmitBackward(SourceWriter writer, VectorType v, ReshapedGradient gradient) =>
        PoolCode.EmitBackward(writer, v, this, gradient);

    /// <summary>Writes what is done before a window is walked through.</summary>
    /// <returns>The variable that <see cref="EmitTake"/> changes.</returns>
    public abstract void EmitStart(SourceWriter writer, VectorType v, string first);

    /// <summary>Writes what is done with a number of the window, the first one included.</summary>
    public abstract void EmitTake(SourceWriter writer, VectorType v, string number);

    /// <summary>What becomes of <c>pooled</c>, which the window left.</summary>
    public abstract string Result(VectorType v);

    /// <summary>Whether the way back has to find out which number of a window was taken.</summary>
    public abstract bool Chooses { get; }

    protected abstract bool Averages { get; }

    protected static (int Size, int Stride) ReadWindow(StepArguments arguments)
    {
        int size = arguments.Int("size", 1, minimum: 1);
        return (size, arguments.Int("Stride", size, minimum: 1));
    }
}
