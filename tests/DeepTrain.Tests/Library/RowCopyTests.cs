using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class RowCopyTests
{
    private const float Fence = -99;

    public static TheoryData<int> Columns() => [.. Enumerable.Range(1, 50), 64, 100, 127, 128, 129, 784];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Rows_are_spread_with_zeros_up_to_the_granule(int columns)
    {
        foreach (int rows in new[] { 1, 2, 5 })
        {
            int padded = PanelShape.Padded(columns);
            int stride = padded + 16;
            float[] source = SampleState.Numbers(new Random(columns), rows * columns);
            float[] destination = new float[16 + rows * stride];
            destination.AsSpan().Fill(Fence);
            fixed (float* from = source, to = destination)
                RowCopy.Spread(from, rows, columns, to, stride);
            for (int index = 0; index < destination.Length; index++)
            {
                int row = index / stride;
                int column = index % stride;
                float expected = row < rows && column < columns ? source[row * columns + column]
                    : column < padded ? 0
                    : Fence;
                Assert.Equal(row < rows ? expected : Fence, destination[index]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Rows_are_gathered_and_not_a_float_more(int columns)
    {
        foreach (int rows in new[] { 1, 2, 5 })
        {
            int stride = PanelShape.Padded(columns) + 16;
            float[] source = SampleState.Numbers(new Random(columns), rows * stride);
            float[] destination = new float[1 + rows * columns + 1];
            destination[0] = destination[^1] = Fence;
            fixed (float* from = source, to = destination)
                RowCopy.Gather(from, stride, rows, columns, to + 1);
            for (int index = 0; index < rows * columns; index++)
                Assert.Equal(source[index / columns * stride + index % columns], destination[1 + index]);
            Assert.Equal(Fence, destination[0]);
            Assert.Equal(Fence, destination[^1]);
        }
    }

    [Fact]
    public void No_rows_touch_nothing()
    {
        RowCopy.Spread(null, 0, 10, null, 16);
        RowCopy.Gather(null, 16, 0, 10, null);
    }
}
