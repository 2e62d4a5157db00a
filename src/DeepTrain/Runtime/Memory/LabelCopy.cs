using System.ComponentModel;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>
/// Takes labels into memory of the network's own and checks what was taken: each label is read once, so that whoever changes
/// the caller's array meanwhile changes neither a check nor an index.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class LabelCopy
{
    /// <summary>Copies labels.</summary>
    /// <param name="labels">One label a row, each from 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="first">The first label's place among all that the caller gave, for the message.</param>
    /// <param name="destination">Where the labels go.</param>
    /// <exception cref="ArgumentException">A label names no class.</exception>
    public static void Take(ReadOnlySpan<int> labels, int classes, int first, int* destination)
    {
        int next = 0;
        Vector256<uint> limit = Vector256.Create((uint)classes);
        for (; next <= labels.Length - Vector256<int>.Count; next += Vector256<int>.Count)
        {
            Vector256<int> taken = Vector256.Create(labels.Slice(next));
            // as unsigned numbers, negative labels are too large as well
            if (Vector256.GreaterThanOrEqualAny(taken.AsUInt32(), limit))
                break;
            *(Vector256<int>*)(destination + next) = taken;
        }
        for (; next < labels.Length; next++)
        {
            int taken = labels[next];
            if ((uint)taken >= (uint)classes)
                Throw(first + next, taken, classes);
            destination[next] = taken;
        }
    }

    /// <summary>Copies labels of two classes as the targets, 0 or 1, of the one output of each row.</summary>
    /// <param name="labels">One label a row.</param>
    /// <param name="first">The first label's place among all that the caller gave, for the message.</param>
    /// <param name="targets">The first row's target.</param>
    /// <param name="stride">Floats from one row's target to the next.</param>
    /// <exception cref="ArgumentException">A label is neither 0 nor 1.</exception>
    public static void TakeAsTargets(ReadOnlySpan<int> labels, int first, float* targets, int stride)
    {
        for (int next = 0; next < labels.Length; next++)
        {
            int taken = labels[next];
            if ((uint)taken > 1)
                Throw(first + next, taken, classes: 2);
            targets[(long)next * stride] = taken;
        }
    }

    private static void Throw(int index, int value, int classes) => throw new ArgumentException(
        string.Create(
            CultureInfo.InvariantCulture, $"Expected labels from 0 to {classes - 1}; labels[{index}] is {value}."), "labels");
}
