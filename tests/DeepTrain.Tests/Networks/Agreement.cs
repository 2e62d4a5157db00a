using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Whether float numbers are the double ones they should be, in the L2 norm of a whole tensor.</summary>
internal static class Agreement
{
    // what one rounded run differs by is a sample: the network's own rounding may be somewhat unluckier
    private const double RoundingMargin = 10;

    // floats below this are denormal or nothing at all
    private const double Nothing = 1e-35;

    /// <param name="rounded">The same numbers from references that round: how well float arithmetic can know them.</param>
    public static void Check(
        string what, double tolerance, ReadOnlySpan<float> actual, double[] expected, IEnumerable<double[]> rounded)
    {
        Assert.Equal(expected.Length, actual.Length);
        double error = 0;
        for (int i = 0; i < expected.Length; i++)
            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
        error = Math.Sqrt(error);
        double rounding = Uncertainty(expected, rounded);
        double allowed = tolerance * Norm(expected) + RoundingMargin * rounding + Nothing;

        // not "greater than": NaN must fail
        bool agree = error <= allowed;
        Assert.True(agree, agree ? "" :
            $"{what}: off by {error:g3}, allowed {allowed:g3}; norm {Norm(expected):g3}, known to {rounding:g3}.\n"
            + $"  actual   {string.Join(" ", actual.ToArray().Take(8).Select(x => x.ToString("g7")))}\n"
            + $"  expected {string.Join(" ", expected.Take(8).Select(x => x.ToString("g7")))}");
    }

    public static void Check(string what, double tolerance, float actual, double expected, IEnumerable<double> rounded) =>
        Check(what, tolerance, [actual], [expected], rounded.Select(x => new[] { x }));

    public static double Uncertainty(double[] expected, IEnumerable<double[]> rounded) =>
        rounded.Max(other => Norm([.. other.Zip(expected, (a, b) => a - b)]));

    public static double Norm(double[] numbers) => Math.Sqrt(numbers.Sum(x => x * x));
}
