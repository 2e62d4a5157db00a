using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

public static partial class VectorMath
{
    /// <summary>The largest lane. A NaN may be passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxAcross(Vector512<float> v) => MaxAcross(Vector256.MaxNative(v.GetLower(), v.GetUpper()));

    /// <summary>The largest lane. A NaN may be passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxAcross(Vector256<float> v) => MaxAcross(Portable128.MaxNative(v.GetLower(), v.GetUpper()));

    /// <summary>The largest lane. A NaN may be passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxAcross(Vector128<float> v)
    {
        Vector128<float> two = Portable128.MaxNative(v, Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1)));
        return Portable128.MaxNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>
    /// The sum of the lanes, always in the same order: the upper half is added to the lower until one lane is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumAcross(Vector512<float> v) => SumAcross(v.GetLower() + v.GetUpper());

    /// <summary>
    /// The sum of the lanes, always in the same order: the upper half is added to the lower until one lane is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumAcross(Vector256<float> v) => SumAcross(v.GetLower() + v.GetUpper());

    /// <summary>
    /// The sum of the lanes, always in the same order: the upper half is added to the lower until one lane is left.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumAcross(Vector128<float> v)
    {
        Vector128<float> two = v + Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1));
        return (two + Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
