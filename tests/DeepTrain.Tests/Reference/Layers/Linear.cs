using static DeepTrain.Tests.Reference.Attributes;

namespace DeepTrain.Tests.Reference;

/// <summary>What dense and maxout layers declare alike.</summary>
internal abstract record LinearPlan(int Units, int Pieces) : LayerPlan
{
    public Init Init { get; init; }

    public float? InitScale { get; init; }

    public bool Bias { get; init; } = true;

    public float BiasInit { get; init; }

    public float L1 { get; init; }

    public float L2 { get; init; }

    public float MaxNorm { get; init; }

    public override IEnumerable<string> Arguments =>
    [
        Units.ToString(),
        .. Init == Init.Auto ? [] : new[] { $"Init = Init.{Init}" },
        .. InitScale is { } scale ? new[] { $"InitScale = {scale.Literal()}" } : [],
        .. Flag("Bias", Bias, true),
        .. Property("BiasInit", BiasInit, 0),
        .. Property("L1", L1, 0),
        .. Property("L2", L2, 0),
        .. Property("MaxNorm", MaxNorm, 0),
    ];

    public override int Outputs(int inputs) => Units;

    protected override bool KeepsShape => false;
}

/// <summary>Several matrices [units, inputs] that multiply the same rows, with what is done to their weights.</summary>
internal abstract class LinearReference : ReferenceLayer
{
    private readonly LinearPlan _plan;
    private readonly ReferenceParameter _weight;
    private readonly ReferenceParameter? _bias;

    protected LinearReference(LayerPlace place, LinearPlan plan, int[]? weightShape = null)
        : base(place, plan.Units)
    {
        _plan = plan;
        int[] shape = plan.Pieces == 1 ? [plan.Units] : [plan.Pieces, plan.Units];
        _weight = new ReferenceParameter(place.Name + ".weight", weightShape ?? [.. shape, place.Inputs], plan.Trainable);
        _bias = plan.Bias ? new ReferenceParameter(place.Name + ".bias", shape, plan.Trainable) : null;
    }

    public override IReadOnlyList<ReferenceParameter> Parameters => _bias is null ? [_weight] : [_weight, _bias];

    public override double Penalty
    {
        get
        {
            if (!_plan.Trainable || (_plan.L1 == 0 && _plan.L2 == 0))
                return 0;
            double sizes = 0, squares = 0;
            foreach (double w in _weight.Values)
            {
                sizes += Math.Abs(w);
                squares += w * w;
            }

            return _plan.L1.AsDecimal() * sizes + _plan.L2.AsDecimal() / 2 * squares;
        }
    }

    protected int Pieces => _plan.Pieces;

    /// <summary>x W' + b, for one piece.</summary>
    protected double[][] Product(double[][] x, int piece, Pass pass) => Rows.Build(x.Length, Outputs, (row, unit) =>
    {
        Sum sum = pass.OfProducts(x[row], WeightsOf(piece, unit));
        if (_bias is not null)
            sum.Add(_bias.Values[piece * Outputs + unit]);
        return pass.Round(sum);
    });

    /// <summary>Parameter gradients from those of each piece's product; returns the input's.</summary>
    protected double[][] Backward(double[][] x, double[][][] gradients, Pass pass)
    {
        for (int piece = 0; piece < Pieces; piece++)
        {
            for (int unit = 0; unit < Outputs; unit++)
                SetGradients(x, gradients[piece], piece, unit, pass);
        }

        double[][] result = new double[x.Length][];
        for (int row = 0; row < x.Length; row++)
        {
            var sums = new SumRow(Inputs, pass.IsExact);
            for (int piece = 0; piece < Pieces; piece++)
            {
                for (int unit = 0; unit < Outputs; unit++)
                {
                    double g = gradients[piece][row][unit];
                    if (g != 0)
                        sums.Add(g, WeightsOf(piece, unit));
                }
            }

            result[row] = new double[Inputs];
            for (int k = 0; k < Inputs; k++)
                result[row][k] = pass.Round(sums[k]);
        }

        return result;
    }

    private void SetGradients(double[][] x, double[][] gradient, int piece, int unit, Pass pass)
    {
        var sums = new SumRow(Inputs, pass.IsExact);
        Sum biasSum = default;
        for (int row = 0; row < x.Length; row++)
        {
            double g = gradient[row][unit];
            // behind a rectifier or dropout, and of a maxout's other pieces, most are 0, which adds nothing
            if (g == 0)
                continue;
            biasSum.Add(g);
            sums.Add(g, x[row]);
        }

        int start = (piece * Outputs + unit) * Inputs;
        double l1 = _plan.L1.AsDecimal(), l2 = _plan.L2.AsDecimal();
        for (int k = 0; k < Inputs; k++)
        {
            double w = _weight.Values[start + k];
            Sum sum = sums[k];
            sum.Add(l1 * Math.Sign(w));
            sum.Add(l2 * w);
            _weight.Gradient[start + k] = pass.Round(sum);
        }

        if (_bias is not null)
            _bias.Gradient[piece * Outputs + unit] = pass.Round(biasSum);
    }

    public override void LimitNorms()
    {
        for (int unit = 0; _plan.MaxNorm > 0 && _plan.Trainable && unit < Pieces * Outputs; unit++)
        {
            Span<double> weights = _weight.Values.AsSpan(unit * Inputs, Inputs);
            double norm = 0;
            foreach (double w in weights)
                norm += w * w;
            norm = Math.Sqrt(norm);
            if (norm <= _plan.MaxNorm.AsDecimal())
                continue;
            foreach (ref double w in weights)
                w *= _plan.MaxNorm.AsDecimal() / norm;
        }
    }

    private ReadOnlySpan<double> WeightsOf(int piece, int unit) =>
        _weight.Values.AsSpan((piece * Outputs + unit) * Inputs, Inputs);
}
