namespace DeepTrain.Tests.Reference;

internal sealed record Flatten : LayerPlan
{
    public override Dims Output(Dims input) => input.IsFlat ? input : Dims.Flat(input.Size, input.Channels);

    public override ReferenceLayer Build(LayerPlace place) => new FlattenReference(place);
}

internal sealed class FlattenReference(LayerPlace place) : ReferenceLayer(place, place.Inputs)
{
    public override double[][] Forward(double[][] x, Pass pass) => x;

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) => gradient;
}
