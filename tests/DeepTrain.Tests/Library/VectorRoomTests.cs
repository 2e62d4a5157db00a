using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>A room holds what emitted code and the library put into it, wherever it lies.</summary>
public unsafe class VectorRoomTests
{
    [Fact]
    public void Holds_the_sums_of_any_tile_and_sixteen_rows_of_sixteen_columns()
    {
        int vectors = Math.Max(16, Math.Max(TileShape.GradientSums(16), TileShape.GradientSums(8)));
        Assert.True(sizeof(VectorRoom) >= 64 * vectors + 63, $"{sizeof(VectorRoom)} bytes for {vectors} vectors");
    }

    [Fact]
    public void Starts_at_a_boundary_of_its_own()
    {
        var rooms = new VectorRoom[9];
        fixed (VectorRoom* first = rooms)
        {
            for (VectorRoom* room = first; room < first + rooms.Length; room++)
            {
                float* start = VectorRoom.Start(room);
                Assert.Equal(0u, (nuint)start % 64);
                Assert.InRange((byte*)start - (byte*)room, 0, 63);
            }
        }
    }
}
