using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Emission.Images;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Convolution;

/// <summary>A convolution: the same product for every window of an image.</summary>
internal sealed record Conv2DLayer(int Filters, int Kernel, int Stride, Padding Padding)
    : LinearLayer(Filters, Pieces: 1), IReshaping
{
    public static readonly StepKind<LayerSpec> Step = new("Conv2D", arguments => ReadCommon(
        arguments,
        new Conv2DLayer(
            arguments.Int("filters", 1, minimum: 1), arguments.Int("kernel", 1, minimum: 1),
            arguments.Int("Stride", 1, minimum: 1), arguments.Padding("Padding"))));

    // not a public property: a record's text would hold itself without end
    Conv2DLayer? IReshaping.Convolution => this;

    public override string Kind => "Conv2D";

    public override string NameStem => "conv";

    public override int Inputs => checked(Input.Channels * Kernel * Kernel);

    public override int FanOut => checked(Filters * Kernel * Kernel);

    public override string UnitNoun => "filter";

    public override long MultiplyAdds => (long)Filters * Inputs * Output.Height * Output.Width;

    public override int TransposedLength =>
        checked(Kernel * Kernel * Filters * Runtime.PanelShape.Padded(Input.Channels));

    public Taps Lines => Taps.Of(Input.Height, Kernel, Stride, Padding)!.Value;

    public Taps Columns2D => Taps.Of(Input.Width, Kernel, Stride, Padding)!.Value;

    public override IEnumerable<ParameterSpec> Parameters
    {
        get
        {
            yield return new ParameterSpec(
                "weight", new[] { Filters, Input.Channels, Kernel, Kernel }.ToEquatableArray(), Trainable, 1, Filters, Inputs, Init,
                InitScale ?? DefaultScale(Init))
            {
                Planes = Input.Channels,
                FanOut = FanOut,
            };
            if (Bias)
                yield return ParameterSpec.Vector("bias", Filters, BiasInit, Trainable);
        }
    }

    public string Formula => "y_f = b_f + sum over the window of w_f x";

    public string Derivative => "dL/dx = sum over the windows that x is in of w_f delta_f";

    public Ring InputRing => new(Lines.Before, Lines.After, Columns2D.Before, Columns2D.After);

    public Ring DeltaRing => new(Lines.DeltaBefore, Lines.DeltaAfter, Columns2D.DeltaBefore, Columns2D.DeltaAfter);

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = null;
        if (input.IsFlat)
        {
            problem = input.NeedsImages(Kind);
            return null;
        }

        if (Taps.Of(input.Height, Kernel, Stride, Padding) is { } lines && Taps.Of(input.Width, Kernel, Stride, Padding) is { } columns)
            return Shape.Image(Filters, lines.Outputs, columns.Outputs);
        problem = $"a kernel of {Kernel} x {Kernel} does not fit an image of {input.Height} x {input.Width}: "
            + "a smaller kernel, Padding = Padding.Same, or less pooling before it would";
        return null;
    }

    // with no activation, Glorot's uniform: nothing is known of what follows
    protected override LinearLayer ResolveInit(ActivationLayer? activation) =>
        Init == Init.Auto ? this with { Init = activation?.AutoInit ?? Init.GlorotUniform } : this;

    public override void Join(SignalNetworkBuilder network) => network.Weigh(new SignalLayer
    {
        Units = Output.Size,
        Filters = Filters,
        FanIn = Inputs,
        TapShare = Lines.ShareInside * Columns2D.ShareInside,
        Vertical = Lines.Signal,
        Horizontal = Columns2D.Signal,
        WeightVariance = WeightVariance,
        BiasMean = Bias ? BiasInit.AsDecimal() : 0,
        MaxNorm = MaxNorm.AsDecimal(),
        Decay = L2.AsDecimal(),
        Nonlinearity = new LinearFunction(),
    });

    public void EmitForward(SourceWriter writer, VectorType v, ValueBuffer input, ValueBuffer output) =>
        ConvolutionCalls.EmitForward(writer, this, input, output);

    public bool CarriesActivation => true;

    public void EmitBackward(SourceWriter writer, VectorType v, ReshapedGradient gradient) =>
        ConvolutionCalls.EmitBackward(writer, this, gradient.OfOutput, gradient.OfInput);

    public override void Export(OnnxCode onnx)
    {
        Taps lines = Lines, columns = Columns2D;
        onnx.Node("Conv").Tensor("weight").Tensor("bias").Ints("kernel_shape", Kernel, Kernel).Ints("strides", Stride, Stride)
            .Ints("pads", lines.Before, columns.Before, lines.After, columns.After);
    }
}
