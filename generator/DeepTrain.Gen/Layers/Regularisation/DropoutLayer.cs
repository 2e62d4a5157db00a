using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Layers.Activations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Regularisation;

/// <summary>Inverted dropout. The mask is drawn from counters, again in the backward pass, so it is never stored.</summary>
internal sealed record DropoutLayer(float Rate) : LayerSpec, IElementwise, IRandomLayer, IGate
{
    public static readonly StepKind<LayerSpec> Step = new("Dropout", arguments =>
        new DropoutLayer(arguments.Float("rate", 0f, FloatDomain.BelowOne)) { Name = arguments.Text("Name") });

    public override string Kind => "Dropout";

    public override string Label => $"{Name} {DropMask.Percent(Rate)}";

    public override bool ActsInInference => false;

    public Saved Needs => Saved.None;

    public bool IsPure => false;

    public string Formula =>
        $"0 with probability {CSharpLiteral.Plain(Rate)}, else x / {CSharpLiteral.Plain((float)(1 - Rate.AsDecimal()))}";

    public string Derivative => "the same mask and factor";

    public string Forward(ElementCode code, string x) => Mask(code, x, LocalName());

    public string Infer(ElementCode code, string x) => x;

    public string Backward(ElementCode code, string gradient, string x, string y) =>
        Mask(code, gradient, LocalName("Gradient"));

    /// <summary>
    /// Whether this layer and a ReLU before it go back in one step: where this output is 0, either the mask or the ReLU has
    /// stopped the element, so that neither the random numbers nor the ReLU's output are needed again.
    /// </summary>
    public bool Gates(LayerSpec before) => before is ReLULayer;

    /// <summary>The derivative of ReLU and dropout, for a comment.</summary>
    public string GatedDerivative(LayerSpec gate) =>
        $"{CSharpLiteral.Plain(Scale)} where y > 0; a 0 was dropped, or {gate.Name} stopped it: either way 0";

    /// <summary>Turns the gradient of the output <paramref name="y"/> into that of the ReLU's input.</summary>
    public string BackwardThroughGate(ElementCode code, string gradient, string y) =>
        code.Let(LocalName("Gradient"), code.V.Select(code.V.LessOrEqual(y, code.Zero), code.Zero, Scaled(code, gradient)));

    public override void Join(SignalNetworkBuilder network) => network.Drop(new InvertedDropout(1 - Rate.AsDecimal()));

    private string Mask(ElementCode code, string value, string result)
    {
        if (Rate == 0)
            return value;
        string dropped = DropMask.Dropped(code, this, Rate);
        return code.Let(result, code.V.Select(dropped, code.Zero, Scaled(code, value)));
    }

    private float Scale => (float)(1 / (1 - Rate.AsDecimal()));

    private string Scaled(ElementCode code, string value) =>
        Rate == 0 ? value : $"{value} * {code.Constant(LocalName("Scale"), Scale)}";

    public override void Export(OnnxCode onnx)
    {
    }
}
