using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;

namespace DeepTrain.Runtime;

/// <summary>
/// Vectors of 128 bits by the best instruction of the processor. Mostly the base library's <see cref="Vector128"/>; what is here
/// besides are the ways around its slow ones: on WebAssembly, where a method without an instruction of its own goes lane by
/// lane, and a product with a scalar on ARM64, where the multiply-add takes a lane as it is.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Portable128
{
    /// <summary>A scalar for <see cref="MultiplyAdd"/> and <see cref="Multiply"/> alone: only the first lane is specified.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Operand(float scalar) =>
        AdvSimd.Arm64.IsSupported ? Vector128.CreateScalarUnsafe(scalar) : Vector128.Create(scalar);

    /// <summary>operand * vector + sum, fused wherever the processor can.</summary>
    /// <param name="operand">What <see cref="Operand"/> made of a scalar.</param>
    /// <param name="vector">The other factor.</param>
    /// <param name="sum">What is added to.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> operand, Vector128<float> vector, Vector128<float> sum) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.FusedMultiplyAddBySelectedScalar(sum, vector, operand, 0)
        : MultiplyAddEstimate(operand, vector, sum);

    /// <summary>operand * vector.</summary>
    /// <inheritdoc cref="MultiplyAdd"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> operand, Vector128<float> vector) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.MultiplyBySelectedScalar(vector, operand, 0) : operand * vector;

    /// <summary>a * b + c, fused wherever the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAddEstimate(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        PackedSimd.IsSupported ? a * b + c : Vector128.MultiplyAddEstimate(a, b, c);

    /// <summary>a * b + c, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> FusedMultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        PackedSimd.IsSupported ? FusedByDoubles.MultiplyAdd(a, b, c) : Vector128.FusedMultiplyAdd(a, b, c);

    /// <summary>The larger; what the machine does with NaN: on x86 and WebAssembly the second is the result where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxNative(Vector128<float> a, Vector128<float> b) =>
        PackedSimd.IsSupported ? PackedSimd.PseudoMax(b, a) : Vector128.MaxNative(a, b);

    /// <summary>The smaller; NaN as with <see cref="MaxNative"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MinNative(Vector128<float> a, Vector128<float> b) =>
        PackedSimd.IsSupported ? PackedSimd.PseudoMin(b, a) : Vector128.MinNative(a, b);

    /// <summary>The larger; NaN where either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) =>
        PackedSimd.IsSupported ? PackedSimd.Max(a, b) : Vector128.Max(a, b);

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sqrt(Vector128<float> x) => PackedSimd.IsSupported ? PackedSimd.Sqrt(x) : Vector128.Sqrt(x);

    /// <summary>The magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> x) => PackedSimd.IsSupported ? PackedSimd.Abs(x) : Vector128.Abs(x);

    /// <summary>Whole numbers as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ConvertToSingle(Vector128<int> x) =>
        PackedSimd.IsSupported ? PackedSimd.ConvertToSingle(x) : Vector128.ConvertToSingle(x);

    /// <summary>A number in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Create(float scalar) => Vector128.Create(scalar);

    /// <inheritdoc cref="Create(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Create(int scalar) => Vector128.Create(scalar);

    /// <inheritdoc cref="Create(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Create(uint scalar) => Vector128.Create(scalar);

    /// <summary>One or the other, bit by bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ConditionalSelect<T>(Vector128<T> condition, Vector128<T> yes, Vector128<T> no) =>
        Vector128.ConditionalSelect(condition, yes, no);

    /// <summary>a where b's bits are not set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> AndNot<T>(Vector128<T> a, Vector128<T> b) => Vector128.AndNot(a, b);

    /// <summary>All bits of a lane set where it is so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessThan<T>(Vector128<T> a, Vector128<T> b) => Vector128.LessThan(a, b);

    /// <inheritdoc cref="LessThan"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessThanOrEqual<T>(Vector128<T> a, Vector128<T> b) => Vector128.LessThanOrEqual(a, b);

    /// <inheritdoc cref="LessThan"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> GreaterThan<T>(Vector128<T> a, Vector128<T> b) => Vector128.GreaterThan(a, b);

    /// <inheritdoc cref="LessThan"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Equals<T>(Vector128<T> a, Vector128<T> b) => Vector128.Equals(a, b);

    /// <summary>Each number's bits moved up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ShiftLeft(Vector128<int> x, int bits) => Vector128.ShiftLeft(x, bits);

    /// <summary>Each number's bits moved down, its sign kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ShiftRightArithmetic(Vector128<int> x, int bits) => Vector128.ShiftRightArithmetic(x, bits);
}
