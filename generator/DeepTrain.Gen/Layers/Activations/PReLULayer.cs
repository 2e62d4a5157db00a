using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Layers.Activations;

/// <summary>A leaky ReLU that learns its slope: one for the layer, or one per unit.</summary>
internal sealed record PReLULayer(float InitialSlope, bool PerUnit) : ActivationLayer, ISummedGradient
{
    public static readonly StepKind<LayerSpec> Step = new("PReLU", arguments =>
        arguments.Named(
            new PReLULayer(arguments.Float("initialSlope", 0.25f, FloatDomain.Finite), arguments.Flag("PerUnit", false))));

    public override bool HasParameters => true;

    public override string Kind => "PReLU";

    public override Init AutoInit => Init.HeNormal;

    public override ActivationFunction Function => new LeakyReluFunction(InitialSlope.AsDecimal());

    // the slope may become negative, so the output does not tell the input's sign
    public override Saved Needs => Saved.Input;

    public override bool IsPure => false;

    public override string Formula => "x > 0 ? x : a x, with the learned slope a";

    public override string Derivative => "1 where x > 0, else a; the slope's gradient sums g x where x <= 0";

    public override IEnumerable<ParameterSpec> Parameters =>
        [ParameterSpec.Vector("weight", PerUnit ? Output.Channels : 1, InitialSlope, Trainable)];

    public override bool WorksByChannel => PerUnit;

    public override IEnumerable<string> KeptByColumn(bool ofImages) => PerUnit || !Trainable ? [] : ["SlopeSums"];

    public override IEnumerable<string> SumsOfImages => Trainable ? ["SlopeGradient"] : [];

    public override string Forward(ElementCode code, string x) =>
        code.Let(Local(), code.V.Select(code.V.Greater(x, code.Zero), x, $"{x} * {Slope(code)}"));

    public override string Backward(ElementCode code, string gradient, string x, string y)
    {
        string slope = Slope(code);
        string rises = code.Let(Local("Rises"), code.V.Greater(x, code.Zero));
        string result = code.V.Select(rises, gradient, $"{gradient} * {slope}");
        if (!Trainable)
            return code.Let(Local("Gradient"), result);
        string sum = code.Sum(this, "SlopeGradient");
        code.Do($"{sum} = {code.V.Select(rises, sum, code.V.Fma(gradient, x, sum))};");

        // one slope for all: the columns' sums are added up when all of them are there
        Address sums = PerUnit ? Address.At("s->Gradients", PascalName + "Weight") : Address.At($"s->{PascalName}SlopeSums");
        code.StoreSum(this, "SlopeGradient", sums + "column");
        return code.Let(Local("Gradient"), result);
    }

    public bool NeedsFinish(bool ofImages) => Trainable && (!PerUnit || ofImages);

    public void EmitFinish(SourceWriter writer, bool ofImages)
    {
        if (ofImages)
        {
            ValueBuffer sums = MemoryPlan.SumsOfImages(this).First();
            string target = PerUnit ? $"&s->Gradients[{PascalName}Weight]" : $"s->{PascalName}SlopeSums";
            writer.Line($"{Import.ColumnMath}.Sums256({sums.Pointer}, {sums.Stride}, s->Rows, "
                + $"{ValueLayout.Of(Output).ChannelStride}, {target}); // over images");
        }

        if (PerUnit)
            return;
        writer.Line($"float {LocalName("Slope")} = 0; // {Name} has one slope for all columns");
        using (writer.Block($"for (int column = 0; column < {Output.Channels}; column++)"))
            writer.Line($"{LocalName("Slope")} += s->{PascalName}SlopeSums[column];");
        writer.Line($"s->Gradients[{PascalName}Weight] = {LocalName("Slope")};");
    }

    private string Slope(ElementCode code) => PerUnit
        ? code.Column(Local("Slope"), code.V.Load("s->Parameters", $"{PascalName}Weight + column"))
        : code.Constant(Local("Slope"), $"s->Parameters[{PascalName}Weight]");

    // slopes of channels have to meet them: the last extents are height and width
    public override void Export(OnnxCode onnx)
    {
        int[] shape = PerUnit && !Output.IsFlat ? [Output.Channels, 1, 1] : [];
        onnx.Node("PRelu").Tensor("weight", shape);
    }
}
