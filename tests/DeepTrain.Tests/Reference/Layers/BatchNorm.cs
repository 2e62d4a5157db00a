using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

internal sealed record BatchNorm : LayerPlan
{
    public float Momentum { get; init; } = 0.1f;

    public float Epsilon { get; init; } = 1e-5f;

    public override IEnumerable<string> Arguments =>
        [.. Property("Momentum", Momentum, 0.1f), .. Property("Epsilon", Epsilon, 1e-5f)];

    public override ReferenceLayer Build(LayerPlace place) =>
        PlacesReference.Around(place, inner => new BatchNormReference(inner, this));
}

/// <summary>
/// gamma (x - mean) / sqrt(var + epsilon) + beta, over the batch in training and with moving averages in inference.
/// </summary>
internal sealed class BatchNormReference : ReferenceLayer
{
    private readonly BatchNorm _plan;
    private readonly ReferenceParameter _gamma, _beta, _runningMean, _runningVariance;
    private readonly double[] _mean, _variance;
    private readonly double _epsilon;
    private int _rows;

    public BatchNormReference(LayerPlace place, BatchNorm plan)
        : base(place, place.Inputs)
    {
        _plan = plan;
        _epsilon = plan.Epsilon.AsDecimal();
        _gamma = new ReferenceParameter(place.Name + ".weight", [place.Inputs], plan.Trainable).Filled(1);
        _beta = new ReferenceParameter(place.Name + ".bias", [place.Inputs], plan.Trainable);
        _runningMean = new ReferenceParameter(place.Name + ".running_mean", [place.Inputs], isTrainable: false);
        _runningVariance = new ReferenceParameter(place.Name + ".running_var", [place.Inputs], isTrainable: false).Filled(1);
        _mean = new double[place.Inputs];
        _variance = new double[place.Inputs];
    }

    public override IReadOnlyList<ReferenceParameter> Parameters => [_gamma, _beta, _runningMean, _runningVariance];

    public override double[][] Forward(double[][] x, Pass pass)
    {
        if (pass.Training && _plan.Trainable)
            Measure(x, pass);
        else
            UseAverages();
        return Rows.Build(x.Length, Outputs, (row, j) =>
            pass.Round(Sum.Of(_gamma.Values[j] * Normalised(x, row, j, pass), _beta.Values[j])));
    }

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass)
    {
        if (!_plan.Trainable)
        {
            return Rows.Build(
                x.Length, Outputs, (row, j) => pass.Round(gradient[row][j] * _gamma.Values[j] / Deviation(j)));
        }

        var products = new double[Outputs];
        for (int j = 0; j < Outputs; j++)
        {
            Sum sum = default, productSum = default;
            for (int row = 0; row < x.Length; row++)
            {
                sum.Add(gradient[row][j]);
                productSum.Add(gradient[row][j] * Normalised(x, row, j, pass));
            }

            _beta.Gradient[j] = pass.Round(sum);
            _gamma.Gradient[j] = pass.Round(productSum);
        }

        // the mean and the variance depend on x as well: their parts of the gradient are taken off
        return Rows.Build(x.Length, Outputs, (row, j) =>
        {
            Sum rest = Sum.Of(
                gradient[row][j],
                -_beta.Gradient[j] / x.Length,
                -Normalised(x, row, j, pass) * _gamma.Gradient[j] / x.Length);
            return pass.Round(rest) * _gamma.Values[j] / Deviation(j);
        });
    }

    public override void MoveAverages()
    {
        if (!_plan.Trainable)
            return;
        double newest = _plan.Momentum.AsDecimal();
        for (int j = 0; j < Inputs; j++)
        {
            _runningMean.Values[j] += newest * (_mean[j] - _runningMean.Values[j]);
            // the unbiased variance; a single row has none
            if (_rows > 1)
                _runningVariance.Values[j] += newest * (_variance[j] * _rows / (_rows - 1) - _runningVariance.Values[j]);
        }
    }

    private void UseAverages()
    {
        _runningMean.Values.CopyTo(_mean, 0);
        _runningVariance.Values.CopyTo(_variance, 0);
    }

    private void Measure(double[][] x, Pass pass)
    {
        _rows = x.Length;
        for (int j = 0; j < Inputs; j++)
        {
            Sum sum = default, squares = default;
            foreach (double[] row in x)
                sum.Add(row[j]);
            // the mean of one number is that number, in float too
            _mean[j] = x.Length == 1 ? sum.Value : pass.Round(sum) / x.Length;
            foreach (double[] row in x)
                squares.Add((row[j] - _mean[j]) * (row[j] - _mean[j]));
            _variance[j] = pass.Round(squares) / x.Length;
        }
    }

    private double Normalised(double[][] x, int row, int j, Pass pass) =>
        pass.Round(Sum.Of(x[row][j], -_mean[j])) / Deviation(j);

    private double Deviation(int j) => Math.Sqrt(_variance[j] + _epsilon);
}
