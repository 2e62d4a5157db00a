namespace DeepTrain.Tests.Reference;

/// <summary>Dropout in either form: in training a dropped element becomes one constant, a kept one a x + b.</summary>
internal abstract record DropPlan(float Rate) : LayerPlan
{
    public override IEnumerable<string> Arguments => [Rate.Literal()];

    public abstract double Gain { get; }

    public virtual double Shift => 0;

    public virtual double Dropped => 0;

    public override ReferenceLayer Build(LayerPlace place) => new DropReference(place, this);
}

internal sealed record Dropout(float Rate) : DropPlan(Rate)
{
    public override double Gain => 1 / (1 - Rate.AsDecimal());
}

/// <summary>Klambauer et al. 2017, section 3: mean and variance stay 0 and 1.</summary>
internal sealed record AlphaDropout(float Rate) : DropPlan(Rate)
{
    private const double Floor = -SELU.Lambda * SELU.Alpha;

    public override double Gain
    {
        get
        {
            double kept = 1 - Rate.AsDecimal();
            return 1 / Math.Sqrt(kept * (1 + Rate.AsDecimal() * Floor * Floor));
        }
    }

    public override double Shift => -Gain * Rate.AsDecimal() * Floor;

    public override double Dropped => Gain * Floor + Shift;
}

internal sealed class DropReference(LayerPlace place, DropPlan plan) : ReferenceLayer(place, place.Inputs)
{
    private readonly int _bits = BitsOf(plan.Rate.AsDecimal());
    private readonly double _rate = plan.Rate.AsDecimal(), _gain = plan.Gain, _shift = plan.Shift, _dropped = plan.Dropped;

    public override double[][] Forward(double[][] x, Pass pass) => Rows.Build(x.Length, Outputs, (row, j) =>
    {
        if (!pass.Training || plan.Rate == 0)
            return x[row][j];
        return Drops(row, j, pass) ? _dropped : pass.Round(Sum.Of(_gain * x[row][j], _shift));
    });

    public override double[][] Backward(double[][] x, double[][] y, double[][] gradient, Pass pass) =>
        Rows.Build(x.Length, Outputs, (row, j) =>
        {
            if (plan.Rate == 0)
                return gradient[row][j];
            return Drops(row, j, pass) ? 0 : pass.Round(gradient[row][j] * _gain);
        });

    /// <summary>
    /// Each element has as many bits of a random word as its rate needs, 1, 2, 4, 8, 16 or 32; the word is that of the
    /// first row that shares it, or of the first place of an image.
    /// </summary>
    private bool Drops(int row, int column, Pass pass)
    {
        int place = (Input.IsFlat ? row : column % Input.Places) % (32 / _bits);
        uint word = Input.IsFlat ? pass.Random(this, row - place, column) : pass.Random(this, row, column - place);
        ulong mine = (ulong)word >> 32 - _bits * (place + 1) & (1ul << _bits) - 1;
        return mine < Steps(_rate, _bits);
    }

    private static int BitsOf(double rate)
    {
        int bits = 1;
        while (bits < 32 && Math.Abs(Steps(rate, bits) / Math.Pow(2, bits) - rate) > 1e-4 * Math.Min(rate, 1 - rate))
            bits *= 2;
        return bits;
    }

    private static double Steps(double rate, int bits) => Math.Round(rate * Math.Pow(2, bits));
}
