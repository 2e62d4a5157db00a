using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Two terms of a sum side by side. Eight columns fill half of a 512-bit vector: with two terms of the reduction in it, lane 2c + t
/// is column c and term t, and half as many multiply-adds do the same.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PairedTerms
{
    /// <summary>The weights of eight columns to two terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Weights(float* first, float* second) =>
        Interleave(Vector512.Create(*(Vector256<float>*)first, *(Vector256<float>*)second));

    /// <summary>The weights to a term that is left over: its pair is the term before it, which has been added and counts 0 times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LastWeights(float* last) =>
        Interleave(Vector512.Create(Vector256<float>.Zero, *(Vector256<float>*)last));

    /// <summary>Eight columns, each for both terms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Twice(float* columns) => Vector512.Shuffle(
        (*(Vector256<float>*)columns).ToVector512Unsafe(), Vector512.Create(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7));

    /// <summary>The sums of eight columns: both terms' together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Total(Vector512<float> sums)
    {
        Vector512<float> terms = Part(sums);
        return terms.GetLower() + terms.GetUpper();
    }

    /// <summary>Eight columns of the first term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> First(Vector512<float> sums) => Part(sums).GetLower();

    /// <summary>Eight columns of the second term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Second(Vector512<float> sums) => Part(sums).GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Interleave(Vector512<float> terms) =>
        Vector512.Shuffle(terms, Vector512.Create(0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Part(Vector512<float> sums) =>
        Vector512.Shuffle(sums, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 1, 3, 5, 7, 9, 11, 13, 15));
}
