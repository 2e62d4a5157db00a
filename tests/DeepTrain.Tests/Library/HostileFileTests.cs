using System.Text;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>Files that are made to cost memory, time or a terminal.</summary>
public sealed class HostileFileTests : IDisposable
{
    private const int LongestMessage = 4000;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // refused by path and as a stream, shortly, at a cost that has a bound, and nothing changes
    private string Refused(byte[] file, long mostBytes = 30_000_000)
    {
        string path = _directory["hostile"];
        File.WriteAllBytes(path, file);
        NetworkState state = SaveAndLoadTests.Tiny();
        byte[] before = SampleState.Snapshot(state);
        string message = "";
        foreach (Action load in new Action[]
        {
            () => state.Load(path), () => state.LoadWeights(path),
            () => state.Load(new ShortReads(file)), () => state.LoadWeights(new ShortReads(file)),
        })
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            InvalidDataException exception = Assert.Throws<InvalidDataException>(load);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, mostBytes);
            message = exception.ToString();
            Assert.InRange(exception.Message.Length - path.Length, 0, LongestMessage);
            Assert.InRange(message.Length, 0, 2 * LongestMessage);
            Assert.DoesNotContain(exception.Message, character => char.IsControl(character));
        }
        Assert.Equal(before, SampleState.Snapshot(state));
        return message;
    }

    private string Refused(string header, int dataBytes = 0) => Refused(SafetensorsText.File(header, new byte[dataBytes]));

    [Fact]
    public void A_header_longer_than_the_network_needs_is_not_read()
    {
        byte[] file = SafetensorsText.File("{\"" + new string('a', 30_000_000) + "\":1}", []);
        Assert.Contains("for this network, found 30000006", Refused(file, mostBytes: 400_000));
    }

    [Fact]
    public void Long_names_and_values_are_cut()
    {
        string text = new('x', 900_000);
        Refused($"{{\"{text}\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}}}", 4);
        Refused($"{{\"{text}\":1}}");
        Refused($"{{\"a\":{{\"dtype\":\"{text}\",\"shape\":[1],\"data_offsets\":[0,4]}}}}", 4);
        Refused($"{{\"a\":{{\"{text}\":1}}}}");
        Refused($"{{\"__metadata__\":{{\"{text}\":1}}}}");
        Refused($"{{\"__metadata__\":{{\"{text}\":\"\",\"{text[..^1]}x\":\"\"}}}}");
        Refused($"{{\"a\":{{\"dtype\":{text},\"shape\":[1],\"data_offsets\":[0,4]}}}}", 4);
        Refused($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{new string('9', 900_000)}],\"data_offsets\":[0,4]}}}}", 4);
        Refused($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[1e{new string('9', 900_000)}],\"data_offsets\":[0,4]}}}}", 4);
        Refused($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[1.{new string('0', 900_000)}],\"data_offsets\":[0,4]}}}}", 4);
        Refused("{\"a\":" + new string(' ', 900_000) + "}");
        Refused("{\"a\":tru" + text + "}");
    }

    [Fact]
    public void Every_metadata_value_that_is_shown_is_cut()
    {
        foreach (string key in new[] { "optimizer", "seed", "updates", "batches", "learning_rate", "momentum_product" })
        {
            SafetensorsText text = Whole();
            var metadata = new Dictionary<string, string>
            {
                ["format"] = "deeptrain", ["network"] = "Tiny", ["optimizer"] = "SGD", ["seed"] = "1", ["updates"] = "2",
                ["batches"] = "3", ["learning_rate"] = "0.5", ["momentum_product"] = "1",
            };
            metadata[key] = "\\n" + new string('7', 900_000);
            string entries = string.Join(",", metadata.Select(entry => $"\"{entry.Key}\":\"{entry.Value}\""));
            text.Metadata = "\"__metadata__\":{" + entries + "}";
            File.WriteAllBytes(_directory["net"], text.ToBytes());
            InvalidDataException exception =
                Assert.Throws<InvalidDataException>(() => SaveAndLoadTests.Tiny().Load(_directory["net"]));
            Assert.InRange(exception.Message.Length, 0, 600);
            Assert.Contains("\\u000A777", exception.Message);
        }
    }

    [Fact]
    public void Rank_and_tensors_have_a_limit()
    {
        string ones = string.Join(",", Enumerable.Repeat("1", 400_000));
        Assert.Contains(
            "at most 8 numbers in a.shape",
            Refused($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{ones}],\"data_offsets\":[0,4]}}}}", 4));
        Assert.Contains(
            "at most 2 numbers in a.data_offsets",
            Refused($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[{ones}]}}}}", 4));
        var many = new StringBuilder("{");
        for (int index = 0; index < 18_000; index++)
            many.Append($"\"{index}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}},");
        Assert.Contains("at most 10008 tensors", Refused(many.ToString().TrimEnd(',') + "}"));
    }

    [Fact]
    public void Control_characters_are_shown_as_numbers()
    {
        string message = Refused(
            "{\"\\u001b[2Ja\\nb\\u0000\\u202e\\u2028\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
        Assert.Contains("\\u001B[2Ja\\u000Ab\\u0000\\u202E\\u2028", message);
    }

    [Theory]
    [InlineData("[9223372036854775807,9223372036854775807]")]
    [InlineData("[9223372036854775807,2,3]")]
    [InlineData("[4294967296,4294967296,4294967296,4294967296]")]
    [InlineData("[3037000500,3037000500]")]
    public void Shapes_beyond_what_can_be_multiplied(string shape) =>
        Refused($"{{\"num_batches_tracked\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":[0,4]}}}}", 4);

    [Fact]
    public void What_is_ignored_has_to_be_right_as_well()
    {
        SafetensorsText text = Whole();
        text.AddBytes("batchnorm1.num_batches_tracked", "I64", [2], new byte[8]);
        Assert.Contains("16 bytes for batchnorm1.num_batches_tracked, found 8", Refused(text.ToBytes()));
        text = Whole();
        // an empty tensor has no bytes, however large its other dimensions are
        text.AddBytes("batchnorm1.num_batches_tracked", "I64", [0, int.MaxValue], []);
        SaveAndLoadTests.Tiny().Load(new ShortReads(text.ToBytes()));
    }

    [Fact]
    public void Offsets_that_add_up_beyond_a_long()
    {
        const string First = "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,9223372036854775807]}";
        const string Second =
            "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[9223372036854775807,9223372036854775807]}";
        Refused($"{{{First},{Second}}}", 24);
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read()
    {
        byte[] whole = Whole().ToBytes();
        for (int length = 0; length < whole.Length; length++)
        {
            NetworkState state = SaveAndLoadTests.Tiny();
            byte[] before = SampleState.Snapshot(state);
            Assert.Throws<InvalidDataException>(() => state.Load(new Shrinking(whole, length)));
            Assert.Equal(before, SampleState.Snapshot(state));
        }
    }

    private static SafetensorsText Whole()
    {
        var text = new SafetensorsText();
        text.Add("w", [2, 2], [1, 2, 3, 4]);
        text.Add("b", [2], [5, 6]);
        return text;
    }

    // says at first that it is longer than it is
    private sealed class Shrinking(byte[] bytes, int length) : MemoryStream(bytes[..length])
    {
        public override long Length => bytes.Length;
    }
}
