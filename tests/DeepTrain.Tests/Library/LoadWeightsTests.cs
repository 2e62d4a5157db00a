using System.Buffers.Binary;
using System.Text.Json;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>Weights alone: from PyTorch, from another optimizer, in part; and for PyTorch.</summary>
public unsafe class LoadWeightsTests
{
    private static SafetensorsText Text(NetworkState source, Func<string, string>? rename = null)
    {
        var text = new SafetensorsText { Metadata = "\"__metadata__\":{\"format\":\"pt\"}" };
        // as the format's own writer does: by name
        foreach (Parameter parameter in source.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
            text.Add(rename?.Invoke(parameter.Name) ?? parameter.Name, [.. parameter.Shape], source.Values(parameter.Name));
        return text;
    }

    private static string Refused(NetworkState state, byte[] file, LoadOptions? options = null)
    {
        byte[] before = SampleState.Snapshot(state);
        InvalidDataException exception =
            Assert.Throws<InvalidDataException>(() => state.LoadWeights(new ShortReads(file), options));
        Assert.Equal(before, SampleState.Snapshot(state));
        return exception.Message;
    }

    private static void EqualParameters(NetworkState expected, NetworkState actual)
    {
        foreach (Parameter parameter in expected.Parameters)
            Assert.Equal(expected.Values(parameter.Name), actual.Values(parameter.Name));
    }

    [Theory]
    [InlineData("Adam", "AdaGrad")]
    [InlineData("AdaGrad", "Adam")]
    [InlineData("SGD", "Adam")]
    [InlineData("Adam", "SGD")]
    [InlineData("Adam", "Adam")]
    public void The_same_layers_with_another_optimizer(string from, string to)
    {
        using var directory = new TemporaryDirectory();
        NetworkState saved = SampleState.Trained(optimizer: SaveAndLoadTests.Optimizer(from));
        saved.Save(directory["net"]);
        NetworkState state = SampleState.Trained(seed: 12, SaveAndLoadTests.Optimizer(to));
        state.LearningRate = 0.25f;
        IReadOnlyList<string> loaded = state.LoadWeights(directory["net"]);

        Assert.Equal(saved.Parameters.Select(parameter => parameter.Name), loaded);
        EqualParameters(saved, state);
        for (int slot = 0; slot < state.Optimizer.SlotNames.Length; slot++)
        {
            var numbers = new Span<float>(state.Slot(slot), (int)state.TrainableLength);
            Assert.Equal(-1, numbers.IndexOfAnyExcept(state.Optimizer.SlotInit[slot]));
        }
        Assert.Equal(0, state.Updates);
        Assert.Equal(0, state.Batches);
        Assert.Equal(1, state.MomentumProduct);
        Assert.Equal(0.25f, state.LearningRate);
        Assert.False(state.HasGradients);
        Assert.True(state.TransposedStale);
        GC.KeepAlive(state);
    }

    [Fact]
    public void A_layer_that_is_called_optimizer_keeps_its_weights()
    {
        NetworkState Create(OptimizerLayout optimizer) => new(
            "Named", [ParameterLayout.Vector("optimizer.weight", [2], 1, 2, 0, 0f)], 16, 0, optimizer, 1, 0.1f);
        NetworkState saved = Create(SampleState.Adam);
        saved.Parameters[0].CopyFrom([1, 2]);
        var stream = new MemoryStream();
        saved.Save(stream);
        stream.Position = 0;
        NetworkState loaded = Create(SampleState.Sgd);
        loaded.LoadWeights(stream);
        Assert.Equal([1f, 2f], loaded.Values("optimizer.weight"));
    }

    // value, and its bytes in the file, from the formats' definitions
    [Theory]
    [InlineData(
        "F16", new byte[] { 0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x01, 0x00 }, new[] { 1f, -2f, 65504f, 5.9604645e-8f })]
    [InlineData(
        "BF16", new byte[] { 0x80, 0x3F, 0x00, 0xC0, 0x49, 0x40, 0x80, 0x00 },
        new[] { 1f, -2f, 3.140625f, 1.17549435e-38f })]
    [InlineData(
        "F64",
        new byte[]
        {
            0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0x00, 0xC0,
            0x18, 0x2D, 0x44, 0x54, 0xFB, 0x21, 0x09, 0x40, 0, 0, 0, 0, 0, 0, 0, 0x80,
        },
        new[] { 1f, -2f, 3.14159274f, -0f })]
    public void Other_floating_point_numbers_are_converted(string type, byte[] bytes, float[] expected)
    {
        var text = new SafetensorsText();
        text.AddBytes("w", type, [2, 2], bytes);
        text.Add("b", [2], [5, 6]);
        NetworkState state = SaveAndLoadTests.Tiny();
        state.LoadWeights(new MemoryStream(text.ToBytes()));
        Assert.Equal(
            expected.Select(BitConverter.SingleToInt32Bits), state.Values("w").Select(BitConverter.SingleToInt32Bits));
        Assert.Contains(
            "LoadWeights converts it",
            Assert.Throws<InvalidDataException>(() => state.Load(new MemoryStream(text.ToBytes()))).Message);
    }

    [Fact]
    public void Converted_tensors_longer_than_a_chunk()
    {
        const int Units = 300;
        var state = new NetworkState(
            "Wide", [ParameterLayout.Weights("w", [Units, Units], 1, Units, Units, 0, Init.Zeros, 0f)],
            PanelShape.Padded(Units) * Units, 0, SampleState.Sgd, 1, 0.1f);
        byte[] bytes = new byte[Units * Units * sizeof(double)];
        for (int index = 0; index < Units * Units; index++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(index * sizeof(double)), index);
        var text = new SafetensorsText();
        text.AddBytes("w", "F64", [Units, Units], bytes);
        state.LoadWeights(new ShortReads(text.ToBytes()));
        Assert.Equal(Enumerable.Range(0, Units * Units).Select(index => (float)index), state.Values("w"));
    }

    [Fact]
    public void A_double_that_is_no_float_is_refused()
    {
        byte[] bytes = new byte[32];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(24), 1e300);
        var text = new SafetensorsText();
        text.AddBytes("w", "F64", [2, 2], bytes);
        text.Add("b", [2], [5, 6]);
        Assert.Contains("w[1, 1]", Refused(SaveAndLoadTests.Tiny(), text.ToBytes()));
    }

