namespace DeepTrain.Tests.Reference;

internal sealed record Softmax : LayerPlan
{
    public override ReferenceLayer Build(LayerPlace place) => new SoftmaxReference(place);

    public static double[] Of(double[] z, Pass? pass = null)
    {
        double max = z.Max();
        double[] exponentials = [.. z.Select(value => Math.Exp(value - max))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(e => z.Length == 1 || pass is null ? e / sum : pass.Round(e / sum))];
    }
}

/// <summary>exp(x_j) / sum exp(x) over the row.</summary>
internal sealed class SoftmaxReference(LayerPlace place) : ReferenceLayer(place, place.Inputs)
{
    // what rounding does to a logit it does, times the logit, to the probability
    public override double[][] Forward(double[][] x, Pass pass) =>
        [.. x.Select(row => Softmax.Of([.. row.Select(z => pass.Round(z))], pass))];

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
        [.. y.Select((row, i) =>
        {
            Sum mean = default;
            for (int j = 0; j < row.Length; j++)
                mean.Add(row[j] * gradient[i][j]);
            double rounded = pass.Round(mean);
            return row.Select((p, j) => p * pass.Round(Sum.Of(gradient[i][j], -rounded))).ToArray();
        })];
}
