using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepTrain;

/// <summary>
/// Sums of many floats. Each number is multiplied and added on its own, and rounded in between: neither the width of vectors
/// nor where a sum is cut into parts changes a bit.
/// </summary>
internal static class ShardMath
{
    /// <summary><c>result = numbers * factor</c>; the result may be the numbers.</summary>
    public static void Scale(ReadOnlySpan<float> numbers, float factor, Span<float> result)
    {
        ref float from = ref MemoryMarshal.GetReference(numbers), to = ref MemoryMarshal.GetReference(result[..numbers.Length]);
        nuint length = (nuint)numbers.Length, width = (nuint)Vector<float>.Count, next = 0;
        for (; next + width <= length; next += width)
            (Vector.LoadUnsafe(ref from, next) * factor).StoreUnsafe(ref to, next);
        for (int i = (int)next; i < numbers.Length; i++)
            result[i] = numbers[i] * factor;
    }

    /// <summary><c>sums += numbers * factor</c>.</summary>
    public static void AddScaled(Span<float> sums, ReadOnlySpan<float> numbers, float factor)
    {
        ref float from = ref MemoryMarshal.GetReference(numbers), to = ref MemoryMarshal.GetReference(sums[..numbers.Length]);
        nuint length = (nuint)numbers.Length, width = (nuint)Vector<float>.Count, next = 0;
        for (; next + width <= length; next += width)
            (Vector.LoadUnsafe(ref to, next) + Vector.LoadUnsafe(ref from, next) * factor).StoreUnsafe(ref to, next);
        for (int i = (int)next; i < numbers.Length; i++)
        {
            float scaled = numbers[i] * factor;
            sums[i] += scaled;
        }
    }

    /// <summary><c>result = left + right</c>; the result may be one of them.</summary>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> result)
    {
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right[..left.Length]);
        ref float to = ref MemoryMarshal.GetReference(result[..left.Length]);
        nuint length = (nuint)left.Length, width = (nuint)Vector<float>.Count, next = 0;
        for (; next + width <= length; next += width)
            (Vector.LoadUnsafe(ref a, next) + Vector.LoadUnsafe(ref b, next)).StoreUnsafe(ref to, next);
        for (int i = (int)next; i < left.Length; i++)
            result[i] = left[i] + right[i];
    }

    /// <summary><c>result = (left + right) * factor</c>; the result may be one of them.</summary>
    public static void ScaleSum(ReadOnlySpan<float> left, ReadOnlySpan<float> right, float factor, Span<float> result)
    {
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right[..left.Length]);
        ref float to = ref MemoryMarshal.GetReference(result[..left.Length]);
        nuint length = (nuint)left.Length, width = (nuint)Vector<float>.Count, next = 0;
        for (; next + width <= length; next += width)
            ((Vector.LoadUnsafe(ref a, next) + Vector.LoadUnsafe(ref b, next)) * factor).StoreUnsafe(ref to, next);
        for (int i = (int)next; i < left.Length; i++)
        {
            float sum = left[i] + right[i];
            result[i] = sum * factor;
        }
    }

    /// <summary><c>sums += 0</c>: turns -0 into 0, as a shard without rows does.</summary>
    public static void AddZero(Span<float> sums)
    {
        ref float to = ref MemoryMarshal.GetReference(sums);
        nuint length = (nuint)sums.Length, width = (nuint)Vector<float>.Count, next = 0;
        for (; next + width <= length; next += width)
            (Vector.LoadUnsafe(ref to, next) + Vector<float>.Zero).StoreUnsafe(ref to, next);
        for (int i = (int)next; i < sums.Length; i++)
            sums[i] += 0f;
    }
}
