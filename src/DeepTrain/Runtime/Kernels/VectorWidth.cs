using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// What a kernel does with vectors, so that it can be written once for all widths. Its methods are known when a kernel is
/// compiled for a width, and become single instructions in it.
/// </summary>
/// <typeparam name="TVector">The vector of floats.</typeparam>
internal unsafe interface IVectorWidth<TVector>
    where TVector : struct
{
    static abstract int Lanes { get; }

    static abstract TVector Load(float* address);

    /// <summary>A vector whose first lanes are 0 instead of what is there, up to <paramref name="first"/>.</summary>
    static abstract TVector LoadFrom(float* address, int first);

    static abstract void Store(TVector vector, float* address);

    static abstract TVector Broadcast(float number);

    /// <summary>A number for <see cref="MultiplyAdd"/> alone.</summary>
    static abstract TVector Operand(float number);

    /// <summary>operand * b + c.</summary>
    static abstract TVector MultiplyAdd(TVector operand, TVector b, TVector c);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector MultiplyAddEstimate(TVector a, TVector b, TVector c);

    static abstract float SumAcross(TVector vector);
}

/// <summary>Vectors of 16 floats.</summary>
internal readonly unsafe struct Width512 : IVectorWidth<Vector512<float>>
{
    public static int Lanes => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* address) => *(Vector512<float>*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadFrom(float* address, int first) =>
        *(Vector512<float>*)address & Vector512.GreaterThanOrEqual(Vector512<float>.Indices, Vector512.Create((float)first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> vector, float* address) => *(Vector512<float>*)address = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float number) => Vector512.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Operand(float number) => Vector512.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> operand, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(operand, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAddEstimate(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumAcross(Vector512<float> vector) => VectorMath.SumAcross(vector);
}

/// <summary>Vectors of 8 floats.</summary>
internal readonly unsafe struct Width256 : IVectorWidth<Vector256<float>>
{
    public static int Lanes => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* address) => *(Vector256<float>*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadFrom(float* address, int first) =>
        *(Vector256<float>*)address & Vector256.GreaterThanOrEqual(Vector256<float>.Indices, Vector256.Create((float)first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> vector, float* address) => *(Vector256<float>*)address = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float number) => Vector256.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Operand(float number) => Vector256.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> operand, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(operand, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAddEstimate(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumAcross(Vector256<float> vector) => VectorMath.SumAcross(vector);
}

/// <summary>Vectors of 4 floats.</summary>
internal readonly unsafe struct Width128 : IVectorWidth<Vector128<float>>
{
    public static int Lanes => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* address) => *(Vector128<float>*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadFrom(float* address, int first) =>
        *(Vector128<float>*)address & Vector128.GreaterThanOrEqual(Vector128<float>.Indices, Vector128.Create((float)first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> vector, float* address) => *(Vector128<float>*)address = vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float number) => Vector128.Create(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Operand(float number) => Portable128.Operand(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> operand, Vector128<float> b, Vector128<float> c) =>
        Portable128.MultiplyAdd(operand, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddEstimate(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Portable128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumAcross(Vector128<float> vector) => VectorMath.SumAcross(vector);
}
