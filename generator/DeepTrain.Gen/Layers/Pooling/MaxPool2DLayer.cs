using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Pooling;

internal sealed record MaxPool2DLayer(int Size, int Stride) : PoolLayer(Size, Stride)
{
    public static readonly StepKind<LayerSpec> Step = new("MaxPool2D", arguments =>
    {
        (int size, int stride) = ReadWindow(arguments);
        return new MaxPool2DLayer(size, stride) { Name = arguments.Text("Name") };
    });

    public override string Kind => "MaxPool2D";

    public override string NameStem => "maxpool";

    public override string Formula => "the largest number of each window";

    public override string Derivative => "1 for the first of the largest of a window, in reading order; else 0";

    public override bool Chooses => true;

    protected override bool Averages => false;

    public override void EmitStart(SourceWriter writer, VectorType v, string first) =>
        writer.Line($"{v.Float} pooled = {first};");

    // NaN has to pass, wherever in the window it is; equal numbers leave the first
    public override void EmitTake(SourceWriter writer, VectorType v, string number)
    {
        writer.Line($"next = {number};");
        writer.Line($"pooled = {v.Select($"{v.Greater("next", "pooled")} | ~{v.Class}.Equals(next, next)", "next", "pooled")};");
    }

    public override string Result(VectorType v) => "pooled";

    public override void Export(OnnxCode onnx) =>
        onnx.Node("MaxPool").Ints("kernel_shape", Size, Size).Ints("strides", Stride, Stride);
}
