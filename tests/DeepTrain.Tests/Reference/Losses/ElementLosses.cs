namespace DeepTrain.Tests.Reference;

internal sealed record MeanSquaredError : ElementLoss
{
    public override double Value(double y, double t) => (y - t) * (y - t);

    public override Sum Slope(double y, double t) => Sum.Of(2 * y, -2 * t);
}

internal sealed record MeanAbsoluteError : ElementLoss
{
    public override bool HasKink => true;

    public override double Value(double y, double t) => Math.Abs(y - t);

    public override Sum Slope(double y, double t) => Sum.Of(Math.Sign(y - t));
}

internal sealed record Huber(float Delta = 1f) : ElementLoss
{
    public override IEnumerable<string> Arguments => [Delta.Literal()];

    public override double Value(double y, double t)
    {
        double distance = Math.Abs(y - t), delta = Delta.AsDecimal();
        return distance <= delta ? distance * distance / 2 : delta * (distance - delta / 2);
    }

    public override Sum Slope(double y, double t)
    {
        double delta = Delta.AsDecimal();
        return Math.Abs(y - t) <= delta ? Sum.Of(y, -t) : Sum.Of(delta * Math.Sign(y - t));
    }
}

/// <summary>-t log p - (1 - t) log(1 - p) with p = sigmoid(y).</summary>
internal sealed record BinaryCrossEntropy : ElementLoss
{
    public override double Value(double y, double t) => t * Softplus.Of(-y) + (1 - t) * Softplus.Of(y);

    public override Sum Slope(double y, double t) => Sum.Of(Sigmoid.Of(y), -t);

    public override double[][] Predict(double[][] y) => Rows.Build(y.Length, y[0].Length, (row, j) => Sigmoid.Of(y[row][j]));

    public override float[] DrawTargets(Random random, int rows, int outputs) =>
        [.. Enumerable.Range(0, rows * outputs).Select(i => i % 3 == 0 ? random.NextSingle() : random.Next(2))];

    public override int Classes(int outputs) => outputs == 1 ? 2 : 0;
}
