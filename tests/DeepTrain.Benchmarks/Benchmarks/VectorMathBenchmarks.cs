using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using DeepTrain.Runtime;

namespace DeepTrain.Benchmarks.Benchmarks;

/// <summary>The math functions of emitted code, on numbers in the first-level cache. The mean is of one element.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 10)]
public unsafe class VectorMathBenchmarks
{
    private const int Count = 4096;

    private float* _inputs;
    private float* _outputs;

    private interface IFunction
    {
        static abstract Vector512<float> Of(Vector512<float> x);

        static abstract Vector256<float> Of(Vector256<float> x);
    }

    [GlobalSetup]
    public void SetUp()
    {
        _inputs = (float*)NativeMemory.AlignedAlloc(Count * sizeof(float), 64);
        _outputs = (float*)NativeMemory.AlignedAlloc(Count * sizeof(float), 64);
        // the range of activations, kept positive for the logarithm
        for (int i = 0; i < Count; i++)
            _inputs[i] = 0.01f + 4f * i / Count;
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        NativeMemory.AlignedFree(_inputs);
        NativeMemory.AlignedFree(_outputs);
    }

    [Benchmark(OperationsPerInvoke = Count, Baseline = true)]
    public void Copy() => Map<CopyFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Exp() => Map<ExpFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void ExpMinusOne() => Map<ExpMinusOneFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Log() => Map<LogFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Softplus() => Map<SoftplusFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sigmoid() => Map<SigmoidFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Tanh() => Map<TanhFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Erf() => Map<ErfFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void NormalDensity() => Map<NormalDensityFunction>();

    // a struct as type argument makes a loop of its own for each function, with the function inlined
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Map<TFunction>()
        where TFunction : struct, IFunction
    {
        float* inputs = _inputs, outputs = _outputs;
        if (Vector512.IsHardwareAccelerated)
        {
            for (int i = 0; i < Count; i += Vector512<float>.Count)
                *(Vector512<float>*)(outputs + i) = TFunction.Of(*(Vector512<float>*)(inputs + i));
        }
        else
        {
            for (int i = 0; i < Count; i += Vector256<float>.Count)
                *(Vector256<float>*)(outputs + i) = TFunction.Of(*(Vector256<float>*)(inputs + i));
        }
    }

    private readonly struct CopyFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => x;

        public static Vector256<float> Of(Vector256<float> x) => x;
    }

    private readonly struct ExpFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Exp(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Exp(x);
    }

    private readonly struct ExpMinusOneFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.ExpMinusOne(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.ExpMinusOne(x);
    }

    private readonly struct LogFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Log(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Log(x);
    }

    private readonly struct SoftplusFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Softplus(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Softplus(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Sigmoid(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Sigmoid(x);
    }

    private readonly struct TanhFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Tanh(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Tanh(x);
    }

    private readonly struct ErfFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Erf(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Erf(x);
    }

    private readonly struct NormalDensityFunction : IFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.NormalDensity(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.NormalDensity(x);
    }
}
