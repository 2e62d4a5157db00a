using System.Text;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public sealed class LoadRefusalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // every refusal: the message names the file and all of the parts, and not a bit of the state changes
    private void Refused(byte[] file, NetworkState state, params string[] parts)
    {
        string path = _directory["net.safetensors"];
        File.WriteAllBytes(path, file);
        byte[] before = SampleState.Snapshot(state);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => state.Load(path));
        Assert.StartsWith(path + ": ", exception.Message);
        foreach (string part in parts)
            Assert.Contains(part, exception.Message);
        Assert.Equal(before, SampleState.Snapshot(state));
    }

    private void Refused(SafetensorsText text, params string[] parts) =>
        Refused(text.ToBytes(), SaveAndLoadTests.Tiny(), parts);

    private static SafetensorsText WithWeights()
    {
        var text = new SafetensorsText();
        text.Add("w", [2, 2], [1, 2, 3, 4]);
        return text;
    }

    private static SafetensorsText Whole()
    {
        SafetensorsText text = WithWeights();
        text.Add("b", [2], [5, 6]);
        return text;
    }

    [Fact]
    public void The_whole_file_these_tests_spoil_is_accepted()
    {
        File.WriteAllBytes(_directory["good"], Whole().ToBytes());
        NetworkState state = SaveAndLoadTests.Tiny();
        state.Load(_directory["good"]);
        Assert.Equal([5f, 6f], state.Values("b"));
    }

    [Fact]
    public void Wrong_type()
    {
        SafetensorsText text = WithWeights();
        text.AddBytes("b", "F16", [2], new byte[4]);
        Refused(text, "expected b to be F32 [2], found F16 [2]");
    }

    [Fact]
    public void Wrong_shape()
    {
        SafetensorsText text = WithWeights();
        text.Add("b", [1, 2], [5, 6]);
        Refused(text, "expected b to be F32 [2], found F32 [1, 2]");
    }

    [Fact]
    public void Wrong_size()
    {
        SafetensorsText text = WithWeights();
        text.Add("b", [2], [5, 6, 7]);
        Refused(text, "expected 8 bytes for b, found 12");
    }

    [Fact]
    public void Missing_tensor() => Refused(WithWeights(), "expected a tensor b [2]", "[w]");

    [Fact]
    public void Unknown_tensor()
    {
        SafetensorsText text = Whole();
        text.Add("c", [1], [7]);
        Refused(text, "Tiny", "unknown tensor c F32 [1]");
    }

    [Fact]
    public void Duplicate_tensor()
    {
        SafetensorsText text = Whole();
        text.Add("b", [2], [5, 6]);
        Refused(text, "\"b\" is there twice");
    }

    [Fact]
    public void Hole()
    {
        SafetensorsText text = WithWeights();
        text.AddEntry("b", "F32", [2], 20, 28);
        text.AddData(new byte[12]);
        Refused(text, "expected b to start at byte 16, it starts at 20", "hole");
    }

    [Fact]
    public void Overlap()
    {
        SafetensorsText text = WithWeights();
        text.AddEntry("b", "F32", [2], 12, 20);
        text.AddData(new byte[4]);
        Refused(text, "expected b to start at byte 16, it starts at 12", "overlap");
    }

    [Fact]
    public void Trailing_byte()
    {
        SafetensorsText text = Whole();
        text.AddData(0);
        Refused(text, "expected 24 bytes of tensors, found 25");
    }

    [Theory]
    [InlineData("[0]")]
    [InlineData("[8,0]")]
    [InlineData("[0,8,16]")]
    [InlineData("[-8,0]")]
    [InlineData("[0,8.5]")]
    [InlineData("[0,99999999999999999999]")]
    [InlineData("[0,\"8\"]")]
    [InlineData("[0,[8]]")]
    [InlineData("8")]
    [InlineData("null")]
    public void Bad_offsets(string offsets)
    {
        string header = $"{{\"b\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":{offsets}}}}}";
        Refused(SafetensorsText.File(header, new byte[8]), SaveAndLoadTests.Tiny(), "expected", "found");
    }

    [Fact]
    public void Offsets_beyond_what_can_be_added_up()
    {
        string header = $"{{\"b\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,{long.MaxValue}]}}}}";
        Refused(
            SafetensorsText.File(header, new byte[8]), SaveAndLoadTests.Tiny(), $"{long.MaxValue}", "found 8", "truncated");
        header = "{\"b\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}";
        Refused(SafetensorsText.File(header, new byte[8]), SaveAndLoadTests.Tiny());
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    [InlineData(1L << 40)]
    [InlineData(1000L)]
    public void Absurd_header_length_costs_no_memory(long length)
    {
        byte[] file = SafetensorsText.File("{}", new byte[100], length);
        NetworkState state = SaveAndLoadTests.Tiny();
        Refused(file, state, $"{(ulong)length} bytes", "the file has 102");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => state.Load(_directory["net.safetensors"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData(" {}")]
    [InlineData("{")]
    [InlineData("{\"b\"")]
    [InlineData("{} x")]
    [InlineData("{}{}")]
    [InlineData("{\"b\":1}")]
    [InlineData("{\"b\":{}}")]
    [InlineData("{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,0],\"more\":1}}")]
    [InlineData("{\"b\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}")]
    [InlineData("{\"__metadata__\":[]}")]
    [InlineData("{\"__metadata__\":{\"a\":1}}")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}")]
    [InlineData("{\"\\ud800\":{}}")]
    [InlineData("{\"a\":{},}")]
    public void Bad_header(string header) =>
        Refused(SafetensorsText.File(header, []), SaveAndLoadTests.Tiny(), "expected");

    [Fact]
    public void Header_that_is_not_utf8()
    {
        byte[] header = [.. "{\""u8, 0xFF, 0xFE, .. "\":{}}"u8];
        Refused(SafetensorsText.File(header, []), SaveAndLoadTests.Tiny(), "expected");
    }

    [Fact]
    public void Deeply_nested_header() =>
        Refused(SafetensorsText.File("{\"a\":" + new string('[', 100_000), []), SaveAndLoadTests.Tiny(), "expected");

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        NetworkState saved = SampleState.Trained();
        saved.Save(_directory["whole"]);
        byte[] whole = File.ReadAllBytes(_directory["whole"]);
        NetworkState state = SampleState.Create(4);
        byte[] before = SampleState.Snapshot(state);
        string cut = _directory["cut"];
        File.WriteAllBytes(cut, whole);
        // from the end, so that each file is the last one without a byte
        for (int length = whole.Length - 1; length >= 0; length--)
        {
            using (FileStream stream = File.OpenWrite(cut))
                stream.SetLength(length);
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => state.Load(cut));
            Assert.StartsWith(cut, exception.Message);
            Assert.True(before.AsSpan().SequenceEqual(SampleState.Snapshot(state)), $"cut at {length}");
        }
    }

    [Fact]
    public void A_header_with_any_byte_changed_is_refused_or_read_but_never_crashes()
    {
        byte[] whole = Whole().ToBytes();
        string path = _directory["changed"];
        for (int at = 0; at < whole.Length - 24; at++)
        {
            foreach (byte change in new byte[] { 0, (byte)'"', (byte)'{', (byte)'9', 0xFF })
            {
                byte[] changed = [.. whole];
                changed[at] = change;
                File.WriteAllBytes(path, changed);
                NetworkState state = SaveAndLoadTests.Tiny();
                byte[] before = SampleState.Snapshot(state);
                try
                {
                    state.Load(path);
                    Assert.Equal([5f, 6f], state.Values("b"));
                }
                catch (InvalidDataException)
                {
                    Assert.Equal(before, SampleState.Snapshot(state));
                }
            }
        }
    }

    [Fact]
    public void Optimizer_state_that_is_there_in_part()
    {
        NetworkState state = SampleState.Trained();
        state.Save(_directory["whole"]);
        (string header, byte[] data) = SafetensorsText.Split(File.ReadAllBytes(_directory["whole"]));

        // one of the slots' tensors goes: the last, so that the offsets still fit
        int last = header.LastIndexOf(",\"optimizer.", StringComparison.Ordinal);
        byte[] fewer = data[..^(SampleState.Pieces * SampleState.PieceUnits * sizeof(float))];
        Refused(
            SafetensorsText.File(header[..last] + "}", fewer), SampleState.Create(3),
            "whole state of the optimizer Adam", "no optimizer.exp_avg_sq.maxout1.bias");

        // the counters go
        string withoutUpdates = header.Replace("\"updates\":\"123456789012\",", "", StringComparison.Ordinal);
        Refused(SafetensorsText.File(withoutUpdates, data), SampleState.Create(3), "expected __metadata__.updates");
        int end = header.IndexOf('}', StringComparison.Ordinal);
        Refused(SafetensorsText.File("{" + header[(end + 2)..], data), SampleState.Create(3), "found none", "in part");
    }

    [Fact]
    public void State_of_another_optimizer()
    {
        SampleState.Trained(optimizer: SampleState.Sgd).Save(_directory["sgd"]);
        Refused(File.ReadAllBytes(_directory["sgd"]), SampleState.Create(3), "optimizer Adam", "SGD");
        SampleState.Trained(optimizer: SampleState.AdaGrad).Save(_directory["adagrad"]);
        Refused(
            File.ReadAllBytes(_directory["adagrad"]), SampleState.Create(3),
            "Adam", "unknown tensor optimizer.sum.dense1.weight");
    }

    [Theory]
    [InlineData("seed", "-1")]
    [InlineData("seed", "18446744073709551616")]
    [InlineData("updates", "-1")]
    [InlineData("batches", "1.5")]
    [InlineData("learning_rate", "NaN")]
    [InlineData("learning_rate", "-1")]
    [InlineData("learning_rate", "1,5")]
    [InlineData("momentum_product", "Infinity")]
    [InlineData("momentum_product", "")]
    [InlineData("updates", "9223372036854775807")]
    [InlineData("updates", "9007199254740993")]
    [InlineData("updates", "+-1")]
    [InlineData("updates", "1e3")]
    [InlineData("batches", "9223372036854775807")]
    [InlineData("batches", "9223372036854775808")]
    [InlineData("learning_rate", "Infinity")]
    [InlineData("learning_rate", "1e39")]
    [InlineData("learning_rate", "0x1p3")]
    [InlineData("momentum_product", "NaN")]
    [InlineData("momentum_product", "-0.5")]
    [InlineData("momentum_product", "1.0000001")]
    [InlineData("deeptrain.regularization", "-1")]
    [InlineData("deeptrain.regularization", "NaN")]
    [InlineData("deeptrain.regularization", "")]
    public void Bad_metadata(string key, string value)
    {
        SafetensorsText text = Whole();
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "deeptrain", ["network"] = "Tiny", ["optimizer"] = "SGD", ["seed"] = "1", ["updates"] = "2",
            ["batches"] = "3", ["learning_rate"] = "0.5", ["momentum_product"] = "1",
        };
        metadata[key] = value;
        string entries = string.Join(",", metadata.Select(entry => $"\"{entry.Key}\":\"{entry.Value}\""));
        text.Metadata = "\"__metadata__\":{" + entries + "}";
        Refused(text, $"__metadata__.{key}", $"found \"{value}\"");
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_its_own()
    {
        string path = _directory["missing"];
        Assert.Contains(path, Assert.Throws<FileNotFoundException>(() => SaveAndLoadTests.Tiny().Load(path)).Message);
    }

    [Fact]
    public void An_empty_file_and_one_of_rubbish()
    {
        Refused([], SaveAndLoadTests.Tiny(), "not a safetensors file", "at least 8 bytes, the file has 0");
        Refused(Encoding.UTF8.GetBytes("PK rubbish of some length"), SaveAndLoadTests.Tiny(), "not a safetensors file", "expected");
    }
}
