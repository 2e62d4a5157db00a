using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Pooling;

internal record AveragePool2DLayer(int Size, int Stride) : PoolLayer(Size, Stride)
{
    public static readonly StepKind<LayerSpec> Step = new("AveragePool2D", arguments =>
    {
        (int size, int stride) = ReadWindow(arguments);
        return new AveragePool2DLayer(size, stride) { Name = arguments.Text("Name") };
    });

    public override string Kind => "AveragePool2D";

    public override string NameStem => "avgpool";

    public override string Formula => "the mean of each window";

    public override string Derivative => "1 / numbers of a window, for each of them";

    public override bool Chooses => false;

    protected override bool Averages => true;

    public override void EmitStart(SourceWriter writer, VectorType v, string first) =>
        writer.Line($"{v.Float} pooled = {first};");

    public override void EmitTake(SourceWriter writer, VectorType v, string number) => writer.Line($"pooled += {number};");

    public override string Result(VectorType v) => $"pooled * {v.Broadcast(CSharpLiteral.Of((float)(1.0 / Window)))}";

    public override void Export(OnnxCode onnx) =>
        onnx.Node("AveragePool").Ints("kernel_shape", Size, Size).Ints("strides", Stride, Stride);
}