    [Theory]
    [InlineData("I32", 4)]
    [InlineData("U8", 1)]
    [InlineData("C64", 8)]
    [InlineData("F8_E4M3", 1)]
    [InlineData("F4", 4)]
    public void Other_types_are_refused(string type, int size)
    {
        var text = new SafetensorsText();
        text.Add("w", [2, 2], [1, 2, 3, 4]);
        text.AddBytes("b", type, [2], new byte[2 * size]);
        Assert.Contains("b to be F32, F16, BF16 or F64 [2]", Refused(SaveAndLoadTests.Tiny(), text.ToBytes()));
        Refused(SaveAndLoadTests.Tiny(), text.ToBytes(), new LoadOptions { Strict = false });
    }

    [Fact]
    public void Strict_asks_for_all_and_nothing_else()
    {
        var few = new SafetensorsText();
        few.Add("w", [2, 2], [1, 2, 3, 4]);
        Assert.Contains("a tensor b [2]", Refused(SaveAndLoadTests.Tiny(), few.ToBytes()));
        few.Add("b", [2], [5, 6]);
        few.Add("head.weight", [1], [7]);
        Assert.Contains("unknown tensor head.weight F32 [1]", Refused(SaveAndLoadTests.Tiny(), few.ToBytes()));
        var shape = new SafetensorsText();
        shape.Add("w", [4], [1, 2, 3, 4]);
        shape.Add("b", [2], [5, 6]);
        Assert.Contains("F64 [2, 2], found F32 [4]", Refused(SaveAndLoadTests.Tiny(), shape.ToBytes()));
    }

    [Fact]
    public void Without_strict_what_matches_is_taken_and_the_rest_stays()
    {
        var text = new SafetensorsText();
        text.Add("a.head", [3], [7, 8, 9]);
        text.Add("b", [3], [5, 6, 7]);
        text.Add("w", [2, 2], [1, 2, 3, 4]);
        text.AddBytes("z", "U8", [1], [1]);
        NetworkState state = SaveAndLoadTests.Tiny();
        state.Parameters["b"].CopyFrom([0.5f, -0.5f]);
        IReadOnlyList<string> loaded =
            state.LoadWeights(new ShortReads(text.ToBytes()), new LoadOptions { Strict = false });
        Assert.Equal(["w"], loaded);
        Assert.Equal([1f, 2f, 3f, 4f], state.Values("w"));
        Assert.Equal([0.5f, -0.5f], state.Values("b"));
        var none = new SafetensorsText();
        none.Add("b", [3], [5, 6, 7]);
        Assert.Contains("w [2, 2]", Refused(state, none.ToBytes(), new LoadOptions { Strict = false }));
    }

