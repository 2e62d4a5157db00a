using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class MomentTests
{
    public static TheoryData<string> Functions() => [.. NamedFunction.Names];

    public static TheoryData<string> CurvedFunctions() =>
        [.. NamedFunction.Names.Where(name => NamedFunction.Create(name).HomogeneousSlope is null)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Both_ways_to_evaluate_agree_and_the_derivative_is_one(string name)
    {
        ActivationFunction f = NamedFunction.Create(name);
        foreach (double x in new[] { -30, -4.1, -1.3, -0.6, -0.01, 0.02, 0.5, 1.7, 3.3, 25 })
        {
            f.Evaluate(x, out double value, out double derivative);
            Assert.Equal(f.Value(x), value, 1e-15 * (1 + Math.Abs(x)));
            Assert.Equal(f.Derivative(x), derivative, 1e-15);
            Assert.Equal((f.Value(x + 1e-5) - f.Value(x - 1e-5)) / 2e-5, derivative, 1e-8);
        }
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0.01, 2.5, 0.3)]
    [InlineData(0.25, 0.1, 0.19)]
    [InlineData(1, 3, 2)]
    [InlineData(0, 100, 0.01)]
    public void Arc_cosine_forms_are_what_quadrature_finds(double slope, double q, double d)
    {
        PairMoments closed = ArcCosine.Distance(q, d, slope);
        PairMoments integrated = PairMoments.Compute(new Opaque(new LeakyReluFunction(slope)), q, d, 0);
        // across the kink of the pair, |u1| = |u2|, the grid is not aligned: it sees the edge of a step
        Assert.Equal(closed.Value, integrated.Value, 4e-3 * closed.Value);
        Assert.Equal(closed.Derivative, integrated.Derivative, 0.02);
    }

    [Theory]
    [MemberData(nameof(CurvedFunctions))]
    public void What_is_known_of_a_function_does_not_change_what_pairs_of_inputs_make_of_it(string name)
    {
        ActivationFunction f = NamedFunction.Create(name), opaque = new Opaque(f);
        foreach (double q in new[] { 1e-4, 0.02, 1, 7, 400, 1100, 1e5 })
        {
            foreach (double d in new[] { 1e-6 * q, 1e-3 * q, 0.3 * q, 0.9 * q, q, 1.8 * q })
            {
                foreach (double m in new[] { 0, 0.2, -1.5, 4 })
                {
                    PairMoments known = PairMoments.Compute(f, q, d, m), plain = PairMoments.Compute(opaque, q, d, m);
                    // below, differences of the plain values keep fewer digits
                    Assert.Equal(plain.Value, known.Value, 1e-9 * plain.Value + 1e-16 * Math.Sqrt(d));
                    Assert.Equal(plain.Derivative, known.Derivative, 1e-9 * plain.Derivative + 1e-16 * Math.Sqrt(d));
                }
            }
        }
    }

    [Theory]
    [InlineData("tanh", 1)]
    [InlineData("sigmoid", 4)]
    public void Differences_of_small_signals_keep_their_digits(string name, double flatness)
    {
        // near 0 both are straight lines: 1 - c of the outputs is that of the sums
        PairMoments moments = PairMoments.Compute(NamedFunction.Create(name), 1e-18, 1e-26, 0);
        Assert.Equal(1, moments.Value / 1e-26 * flatness * flatness, 1e-10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.3)]
    public void Arc_cosine_forms_meet_their_series(double slope)
    {
        PairMoments above = ArcCosine.Distance(2, 2 * 1.0001e-7, slope), below = ArcCosine.Distance(2, 2 * 0.9999e-7, slope);
        Assert.Equal(1.0002, above.Value / below.Value, 3e-4);
        Assert.Equal(1.0001, above.Derivative / below.Derivative, 3e-4);
    }

    [Theory]
    [InlineData(0.5, 0.25)]
    [InlineData(2, 0.01)]
    [InlineData(1, 1)]
    public void Gaussian_error_function_pairs_have_the_known_arcsine(double q, double d)
    {
        // E erf(u1) erf(u2) = 2/pi arcsin(2 c / (1 + 2 q)) (Williams 1997)
        double At(double c) => 2 / Math.PI * Math.Asin(2 * c / (1 + 2 * q));
        PairMoments moments = PairMoments.Compute(new ErrorFunction(), q, d, 0);
        Assert.Equal(At(q) - At(q - d), moments.Value, 1e-10);
    }

    [Fact]
    public void Tiny_distances_are_linear()
    {
        PairMoments at = new TanhFunction().Distance(1, 1e-60, 0), further = new TanhFunction().Distance(1, 2e-60, 0);
        Assert.Equal(new TanhFunction().Moments(1, 0).SlopeSquare * 1e-60, at.Value, 1e-72);
        Assert.Equal(2, further.Value / at.Value, 1e-12);
    }

    [Fact]
    public void Selu_has_its_fixed_point()
    {
        UnitMoments moments = new SeluFunction().Moments(1, 0);
        Assert.Equal(0, moments.Mean, 1e-8);
        Assert.Equal(1, moments.Square, 1e-8);
    }

    /// <summary>A function whose closed forms are hidden.</summary>
    private sealed record Opaque(ActivationFunction Inner) : ActivationFunction
    {
        public override double Value(double x) => Inner.Value(x);

        public override double Derivative(double x) => Inner.Derivative(x);
    }

    private sealed record ErrorFunction : ActivationFunction
    {
        public override bool IsPointSymmetric => true;

        public override double Value(double x) => SpecialFunctions.Erf(x);

        public override double Derivative(double x) => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x);
    }
}
