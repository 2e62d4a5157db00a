using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Regularisation;

/// <summary>
/// Dropout for SELU: dropped elements become SELU's floor f = -1.7581, then a x + b restores mean and variance, with
/// a = ((1 - p)(1 + p f^2))^-1/2 and b = -a p f (Klambauer et al. 2017, section 3).
/// </summary>
internal sealed record AlphaDropoutLayer(float Rate) : LayerSpec, IElementwise, IRandomLayer
{
    public static readonly StepKind<LayerSpec> Step = new("AlphaDropout", arguments =>
        new AlphaDropoutLayer(arguments.Float("rate", 0f, FloatDomain.BelowOne)) { Name = arguments.Text("Name") });

    private const double Floor = -1.7580993408473766;

    public override string Kind => "AlphaDropout";

    public override string Label => $"{Name} {DropMask.Percent(Rate)}";

    public override bool ActsInInference => false;

    public Saved Needs => Saved.None;

    public bool IsPure => false;

    public string Formula => $"a (-1.7581 with probability {CSharpLiteral.Plain(Rate)}, else x) + b";

    public string Derivative => "0 where dropped, else a";

    private double Gain => 1 / Math.Sqrt((1 - Rate.AsDecimal()) * (1 + Rate * Floor * Floor));

    private double Shift => -Gain * Rate * Floor;

    public string Forward(ElementCode code, string x)
    {
        if (Rate == 0)
            return x;
        string dropped = DropMask.Dropped(code, this, Rate);
        string floor = code.Constant(LocalName("Dropped"), (float)(Gain * Floor + Shift));
        string gain = code.Constant(LocalName("Gain"), (float)Gain);
        string shift = code.Constant(LocalName("Shift"), (float)Shift);
        return code.Let(LocalName(), code.V.Select(dropped, floor, code.V.Fma(x, gain, shift)));
    }

    public string Infer(ElementCode code, string x) => x;

    public string Backward(ElementCode code, string gradient, string x, string y)
    {
        if (Rate == 0)
            return gradient;
        string gain = code.Constant(LocalName("Gain"), (float)Gain);
        string dropped = DropMask.Dropped(code, this, Rate);
        return code.Let(LocalName("Gradient"), code.V.Select(dropped, code.Zero, $"{gradient} * {gain}"));
    }

    public override void Join(SignalNetworkBuilder network) => network.Drop(new SeluDropout(1 - Rate.AsDecimal()));

    public override void Export(OnnxCode onnx)
    {
    }
}
