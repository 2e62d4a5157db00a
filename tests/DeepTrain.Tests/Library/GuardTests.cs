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
        Guard.Outputs(30, 3, 10);
        Guard.Targets(30, 3, 10);
        ArgumentException outputs = Assert.Throws<ArgumentException>(() => Guard.Outputs(29, 3, 10));
        Assert.Contains("30 outputs (3 rows of 10); the span holds 29", outputs.Message);
        ArgumentException targets = Assert.Throws<ArgumentException>(() => Guard.Targets(31, 3, 10));
        Assert.Contains("30 targets (3 rows of 10); the span holds 31", targets.Message);
        // the product does not fit an int
        Assert.Throws<ArgumentException>(() => Guard.Outputs(0, 1 << 16, 1 << 16));
    }

    [Fact]
    public void A_bad_label_is_found_wherever_it_stands()
    {
        for (int length = 1; length < 40; length++)
        {
            int[] labels = [.. Enumerable.Range(0, length).Select(index => index % 10)];
            Guard.Labels(labels, length, 10);
            for (int at = 0; at < length; at++)
            {
                foreach (int bad in new[] { -1, 10, int.MinValue, int.MaxValue })
                {
                    int good = labels[at];
                    labels[at] = bad;
                    ArgumentException exception = Assert.Throws<ArgumentException>(() => Guard.Labels(labels, length, 10));
                    Assert.Contains($"from 0 to 9; labels[{at}] is {bad}.", exception.Message);
                    labels[at] = good;
                }
            }
        }
    }

    [Fact]
    public void There_is_a_label_for_each_row()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Guard.Labels([1, 2], 3, 10));
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
        float[] inputs = new float[64];
        int[] labels = new int[64];
        Check();
        Assert.Equal(0, Allocated.By(() =>
        {
            for (int round = 0; round < 100; round++)
                Check();
        }));

        void Check()
        {
            Guard.Labels(labels, Guard.Rows(inputs, 1), 10);
            Guard.Outputs(64, 64, 1);
            Guard.LearningRate(1);
        }
    }
}
