using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Layers.Pooling;

/// <summary>An average over whole images, which leaves features.</summary>
internal sealed record GlobalAveragePool2DLayer() : AveragePool2DLayer(1, 1)
{
    public static new readonly StepKind<LayerSpec> Step =
        new("GlobalAveragePool2D", arguments => new GlobalAveragePool2DLayer { Name = arguments.Text("Name") });

    public override string Kind => "GlobalAveragePool2D";

    public override string NameStem => "globalpool";

    public override string Formula => "the mean of each channel";

    public override string Derivative => "1 / places, for each of them";

    public override int Window => Input.Height * Input.Width;

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = input.IsFlat ? input.NeedsImages(Kind) : null;
        return problem is null ? Shape.Flat(input.Channels) : null;
    }

    protected override SignalWindows Along(int size, int outputs) => new(size, size, size, 0, 1);

    public override void Export(OnnxCode onnx) => onnx.Node("GlobalAveragePool").Node("Flatten");
}
