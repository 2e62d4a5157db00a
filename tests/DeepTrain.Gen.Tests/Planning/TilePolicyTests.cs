using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Tests.Planning;

/// <summary>How weight gradients are cut into tiles, for any number of inputs.</summary>
public sealed class TilePolicyTests
{
    // what a tile keeps beside its sums: the operands of a multiply-add, and for the first of a straight line the biases
    private const int MostSums512 = 24, MostSums256 = 12, MostSums128 = 20;

    public static TheoryData<int, int> Strips => new() { { 512, 1 }, { 512, 2 }, { 512, 3 }, { 256, 1 }, { 256, 2 }, { 128, 1 }, { 128, 3 }, { 128, 4 } };

    [Theory]
    [MemberData(nameof(Strips))]
    public void Tiles_cover_every_input_once_in_the_registers_there_are(int bits, int vectors)
    {
        for (int inputs = 1; inputs <= 1000; inputs++)
        {
            (int height, int count, int lower) = TilePolicy.InputTiles(new VectorType(bits), inputs, vectors);
            Assert.Equal(inputs, height * count + (height - 1) * lower);
            Assert.True(count > 0 && lower >= 0 && (height > 1 || lower == 0), $"{inputs}: {count} x {height}, {lower} lower");
            Assert.InRange(height * vectors, 1, MostSums(bits));
        }
    }

    [Fact]
    public void Parts_of_a_reduction_cover_it_and_none_is_short_or_long()
    {
        for (int reduction = 1; reduction <= 100_000; reduction++)
        {
            (int terms, int last) = TilePolicy.ReductionParts(reduction);
            if (reduction <= 1024)
            {
                Assert.Equal((reduction, 0), (terms, last));
                continue;
            }

            Assert.True(last > 0 && last % terms == 0 && terms % 16 == 0, $"{reduction}: {terms}, {last}");
            Assert.InRange(terms, 512, 767);
            Assert.InRange(reduction - last, terms, 1024);
        }
    }

    private static int MostSums(int bits) => bits switch { 512 => MostSums512, 256 => MostSums256, _ => MostSums128 };

    [Theory]
    [MemberData(nameof(Strips))]
    public void Whole_tiles_leave_less_than_one_of_their_height(int bits, int vectors)
    {
        foreach (bool endsAreDear in new[] { false, true })
        {
            for (int inputs = 1; inputs <= 1000; inputs++)
            {
                (int height, int count, int left) =
                    TilePolicy.WholeTiles(new VectorType(bits), inputs, vectors, endsAreDear);
                Assert.Equal(inputs, height * count + left);
                Assert.InRange(left, 0, height - 1);
                Assert.InRange(height * vectors, 1, MostSums(bits));
            }
        }
    }

    [Theory]
    [InlineData(784, true, 12, 65, 4)] // 65 ends instead of 98
    [InlineData(784, false, 8, 98, 0)] // too few to save, for 4 inputs that are left
    [InlineData(64, true, 8, 8, 0)] // 5 tiles of 12 would leave 4
    [InlineData(100, false, 10, 10, 0)]
    [InlineData(10, true, 10, 1, 0)]
    public void Inputs_are_left_where_that_saves_many_ends(int inputs, bool endsAreDear, int height, int count, int left) =>
        Assert.Equal((height, count, left), TilePolicy.WholeTiles(VectorType.V512, inputs, 2, endsAreDear));
}
