using System.Runtime.Intrinsics;
using DeepTrain.Runtime;

namespace DeepTrain.Tests.Runtime;

public class VectorMathTests
{
    private sealed record Function(
        Func<Vector128<float>, Vector128<float>> Narrowest,
        Func<Vector256<float>, Vector256<float>> Narrow,
        Func<Vector512<float>, Vector512<float>> Wide,
        Func<double, double> Exact,
        double Bound);

    private static readonly Dictionary<string, Function> Functions = new()
    {
        ["Exp"] = new(VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, x => NormalOr0(Math.Exp(x)), 1),
        ["ExpOrZero"] = new(VectorMath.ExpOrZero, VectorMath.ExpOrZero, VectorMath.ExpOrZero, x => NotTinyOr0(Math.Exp(x)), 1),
        ["ExpMinusOne"] = new(VectorMath.ExpMinusOne, VectorMath.ExpMinusOne, VectorMath.ExpMinusOne, Reference.ExpMinusOne, 1.6),
        ["Log"] = new(VectorMath.Log, VectorMath.Log, VectorMath.Log, Math.Log, 1),
        ["Softplus"] = new(VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus, x => NormalOr0(Reference.Softplus(x)), 2),
        ["Sigmoid"] = new(VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, x => NormalOr0(Reference.Sigmoid(x)), 2),
        ["SigmoidOrZero"] = new(
            VectorMath.SigmoidOrZero, VectorMath.SigmoidOrZero, VectorMath.SigmoidOrZero, x => NotTinyOr0(Reference.Sigmoid(x)), 2),
        ["Tanh"] = new(VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, Math.Tanh, 1.3),
        ["Erf"] = new(VectorMath.Erf, VectorMath.Erf, VectorMath.Erf, Reference.Erf, 2),
        ["NormalDensity"] = new(
            VectorMath.NormalDensity, VectorMath.NormalDensity, VectorMath.NormalDensity, x => NormalOr0(Reference.NormalDensity(x)), 1.5),
    };

    // Results that are subnormal, or become so when they are used, are 0.
    private static double NormalOr0(double exact) => exact < 1.1754943508222875e-38 ? 0 : exact;

    private static double NotTinyOr0(double exact) => exact < 1e-30 ? 0 : exact;

    // Without vector hardware an element takes a microsecond rather than a tenth of a nanosecond.
    private static readonly int Thinning = Vector256.IsHardwareAccelerated ? 1 : 64;

