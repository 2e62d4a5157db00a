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

    /// <summary>Checks the span that outputs go to: its length, and that writing it changes no input still to be read.</summary>
    /// <exception cref="ArgumentException">
    /// It has not the length of all rows, or it shares memory with <paramref name="inputs"/> without being the same span.
    /// </exception>
    public static void Outputs(Span<float> outputs, ReadOnlySpan<float> inputs, int rows, int outputSize)
    {
        if (outputs.Length != (long)rows * outputSize)
            ThrowLength("outputs", outputs.Length, rows, outputSize);
        if (inputs.Overlaps(outputs, out int offset) && (offset != 0 || outputs.Length != inputs.Length))
            ThrowOverlap();
    }

    /// <summary>Checks the length of a span of targets.</summary>
    public static void Targets(int length, int rows, int outputSize)
    {
        if (length != (long)rows * outputSize)
            ThrowLength("targets", length, rows, outputSize);
    }

    /// <summary>Checks the length of a span of targets, and that each is a probability.</summary>
    public static void Probabilities(ReadOnlySpan<float> targets, int rows, int outputSize)
    {
        Targets(targets.Length, rows, outputSize);
        int next = 0;
        for (; next <= targets.Length - Vector256<float>.Count; next += Vector256<float>.Count)
        {
            Vector256<float> target = Vector256.Create(targets.Slice(next));
            Vector256<float> isInside = Vector256.GreaterThanOrEqual(target, Vector256<float>.Zero)
                & Vector256.LessThanOrEqual(target, Vector256<float>.One);
            if (isInside.AsInt32() != Vector256<int>.AllBitsSet)
                break;
        }
        for (; next < targets.Length; next++)
        {
            if (!(targets[next] >= 0 && targets[next] <= 1))
                ThrowProbability(next, targets[next]);
        }
    }

    /// <summary>Checks that there is a label for each row; <see cref="LabelCopy"/> checks the labels.</summary>
    public static void LabelCount(int length, int rows)
    {
        if (length != rows)
            ThrowLabelCount(length, rows);
    }

    /// <summary>Checks the weights of rows.</summary>
    /// <returns>Their sum.</returns>
    /// <exception cref="ArgumentException">There is not one for each row, one is negative or not finite, or all are
    /// 0.</exception>
    public static double RowWeights(ReadOnlySpan<float> weights, int rows)
    {
        if (weights.Length != rows)
            ThrowRowWeights($"Expected {rows} row weights, one a row; the span holds {weights.Length}.");
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (!(weights[row] >= 0 && weights[row] <= float.MaxValue))
                ThrowRowWeights($"Expected row weights that are finite and at least 0; rowWeights[{row}] is {weights[row]}.");
            sum += weights[row];
        }
        if (sum == 0)
            ThrowRowWeights($"Expected a row that counts; the weights of all {rows} rows, rowWeights[0] to [{rows - 1}], are 0.");
        return sum;
    }

    /// <summary>Checks what gradients are multiplied by.</summary>
    public static void Scale(float value)
    {
        if (!float.IsFinite(value))
            throw new ArgumentOutOfRangeException("scale", value, "The scale of gradients is finite.");
    }

    /// <summary>Checks how many rows a network is to be made ready for.</summary>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="width">Numbers of the longer of an input and an output row.</param>
    public static void RowsToWarmUp(int rows, int width)
    {
        int most = Array.MaxLength / width;
        if (rows < 1 || rows > most)
            throw new ArgumentOutOfRangeException("rows", rows, $"The rows to warm up for are from 1 to {most}.");
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

    /// <summary>Checks a factor of L1, L2 and weight decay.</summary>
    public static void Regularization(float value)
    {
        if (!float.IsFinite(value) || value < 0)
            throw new ArgumentOutOfRangeException(nameof(value), value, "Regularization is finite and at least 0.");
    }

    /// <summary>Checks a number of batches.</summary>
    public static void Batches(long value)
    {
        if (value is < 0 or > NetworkState.MostSteps)
            throw new ArgumentOutOfRangeException(nameof(value), value, "Batches is from 0 to 2^53.");
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

    private static void ThrowRowWeights(string message) => throw new ArgumentException(message, "rowWeights");

    private static void ThrowOverlap() =>
        throw new ArgumentException(
            "Expected outputs in memory of their own, or exactly the span of the inputs; the two spans overlap.", "outputs");

    private static void ThrowProbability(int index, float value) =>
        throw new ArgumentException(
            $"Expected targets from 0 to 1, as they are probabilities; targets[{index}] is {value}.", "targets");
}
