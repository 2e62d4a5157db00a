namespace DeepTrain.Tests.Reference;

internal sealed record PReLU(float InitialSlope = 0.25f) : LayerPlan
{
    public bool PerUnit { get; init; }

    public override IEnumerable<string> Arguments => [InitialSlope.Literal(), .. Attributes.Flag("PerUnit", PerUnit, false)];

    public override ReferenceLayer Build(LayerPlace place) =>
        PlacesReference.Around(place, inner => new PReLUReference(inner, this));
}

/// <summary>x above 0, a x elsewhere, with one learned a or one per unit.</summary>
internal sealed class PReLUReference : ReferenceLayer
{
    private readonly ReferenceParameter _slope;

    public PReLUReference(LayerPlace place, PReLU plan)
        : base(place, place.Inputs) =>
        _slope = new ReferenceParameter(place.Name + ".weight", [plan.PerUnit ? place.Inputs : 1], plan.Trainable).Filled(plan.InitialSlope);

    public override IReadOnlyList<ReferenceParameter> Parameters => [_slope];

    public override double[][] Forward(double[][] x, Pass pass)
    {
        Array.ForEach(x, pass.KinksAtZero);
        return Rows.Build(x.Length, Outputs, (row, j) => pass.Round(x[row][j] * Slope(x[row][j], j)));
    }

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass)
    {
        var sums = new Sum[_slope.Values.Length];
        for (int row = 0; row < x.Length; row++)
        {
            for (int j = 0; j < Inputs; j++)
            {
                if (x[row][j] <= 0)
                    sums[j % sums.Length].Add(gradient[row][j] * x[row][j]);
            }
        }

        for (int j = 0; j < sums.Length; j++)
            _slope.Gradient[j] = pass.Round(sums[j]);
        return Rows.Build(x.Length, Outputs, (row, j) => pass.Round(gradient[row][j] * Slope(x[row][j], j)));
    }

    private double Slope(double x, int unit) => x > 0 ? 1 : _slope.Values[unit % _slope.Values.Length];
}
