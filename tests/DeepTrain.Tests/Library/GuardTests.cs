using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public class GuardTests
{
    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(12, 4, 3)]
    [InlineData(5, 1, 5)]
    public void Rows_are_counted(int length, int size, int rows) => Assert.Equal(rows, Guard.Rows(new float[length], size));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(9, 4)]
    public void Parts_of_rows_are_refused(int length, int size)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Guard.Rows(new float[length], size));
        Assert.Equal("inputs", exception.ParamName);
        Assert.Contains($"of {size} inputs", exception.Message);
        Assert.Contains($"holds {length} numbers", exception.Message);
    }

    [Fact]
    public void Outputs_and_targets_have_their_length()
    {
        Guard.Outputs(new float[30], [], 3, 10);
        Guard.Targets(30, 3, 10);
        ArgumentException outputs = Assert.Throws<ArgumentException>(() => Guard.Outputs(new float[29], [], 3, 10));
        Assert.Contains("30 outputs (3 rows of 10); the span holds 29", outputs.Message);
        ArgumentException targets = Assert.Throws<ArgumentException>(() => Guard.Targets(31, 3, 10));
        Assert.Contains("30 targets (3 rows of 10); the span holds 31", targets.Message);
        // the product does not fit an int
        Assert.Throws<ArgumentException>(() => Guard.Outputs([], [], 1 << 16, 1 << 16));
    }

    [Fact]
    public void A_bad_label_is_found_wherever_it_stands()
    {
        for (int length = 1; length < 40; length++)
        {
            int[] labels = [.. Enumerable.Range(0, length).Select(index => index % 10)];
            Take(labels);
            for (int at = 0; at < length; at++)
            {
                foreach (int bad in new[] { -1, 10, int.MinValue, int.MaxValue })
                {
                    int good = labels[at];
                    labels[at] = bad;
                    ArgumentException exception = Assert.Throws<ArgumentException>(() => Take(labels));
                    Assert.Contains($"from 0 to 9; labels[{at + 5}] is {bad}.", exception.Message);
                    labels[at] = good;
                }
            }
        }

        static unsafe void Take(int[] labels)
        {
            int* taken = stackalloc int[labels.Length];
            LabelCopy.Take(labels, classes: 10, first: 5, taken);
            Assert.Equal(labels, new ReadOnlySpan<int>(taken, labels.Length).ToArray());
        }
    }

    [Fact]
    public unsafe void Labels_of_two_classes_become_targets_and_nothing_else_is_one()
    {
        float[] memory = new float[3 * 16];
        fixed (float* targets = memory)
        {
            LabelCopy.TakeAsTargets([1, 0, 1], first: 0, targets, stride: 16);
            Assert.Equal([1f, 0f, 1f], [targets[0], targets[16], targets[32]]);
        }

        foreach (int bad in new[] { -1, 2, int.MinValue })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => Take(bad));
            Assert.Contains($"from 0 to 1; labels[8] is {bad}.", exception.Message);
        }

        static void Take(int bad)
        {
            float* targets = stackalloc float[2];
            LabelCopy.TakeAsTargets([0, bad], first: 7, targets, stride: 1);
        }
    }

    [Fact]
    public void A_probability_lies_between_0_and_1_wherever_it_stands()
    {
        for (int length = 1; length < 40; length++)
        {
            float[] targets = [.. Enumerable.Range(0, length).Select(index => index % 3 / 2f)];
            Guard.Probabilities(targets, length, 1);
            for (int at = 0; at < length; at++)
            {
                foreach (float bad in new[] { -float.Epsilon, 1.0000001f, 7, float.NaN, float.NegativeInfinity })
                {
                    float good = targets[at];
                    targets[at] = bad;
                    ArgumentException exception =
                        Assert.Throws<ArgumentException>(() => Guard.Probabilities(targets, length, 1));
                    Assert.Contains($"from 0 to 1, as they are probabilities; targets[{at}] is {bad}.", exception.Message);
                    targets[at] = good;
                }
            }
        }
    }

    [Fact]
    public void Outputs_share_memory_with_inputs_only_as_the_same_span()
    {
        float[] memory = new float[64];
        Guard.Outputs(memory.AsSpan(0, 8), memory.AsSpan(0, 8), 2, 4);
        Guard.Outputs(memory.AsSpan(8, 8), memory.AsSpan(0, 8), 2, 4);
        Guard.Outputs(memory.AsSpan(0, 8), memory.AsSpan(8, 8), 2, 4);
        foreach ((int start, int length, int inputs) in new[] { (1, 8, 8), (7, 8, 8), (0, 8, 16), (0, 8, 4), (15, 8, 16) })
        {
            Assert.Throws<ArgumentException>(
                () => Guard.Outputs(memory.AsSpan(start, length), memory.AsSpan(0, inputs), length / 4, 4));
        }
    }

    [Fact]
    public void There_is_a_label_for_each_row()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Guard.LabelCount(2, 3));
        Assert.Contains("3 labels", exception.Message);
        Assert.Contains("holds 2", exception.Message);
    }

    [Fact]
    public void Threads_learning_rate_and_gradients()
    {
        Guard.Threads(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Threads(0));
        Guard.LearningRate(0);
        Guard.LearningRate(float.MaxValue);
        foreach (float bad in new[] { -float.Epsilon, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => Guard.LearningRate(bad));
        Guard.HasGradients(true);
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => Guard.HasGradients(false));
        Assert.Contains("ComputeGradients", failure.Message);
    }

    [Fact]
    public void Checks_allocate_nothing()
    {
        float[] inputs = new float[64], outputs = new float[64];
        int[] labels = new int[64];
        Check();
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int round = 0; round < 100; round++)
                Check();
        }));

        unsafe void Check()
        {
            int* taken = stackalloc int[64];
            Guard.LabelCount(labels.Length, Guard.Rows(inputs, 1));
            LabelCopy.Take(labels, 10, 0, taken);
            Guard.Outputs(outputs, inputs, 64, 1);
            Guard.Probabilities(inputs, 64, 1);
            Guard.LearningRate(1);
        }
    }
}
