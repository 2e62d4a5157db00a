using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>Sixteen rows, or fewer, become lanes and come back; what belongs to other rows stays.</summary>
public unsafe class RowLanesTests
{
    private const int Size = 16;
    private const int Stride = 32;
    private const float Other = -7;

    public static TheoryData<int> Counts => [.. Enumerable.Range(1, Size)];

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_row_becomes_a_lane_and_missing_rows_become_zero(int count)
    {
        float[] rows = SampleState.Numbers(new Random(count), Size * Stride);
        var room = default(VectorRoom);
        float* columns = VectorRoom.Start(&room);

        fixed (float* first = rows)
            RowLanes.Read(first, Stride, count, columns);

        Assert.Equal(0u, (nuint)columns % 64);
        for (int column = 0; column < Size; column++)
        {
            for (int row = 0; row < Size; row++)
                Assert.Equal(row < count ? rows[row * Stride + column] : 0, columns[column * Size + row]);
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_lane_becomes_a_row_and_no_other_row_is_written(int count)
    {
        float[] lanes = SampleState.Numbers(new Random(count), Size * Size);
        float[] rows = new float[Size * Stride];
        rows.AsSpan().Fill(Other);

        fixed (float* columns = lanes, first = rows)
            RowLanes.Write(columns, first, Stride, count);

        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Stride; column++)
            {
                bool isWritten = row < count && column < Size;
                Assert.Equal(isWritten ? lanes[column * Size + row] : Other, rows[row * Stride + column]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Labels_go_into_the_first_column_and_losses_come_from_it(int count)
    {
        int[] labels = [.. Enumerable.Range(100, Size)];
        float[] losses = new float[Size];
        losses.AsSpan().Fill(Other);
        var room = default(VectorRoom);
        float* columns = VectorRoom.Start(&room);

        fixed (int* first = labels)
            RowLanes.ReadLabels(first, count, columns);
        for (int row = 0; row < Size; row++)
        {
            Assert.Equal(row < count ? 100 + row : 0, ((int*)columns)[row]);
            columns[row] = row;
        }

        fixed (float* first = losses)
            RowCopy.Gather(columns, Size, 1, count, first);
        Assert.Equal(Enumerable.Range(0, Size).Select(row => row < count ? row : Other), losses);
    }
}
