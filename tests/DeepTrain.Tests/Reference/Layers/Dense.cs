namespace DeepTrain.Tests.Reference;

internal sealed record Dense(int Units) : LinearPlan(Units, 1)
{
    public override ReferenceLayer Build(LayerPlace place) => new DenseReference(place, this);
}

/// <summary>y = x W' + b.</summary>
internal sealed class DenseReference(LayerPlace place, Dense plan) : LinearReference(place, plan)
{
    public override double[][] Forward(double[][] x, Pass pass) => Product(x, 0, pass);

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
        Backward(x, [gradient], pass);
}
