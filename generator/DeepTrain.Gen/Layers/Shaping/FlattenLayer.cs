using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Layers.Shaping;

/// <summary>Channels x height x width become features. Rows are stored flat, so no number moves.</summary>
internal sealed record FlattenLayer : LayerSpec, IElementwise
{
    public static readonly StepKind<LayerSpec> Step =
        new("Flatten", arguments => new FlattenLayer { Name = arguments.Text("Name") });

    public override string Kind => "Flatten";

    public Saved Needs => Saved.None;

    public bool IsPure => true;

    public string Formula => "x";

    public string Derivative => "1";

    public override Shape? Infer(Shape input, out string? problem)
    {
        problem = null;
        return Shape.Flat(input.Size);
    }

    public string Forward(ElementCode code, string x) => x;

    public string Infer(ElementCode code, string x) => x;

    public string Backward(ElementCode code, string gradient, string x, string y) => gradient;
}
