namespace DeepTrain.Tests.Reference;

internal sealed record RReLU(float Lower = 1f / 8, float Upper = 1f / 3) : LayerPlan
{
    public override IEnumerable<string> Arguments => [Lower.Literal(), Upper.Literal()];

    public override ReferenceLayer Build(LayerPlace place) => new RReLUReference(place, this);
}

/// <summary>x above 0, a x elsewhere; a is drawn for each element in training and the mean in inference.</summary>
internal sealed class RReLUReference(LayerPlace place, RReLU plan) : ReferenceLayer(place, place.Inputs)
{
    private readonly double _lower = plan.Lower.AsDecimal();
    private readonly double _upper = plan.Upper.AsDecimal();

    public override double[][] Forward(double[][] x, Pass pass)
    {
        Array.ForEach(x, pass.KinksAtZero);
        return Rows.Build(x.Length, Outputs, (row, j) => pass.Round(x[row][j] * Slope(x[row][j], row, j, pass)));
    }

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
        Rows.Build(x.Length, Outputs, (row, j) => pass.Round(gradient[row][j] * Slope(x[row][j], row, j, pass)));

    private double Slope(double x, int row, int column, Pass pass)
    {
        if (x > 0)
            return 1;
        return pass.Training
            ? _lower + (_upper - _lower) * (pass.Random(this, row, column) >> 8) / (1 << 24)
            : (_lower + _upper) / 2;
    }
}
