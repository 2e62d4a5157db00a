using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class PackingTests
{
    public static TheoryData<int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int>();
        int[] counts =
        [
            1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65, 79, 80, 81, 95, 96, 97, 112, 113, 128, 130,
        ];
        foreach (int units in counts)
        {
            foreach (int inputs in new[] { 1, 3, 16, 29 })
            {
                shapes.Add(1, units, inputs);
                shapes.Add(3, units, inputs);
            }
        }
        return shapes;
    }

    public static TheoryData<int, int> TailShapes() => new()
    {
        { 1, 16 }, { 2, 37 }, { 3, 48 }, { 4, 100 }, { 17, 29 }, { 33, 16 }, { 35, 65 }, { 50, 100 }, { 66, 32 },
        { 100, 64 },
    };

    // The layout from its description alone: panels of 32 units, the last one takes an odd rest of 16; inside a panel the
    // units of input 0, then those of input 1.
    internal static Dictionary<(int Unit, int Input), int> Places(int units, int inputs)
    {
        int padded = (units + 15) / 16 * 16;
        var places = new Dictionary<(int, int), int>();
        int next = 0;
        for (int start = 0; start < padded;)
        {
            int rest = padded - start;
            int width = rest == 48 || rest < 32 ? rest : 32;
            for (int input = 0; input < inputs; input++)
            {
                for (int unit = start; unit < start + width; unit++)
                    places.Add((unit, input), next++);
            }
            start += width;
        }
        return places;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Weights_lie_where_the_panels_say_and_come_back(int pieces, int units, int inputs)
    {
        const int Offset = 48;
        int padded = (units + 15) / 16 * 16;
        int length = Offset + pieces * padded * inputs + 16;
        ParameterLayout layout = ParameterLayout.Weights(
            "w", [pieces, units, inputs], pieces, units, inputs, Offset, Init.Zeros, 0);
        float[] canonical = new float[pieces * units * inputs];
        for (int index = 0; index < canonical.Length; index++)
            canonical[index] = index + 1;

        var arena = new AlignedBuffer(length);
        layout.Pack(canonical, arena.Pointer);

        float[] expected = new float[length];
        Dictionary<(int, int), int> places = Places(units, inputs);
        for (int index = 0; index < canonical.Length; index++)
        {
            int piece = index / (units * inputs);
            int place = places[(index / inputs % units, index % inputs)];
            expected[Offset + piece * padded * inputs + place] = canonical[index];
        }
        Assert.Equal(expected, new Span<float>(arena.Pointer, length).ToArray());

        float[] back = new float[canonical.Length];
        layout.Unpack(arena.Pointer, back);
        Assert.Equal(canonical, back);
        GC.KeepAlive(arena);
    }

    // The same without the last units, from what the description says of them: the last panel is 16 narrower and its rest
    // of the place is theirs, a row of padded inputs each.
    internal static Dictionary<(int Unit, int Input), int> PlacesWithTail(int units, int inputs)
    {
        int tail = units % 16, start = units / 16 * 16 * inputs;
        Dictionary<(int Unit, int Input), int> places = [];
        int[] starts = [.. Enumerable.Range(0, units).Where(unit => unit % 32 == 0)];
        if (starts.Length > 1 && (units + 15) / 16 % 2 == 1)
            starts = starts[..^1];
        for (int panel = 0; panel < starts.Length; panel++)
        {
            int first = starts[panel], end = panel + 1 < starts.Length ? starts[panel + 1] : units - tail;
            for (int input = 0; input < inputs; input++)
            {
                for (int unit = first; unit < end; unit++)
                    places.Add((unit, input), first * inputs + input * (end - first) + unit - first);
            }
        }

        for (int unit = 0; unit < tail; unit++)
        {
            for (int input = 0; input < inputs; input++)
                places.Add((units - tail + unit, input), start + unit * ((inputs + 15) / 16 * 16) + input);
        }

        return places;
    }

    [Theory]
    [MemberData(nameof(TailShapes))]
    public void Weights_of_a_tail_lie_in_rows_behind_the_panels_and_come_back(int units, int inputs)
    {
        int length = (units + 15) / 16 * 16 * inputs;
        ParameterLayout layout = ParameterLayout.Weights(
            "w", [units, inputs], 1, units, inputs, 0, Init.Zeros, 0, tail: units % 16);
        Assert.Equal(length, layout.PackedLength);
        float[] canonical = [.. Enumerable.Range(1, units * inputs).Select(number => (float)number)];
        var arena = new AlignedBuffer(length);
        layout.Pack(canonical, arena.Pointer);
        float[] expected = new float[length];
        foreach (((int unit, int input), int place) in PlacesWithTail(units, inputs))
            expected[place] = canonical[unit * inputs + input];
        Assert.Equal(expected, new Span<float>(arena.Pointer, length).ToArray());

        float[] back = new float[canonical.Length];
        layout.Unpack(arena.Pointer, back);
        Assert.Equal(canonical, back);
        GC.KeepAlive(arena);
    }

    [Theory]
    [InlineData(50, 100, 3)]
    [InlineData(5, 100, 5)]
    [InlineData(18, 31, 2)]
    public void A_tail_that_has_no_room_is_refused(int units, int inputs, int tail) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ParameterLayout.Weights("w", [units, inputs], 1, units, inputs, 0, Init.Zeros, 0, tail));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 16)]
    [InlineData(1, 37)]
    [InlineData(4, 5)]
    public void Vectors_are_padded_piece_by_piece(int pieces, int units)
    {
        const int Offset = 16;
        int padded = (units + 15) / 16 * 16;
        ParameterLayout layout = ParameterLayout.Vector("b", [pieces, units], pieces, units, Offset, 2f);
        Assert.Equal(pieces * padded, layout.PackedLength);
        var arena = new AlignedBuffer(Offset + layout.PackedLength);
        float[] canonical = SampleState.Numbers(new Random(3), pieces * units);
        layout.Pack(canonical, arena.Pointer);
        for (int index = 0; index < Offset + layout.PackedLength; index++)
        {
            int at = index - Offset;
            bool isNumber = at >= 0 && at % padded < units;
            Assert.Equal(isNumber ? canonical[at / padded * units + at % padded] : 0, arena.Pointer[index]);
        }
        float[] back = new float[canonical.Length];
        layout.Unpack(arena.Pointer, back);
        Assert.Equal(canonical, back);
        GC.KeepAlive(arena);
    }

    [Fact]
    public void Padding_of_a_new_state_is_zero_and_its_slots_hold_their_first_value()
    {
        NetworkState state = SampleState.Create(optimizer: SampleState.AdaGrad);
        int used = 0;
        foreach (ParameterLayout layout in state.Layouts.Where(layout => layout.IsTrainable))
        {
            float[] ones = new float[layout.Length];
            Array.Fill(ones, 1f);
            layout.Pack(ones, state.Gradients);
            used += layout.Length;
        }
        int marked = 0;
        for (int index = 0; index < state.TrainableLength; index++)
        {
            if (state.Gradients[index] == 0)
                Assert.Equal(0, state.Values[index]);
            else
                marked++;
            Assert.Equal(0.25f, state.Slot(0)[index]);
        }
        Assert.Equal(used, marked);
        GC.KeepAlive(state);
    }

    [Fact]
    public void A_parameter_outside_its_arena_is_refused()
    {
        ParameterLayout layout = ParameterLayout.Vector("b", [17], 1, 17, 16, 0f);
        Assert.Throws<ArgumentException>(() => new NetworkState("N", [layout], 47, 0, SampleState.Sgd, 1, 0.1f));
        ParameterLayout crooked = ParameterLayout.Vector("b", [17], 1, 17, 8, 0f);
        Assert.Throws<ArgumentException>(() => new NetworkState("N", [crooked], 400, 0, SampleState.Sgd, 1, 0.1f));
        Assert.Throws<ArgumentException>(() => ParameterLayout.Vector("b", [18], 1, 17, 0, 0f));
    }
}