    [Fact]
    public void Names_can_be_changed()
    {
        NetworkState source = SampleState.Trained();
        SafetensorsText text = Text(source, name => "model." + name.Replace("dense1", "fc"));
        text.Add("model.head.weight", [1], [7]);
        text.AddBytes("model.batchnorm1.num_batches_tracked", "I64", [], new byte[8]);
        var asked = new List<string>();
        NetworkState state = SampleState.Create(3);
        state.LoadWeights(new ShortReads(text.ToBytes()), new LoadOptions
        {
            Rename = name =>
            {
                asked.Add(name);
                return name.StartsWith("model.head") ? null : name["model.".Length..].Replace("fc", "dense1");
            },
        });
        EqualParameters(source, state);
        Assert.Equal(source.Parameters.Count + 1, asked.Count);
    }

    [Fact]
    public void A_renaming_that_goes_wrong_changes_nothing()
    {
        byte[] file = Text(SampleState.Trained()).ToBytes();
        Assert.Contains(
            "Rename gives that name to batchnorm1.bias and",
            Refused(SampleState.Create(3), file, new LoadOptions { Rename = _ => "same" }));
        NetworkState state = SampleState.Create(3);
        byte[] before = SampleState.Snapshot(state);
        Assert.Throws<FormatException>(
            () => state.LoadWeights(new MemoryStream(file), new LoadOptions { Rename = _ => throw new FormatException() }));
        Assert.Equal(before, SampleState.Snapshot(state));
        Assert.Contains(
            "none of that name", Refused(state, file, new LoadOptions { Rename = _ => null }));
    }

    [Fact]
    public void What_PyTorch_reads_is_written()
    {
        NetworkState state = SampleState.Trained();
        var stream = new MemoryStream();
        state.SaveWeights(stream);
        (string header, byte[] data) = SafetensorsText.Split(stream.ToArray());
        using JsonDocument json = JsonDocument.Parse(header);
        JsonProperty[] entries = [.. json.RootElement.EnumerateObject()];
        Assert.Equal("__metadata__", entries[0].Name);
        JsonProperty format = Assert.Single(entries[0].Value.EnumerateObject());
        Assert.Equal(("format", "pt"), (format.Name, format.Value.GetString()));
        Assert.Equal(
            state.Parameters.Select(parameter => parameter.Name).Append("batchnorm1.num_batches_tracked").Order(),
            entries.Skip(1).Select(entry => entry.Name).Order());

        JsonElement counter = json.RootElement.GetProperty("batchnorm1.num_batches_tracked");
        Assert.Equal("I64", counter.GetProperty("dtype").GetString());
        Assert.Equal(0, counter.GetProperty("shape").GetArrayLength());
        int begin = counter.GetProperty("data_offsets")[0].GetInt32();
        // a reader that maps the file looks at it as an array of 64-bit numbers
        Assert.Equal(0, begin % 8);
        Assert.Equal(987, BitConverter.ToInt64(data, begin));
        foreach (Parameter parameter in state.Parameters)
        {
            JsonElement entry = json.RootElement.GetProperty(parameter.Name);
            Assert.Equal("F32", entry.GetProperty("dtype").GetString());
            Assert.Equal(parameter.Shape, entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
            begin = entry.GetProperty("data_offsets")[0].GetInt32();
            float[] values = state.Values(parameter.Name);
            Assert.Equal(begin + 4 * values.Length, entry.GetProperty("data_offsets")[1].GetInt32());
            for (int index = 0; index < values.Length; index++)
                Assert.Equal(values[index], BitConverter.ToSingle(data, begin + 4 * index));
        }
    }

    [Fact]
    public void Weights_that_were_saved_are_loaded_by_both_ways()
    {
        using var directory = new TemporaryDirectory();
        NetworkState source = SampleState.Trained();
        source.SaveWeights(directory["weights"]);
        NetworkState one = SampleState.Create(3), other = SampleState.Create(4, SampleState.AdaGrad);
        one.LoadWeights(directory["weights"]);
        Assert.Empty(other.Load(directory["weights"]));
        EqualParameters(source, one);
        EqualParameters(source, other);
    }
}