    public static TheoryData<string> Names => new(Functions.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Stays_within_its_bound_over_all_floats(string name)
    {
        Function function = Functions[name];
        float[] inputs = [.. EveryMagnitude(8191 * Thinning), .. Evenly(-20, 20, 200_000 / Thinning),
            .. Evenly(-110, 110, 100_000 / Thinning), .. Edges(), .. Around(13.14668f, 44f, 69.077545f, 87.33654f)];

        float[] outputs = Apply(function.Narrow, inputs);

        int worst = 0;
        double worstError = -1;
        for (int i = 0; i < inputs.Length; i++)
        {
            double error = Reference.Ulps(outputs[i], function.Exact(inputs[i]));
            if (error > worstError)
                (worst, worstError) = (i, error);
        }

        Assert.True(
            worstError <= function.Bound, $"{name}({inputs[worst]:R}) = {outputs[worst]:R} is off by {worstError:F3} ULP.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_same_bits_at_every_width(string name)
    {
        float[] inputs = [.. EveryMagnitude(100_003 * Thinning), .. Evenly(-20, 20, 50_000 / Thinning), .. Edges()];

        uint[] narrow = [.. Apply(Functions[name].Narrow, inputs).Select(Bits)];
        Assert.Equal(narrow, Apply(Functions[name].Wide, inputs).Select(Bits));
        Assert.Equal(narrow, Apply(Functions[name].Narrowest, inputs).Select(Bits));
    }

    // With these a change of the formulas, or an instruction set on which they round differently, does not go unseen.
    [Theory]
    [InlineData("Exp", 0x4E9059F5)]
    [InlineData("ExpOrZero", 0x9DEA867F)]
    [InlineData("ExpMinusOne", 0xD06EF714)]
    [InlineData("Log", 0x451BB30E)]
    [InlineData("Softplus", 0x4D6BDBE2)]
    [InlineData("Sigmoid", 0x773AA9DD)]
    [InlineData("SigmoidOrZero", 0x5EA805EF)]
    [InlineData("Tanh", 0xC4ECAAC0)]
    [InlineData("Erf", 0x4DE0A4B7)]
    [InlineData("NormalDensity", 0x9AED46AA)]
    public void Gives_the_same_bits_on_every_instruction_set(string name, uint expected)
    {
        float[] inputs = [.. EveryMagnitude(4_000_037), .. Evenly(-20, 20, 2000), .. Edges()];

        uint hash = 2166136261;
        foreach (float output in Apply(Functions[name].Narrow, inputs))
            hash = (hash ^ Bits(output)) * 16777619;

        Assert.Equal(expected, hash);
    }

    [Theory]
    [InlineData("Exp", float.NegativeInfinity, 0f)]
    [InlineData("Exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Exp", 88.73f, float.PositiveInfinity)]
    [InlineData("Exp", -104f, 0f)]
    [InlineData("Exp", -87.33654f, 1.17549967e-38f)]
    [InlineData("Exp", -87.33655f, 0f)]
    [InlineData("Exp", -103.2f, 0f)]
    [InlineData("ExpOrZero", float.NegativeInfinity, 0f)]
    [InlineData("ExpOrZero", -69.08f, 0f)]
    [InlineData("ExpOrZero", 0f, 1f)]
    [InlineData("Exp", -0f, 1f)]
    [InlineData("ExpMinusOne", float.NegativeInfinity, -1f)]
    [InlineData("ExpMinusOne", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("ExpMinusOne", -0f, -0f)]
    [InlineData("ExpMinusOne", float.Epsilon, float.Epsilon)]
    [InlineData("Log", 0f, float.NegativeInfinity)]
    [InlineData("Log", 1f, 0f)]
    [InlineData("Log", -1f, float.NaN)]
    [InlineData("Log", -float.Epsilon, float.NaN)]
    [InlineData("Log", float.NegativeInfinity, float.NaN)]
    [InlineData("Log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Softplus", float.NegativeInfinity, 0f)]
    [InlineData("Softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Softplus", 1e30f, 1e30f)]
    [InlineData("Sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("Sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    [InlineData("Sigmoid", -103.2f, 0f)]
    [InlineData("SigmoidOrZero", float.NegativeInfinity, 0f)]
    [InlineData("SigmoidOrZero", -69.08f, 0f)]
    [InlineData("SigmoidOrZero", float.PositiveInfinity, 1f)]
    [InlineData("Softplus", -88f, 0f)]
    [InlineData("NormalDensity", 13.15f, 0f)]
    [InlineData("Tanh", float.NegativeInfinity, -1f)]
    [InlineData("Tanh", float.PositiveInfinity, 1f)]
    [InlineData("Tanh", -0f, -0f)]
    [InlineData("Tanh", -float.Epsilon, -float.Epsilon)]
    [InlineData("Erf", float.NegativeInfinity, -1f)]
    [InlineData("Erf", float.PositiveInfinity, 1f)]
    [InlineData("Erf", -0f, -0f)]
    [InlineData("Erf", float.Epsilon, float.Epsilon)]
    [InlineData("NormalDensity", float.NegativeInfinity, 0f)]
    [InlineData("NormalDensity", float.PositiveInfinity, 0f)]
    [InlineData("NormalDensity", float.MaxValue, 0f)]
    [InlineData("NormalDensity", 0f, 0.3989423f)]
    public void Has_the_right_value_at_the_edges(string name, float input, float expected)
    {
        Assert.Equal(Bits(expected), Bits(Functions[name].Narrowest(Vector128.Create(input))[0]));
        Assert.Equal(Bits(expected), Bits(Functions[name].Narrow(Vector256.Create(input))[0]));
        Assert.Equal(Bits(expected), Bits(Functions[name].Wide(Vector512.Create(input))[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_NaN_on_and_keeps_lanes_apart(string name)
    {
        Vector512<float> inputs = Vector512.Create(0.5f).WithElement(3, float.NaN).WithElement(12, -1.5f);

        Vector512<float> outputs = Functions[name].Wide(inputs);

        Assert.True(float.IsNaN(outputs[3]));
        for (int lane = 0; lane < 16; lane++)
            if (lane != 3)
                Assert.Equal(Bits(Functions[name].Narrow(Vector256.Create(inputs[lane]))[7]), Bits(outputs[lane]));
    }

    /// <summary>
    /// One float in so many, over all bit patterns: every sign, exponent, subnormal number and NaN in its turn.
    /// </summary>
    private static IEnumerable<float> EveryMagnitude(int stride)
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += (ulong)stride)
            yield return BitConverter.UInt32BitsToSingle((uint)bits);
    }

    private static IEnumerable<float> Evenly(double from, double to, int count) =>
        Enumerable.Range(0, count).Select(i => (float)(from + (to - from) * (i + 0.37) / count));

    /// <summary>The neighbourhood of every place where a formula changes or a result over- or underflows.</summary>
    private static IEnumerable<float> Edges() => Around(
        0f, float.Epsilon, 1.17549435e-38f, 1e-9f, 2.9802322e-8f, 0.34657359f, 0.41421356f, 0.625f, 0.70710678f,
        1f, 1.41421356f, 2f, 3.92f, 3.95f, 9.01f, 10f, 14.2f, 15f, 16.6355f, 17.33f, 20f, 25f, 87.33655f, 88.376f,
        88.722839f, 89f, 103.278f, 103.97208f, 104f, float.MaxValue);

    private static IEnumerable<float> Around(params float[] centres)
    {
        foreach (float centre in centres)
            for (int offset = -24; offset <= 24; offset++)
            {
                int bits = Math.Max(0, BitConverter.SingleToInt32Bits(centre) + offset);
                yield return BitConverter.Int32BitsToSingle(bits);
                yield return -BitConverter.Int32BitsToSingle(bits);
            }
    }

    private static float[] Apply(Func<Vector128<float>, Vector128<float>> function, float[] inputs)
    {
        var outputs = new float[inputs.Length];
        Span<float> padded = stackalloc float[4];
        for (int i = 0; i < inputs.Length; i += 4)
        {
            Span<float> rest = outputs.AsSpan(i, Math.Min(4, inputs.Length - i));
            inputs.AsSpan(i, rest.Length).CopyTo(padded);
            function(Vector128.Create<float>(padded)).CopyTo(padded);
            padded[..rest.Length].CopyTo(rest);
        }

        return outputs;
    }

    private static float[] Apply(Func<Vector256<float>, Vector256<float>> function, float[] inputs)
    {
        var outputs = new float[inputs.Length];
        Span<float> padded = stackalloc float[8];
        for (int i = 0; i < inputs.Length; i += 8)
        {
            Span<float> rest = outputs.AsSpan(i, Math.Min(8, inputs.Length - i));
            inputs.AsSpan(i, rest.Length).CopyTo(padded);
            function(Vector256.Create<float>(padded)).CopyTo(padded);
            padded[..rest.Length].CopyTo(rest);
        }

        return outputs;
    }

    private static float[] Apply(Func<Vector512<float>, Vector512<float>> function, float[] inputs)
    {
        var outputs = new float[inputs.Length];
        Span<float> padded = stackalloc float[16];
        for (int i = 0; i < inputs.Length; i += 16)
        {
            Span<float> rest = outputs.AsSpan(i, Math.Min(16, inputs.Length - i));
            inputs.AsSpan(i, rest.Length).CopyTo(padded);
            function(Vector512.Create<float>(padded)).CopyTo(padded);
            padded[..rest.Length].CopyTo(rest);
        }

        return outputs;
    }

    // The sign and payload of a NaN mean nothing.
    private static uint Bits(float value) => float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(value);
}
