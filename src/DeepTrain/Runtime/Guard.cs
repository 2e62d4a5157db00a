using System.ComponentModel;
using System.Runtime.Intrinsics;

namespace DeepTrain.Runtime;

/// <summary>Checks arguments before anything changes; every message says what was expected and what came.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Guard
{
    /// <summary>The rows in a span of inputs.</summary>
    /// <exception cref="ArgumentException">The span is empty or ends within a row.</exception>
    public static int Rows(ReadOnlySpan<float> inputs, int inputSize)
    {
        int rows = inputs.Length / inputSize;
        if (rows == 0 || rows * inputSize != inputs.Length)
            ThrowRows(inputs.Length, inputSize);
        return rows;
    }

    /// <summary>Checks the length of a span that outputs go to.</summary>
    public static void Outputs(int length, int rows, int outputSize)
    {
        if (length != (long)rows * outputSize)
            ThrowLength("outputs", length, rows, outputSize);
    }

    /// <summary>Checks the length of a span of targets.</summary>
    public static void Targets(int length, int rows, int outputSize)
    {
        if (length != (long)rows * outputSize)
            ThrowLength("targets", length, rows, outputSize);
    }

    /// <summary>Checks that there is a label for each row and that each names a class.</summary>
    public static void Labels(ReadOnlySpan<int> labels, int rows, int classes)
    {
        if (labels.Length != rows)
            ThrowLabelCount(labels.Length, rows);
        // as unsigned numbers, negative labels are too large as well
        int next = 0;
        Vector256<uint> limit = Vector256.Create((uint)classes);
        for (; next <= labels.Length - Vector256<int>.Count; next += Vector256<int>.Count)
        {
            if (Vector256.GreaterThanOrEqualAny(Vector256.Create(labels.Slice(next)).AsUInt32(), limit))
                break;
        }
        for (; next < labels.Length; next++)
        {
            if (unchecked((uint)labels[next]) >= (uint)classes)
                ThrowLabel(next, labels[next], classes);
        }
    }

    /// <summary>Checks a number of threads.</summary>
    public static void Threads(int value)
    {
        if (value < 1)
            throw new ArgumentOutOfRangeException(nameof(value), value, "Threads is at least 1.");
    }

    /// <summary>Checks a learning rate.</summary>
    public static void LearningRate(float value)
    {
        if (!float.IsFinite(value) || value < 0)
            throw new ArgumentOutOfRangeException(nameof(value), value, "LearningRate is finite and at least 0.");
    }

    /// <summary>Checks that gradients have been computed.</summary>
    public static void HasGradients(bool has)
    {
        if (!has)
            throw new InvalidOperationException("There are no gradients to apply: call ComputeGradients first.");
    }

    private static void ThrowRows(int length, int inputSize) =>
        throw new ArgumentException(
            $"Expected whole rows of {inputSize} inputs, at least one; the span holds {length} numbers.", "inputs");

    private static void ThrowLength(string argument, int length, int rows, int size) =>
        throw new ArgumentException(
            $"Expected {(long)rows * size} {argument} ({rows} rows of {size}); the span holds {length} numbers.", argument);

    private static void ThrowLabelCount(int length, int rows) =>
        throw new ArgumentException($"Expected {rows} labels, one a row; the span holds {length}.", "labels");

    private static void ThrowLabel(int index, int value, int classes) =>
        throw new ArgumentException($"Expected labels from 0 to {classes - 1}; labels[{index}] is {value}.", "labels");
}
