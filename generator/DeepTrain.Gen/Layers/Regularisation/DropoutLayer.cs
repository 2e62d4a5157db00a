using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Regularisation;

/// <summary>Inverted dropout. The mask is drawn from counters, again in the backward pass, so it is never stored.</summary>
internal sealed record DropoutLayer(float Rate) : LayerSpec, IElementwise, IRandomLayer
{
    public static readonly StepKind<LayerSpec> Step = new("Dropout", arguments =>
        new DropoutLayer(arguments.Float("rate", 0f, FloatDomain.BelowOne)) { Name = arguments.Text("Name") });

    public override string Kind => "Dropout";

    public override string Label => $"{Name} {DropMask.Percent(Rate)}";

    public Saved Needs => Saved.None;

    public bool IsPure => false;

    public string Formula =>
        $"0 with probability {CSharpLiteral.Plain(Rate)}, else x / {CSharpLiteral.Plain((float)(1 - Rate.AsDecimal()))}";

    public string Derivative => "the same mask and factor";

    public string Forward(ElementCode code, string x) => Mask(code, x, LocalName());

    public string Infer(ElementCode code, string x) => x;

    public string Backward(ElementCode code, string gradient, string x, string y) =>
        Mask(code, gradient, LocalName("Gradient"));

    public override void Join(SignalNetworkBuilder network) => network.Drop(new InvertedDropout(1 - Rate.AsDecimal()));

    private string Mask(ElementCode code, string value, string result)
    {
        if (Rate == 0)
            return value;
        string dropped = DropMask.Dropped(code, this, Rate);
        string scale = code.Constant(LocalName("Scale"), (float)(1 / (1 - Rate.AsDecimal())));
        return code.Let(result, code.V.Select(dropped, code.Zero, $"{value} * {scale}"));
    }
}
