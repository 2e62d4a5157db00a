using System.Collections;
using System.Text.RegularExpressions;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public class StreamAndMetadataTests
{
    private static byte[] Saved(NetworkState state, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var stream = new MemoryStream();
        state.Save(stream, metadata);
        Assert.True(stream.CanWrite);
        return stream.ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_stream_that_cannot_seek_and_reads_short_is_loaded(int most)
    {
        NetworkState saved = SampleState.Trained();
        byte[] file = Saved(saved);
        NetworkState loaded = SampleState.Create(3);
        loaded.Load(new ShortReads(file, most));
        saved.HasGradients = false;
        saved.TransposedStale = true;
        Assert.Equal(SampleState.Snapshot(saved), SampleState.Snapshot(loaded));
    }

    [Fact]
    public void A_stream_is_written_and_read_from_where_it_stands_and_stays_open()
    {
        using var directory = new TemporaryDirectory();
        NetworkState saved = SampleState.Trained();
        saved.Save(directory["net"]);
        var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        saved.Save(stream);
        Assert.Equal(File.ReadAllBytes(directory["net"]), stream.ToArray()[3..]);
        stream.Position = 3;
        NetworkState loaded = SampleState.Create(3);
        loaded.Load(stream);
        Assert.Equal(saved.Values("dense1.weight"), loaded.Values("dense1.weight"));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void What_follows_the_network_is_refused()
    {
        byte[] file = Saved(SampleState.Trained());
        foreach (byte[] more in new byte[][] { [0], file })
        {
            NetworkState state = SampleState.Create(3);
            byte[] before = SampleState.Snapshot(state);
            byte[] both = [.. file, .. more];
            Assert.Contains(
                "left over", Assert.Throws<InvalidDataException>(() => state.Load(new MemoryStream(both))).Message);
            Assert.Contains(
                "left over", Assert.Throws<InvalidDataException>(() => state.Load(new ShortReads(both))).Message);
            Assert.Contains(
                "left over", Assert.Throws<InvalidDataException>(() => state.LoadWeights(new ShortReads(both))).Message);
            Assert.Equal(before, SampleState.Snapshot(state));
        }
    }

    [Fact]
    public void A_stream_cut_anywhere_is_refused()
    {
        byte[] file = Saved(SaveAndLoadTests.Tiny());
        for (int length = 0; length < file.Length; length++)
        {
            NetworkState state = SaveAndLoadTests.Tiny();
            byte[] before = SampleState.Snapshot(state);
            Assert.Throws<InvalidDataException>(() => state.Load(new ShortReads(file[..length])));
            Assert.Throws<InvalidDataException>(() => state.LoadWeights(new ShortReads(file[..length])));
            Assert.Equal(before, SampleState.Snapshot(state));
        }
    }

    [Fact]
    public void A_stream_that_fails_passes_its_own_exception_on()
    {
        NetworkState state = SaveAndLoadTests.Tiny();
        Assert.Throws<ArgumentException>(() => state.Save(new ShortReads([])));
        Assert.Throws<ArgumentException>(() => state.SaveWeights(new MemoryStream([], writable: false)));
        var closed = new MemoryStream();
        closed.Dispose();
        Assert.Throws<ArgumentException>(() => state.Load(closed));
        Assert.Throws<ArgumentNullException>(() => state.Load((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => state.Save((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => state.LoadWeights((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => state.SaveWeights((Stream)null!));
        // too small for what is to be written: an array of no bytes does not grow
        Assert.Throws<NotSupportedException>(() => state.Save(new MemoryStream(new byte[10])));
    }

    [Fact]
    public void Metadata_comes_back_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        var metadata = new Dictionary<string, string>
        {
            ["description"] = "houses, \"first\" try\r\n\0\u2028", ["Größe"] = "💡 12", [""] = "", ["Format"] = "mine",
            ["input.mean"] = "[1,2]", ["__metadata__"] = "{}",
        };
        NetworkState saved = SampleState.Trained();
        saved.Save(directory["net"], metadata);
        NetworkState loaded = SampleState.Create(3);
        IReadOnlyDictionary<string, string> back = loaded.Load(directory["net"]);
        Assert.Equal(Sorted(metadata), Sorted(back));
        Assert.Throws<NotSupportedException>(() => ((IDictionary<string, string>)back).Add("a", "b"));
        Assert.Equal(Sorted(metadata), Sorted(loaded.Load(new MemoryStream(Saved(saved, metadata)))));
        Assert.Empty(loaded.Load(new MemoryStream(Saved(saved))));
        Assert.Empty(loaded.Load(new MemoryStream(Saved(saved, new Dictionary<string, string>()))));
    }

    private static IEnumerable<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string> metadata) =>
        metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    [Theory]
    [InlineData("format")]
    [InlineData("network")]
    [InlineData("optimizer")]
    [InlineData("seed")]
    [InlineData("updates")]
    [InlineData("batches")]
    [InlineData("learning_rate")]
    [InlineData("momentum_product")]
    [InlineData("deeptrain.")]
    [InlineData("deeptrain.version")]
    public void Keys_of_the_file_s_own_are_refused(string key) => NotSaved(new() { [key] = "1" }, $"\"{key}\"");

    [Fact]
    public void Metadata_that_is_no_text_is_refused()
    {
        NotSaved(new() { ["a\ud800"] = "" }, "a\\uD800", "surrogate");
        NotSaved(new() { ["a"] = "\udc00" }, "\"a\"", "surrogate");
        NotSaved(new() { ["a"] = null! }, "\"a\"", "null");
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => SaveAndLoadTests.Tiny().Save(new MemoryStream(), new Repeating()));
        Assert.Contains("twice", exception.Message);
    }

    [Theory]
    [InlineData('a', 1)]
    [InlineData('"', 6)]
    [InlineData('ü', 6)]
    public void As_much_metadata_is_saved_as_can_be_loaded(char character, int bytes)
    {
        // by its own account; what is saved at that limit has to load, and one character more is not saved
        const int Empty = 7; // ,"a":""
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Saved(SaveAndLoadTests.Tiny(), Long(4_000_000)));
        int room = int.Parse(Regex.Match(refusal.Message, "at most ([0-9]+) bytes of JSON").Groups[1].Value);
        Assert.InRange(room, 1 << 20, 1_100_000);
        int most = (room - Empty) / bytes;
        byte[] file = Saved(SaveAndLoadTests.Tiny(), Long(most));
        Assert.Equal(Long(most), SaveAndLoadTests.Tiny().Load(new ShortReads(file)));
        NotSaved(Long(most + 1), "at most", "JSON");

        Dictionary<string, string> Long(int length) => new() { ["a"] = new(character, length) };
    }

    [Fact]
    public void Metadata_grows_with_the_network()
    {
        const int Units = 1000;
        NetworkState Wide() => new(
            "Wide", [ParameterLayout.Weights("w", [Units, Units], 1, Units, Units, 0, Init.Zeros, 0f)],
            PanelShape.Padded(Units) * Units, 0, SampleState.Sgd, 1, 0.1f);
        var metadata = new Dictionary<string, string> { ["a"] = new('a', 3_900_000) };
        Assert.Equal(metadata, Wide().Load(new MemoryStream(Saved(Wide(), metadata))));
    }

    [Fact]
    public void Metadata_that_cannot_be_saved_leaves_the_file_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["net"], "old");
        var metadata = new Dictionary<string, string> { ["seed"] = "1" };
        Assert.Throws<ArgumentException>(() => SampleState.Create().Save(directory["net"], metadata));
        Assert.Equal("old", File.ReadAllText(directory["net"]));
        Assert.Equal(["net"], directory.Files);
    }

    private static void NotSaved(Dictionary<string, string> metadata, params string[] parts)
    {
        var stream = new MemoryStream();
        ArgumentException exception =
            Assert.Throws<ArgumentException>(() => SaveAndLoadTests.Tiny().Save(stream, metadata));
        foreach (string part in parts)
            Assert.Contains(part, exception.Message);
        Assert.InRange(exception.Message.Length, 0, 1000);
        Assert.Equal(0, stream.Length);
    }

    // keys that are equal for us and not for it
    private sealed class Repeating : IReadOnlyDictionary<string, string>
    {
        public string this[string key] => "";

        public IEnumerable<string> Keys => ["a", "a"];

        public IEnumerable<string> Values => ["", ""];

        public int Count => 2;

        public bool ContainsKey(string key) => key == "a";

        public bool TryGetValue(string key, out string value)
        {
            value = "";
            return key == "a";
        }

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
        {
            yield return new("a", "1");
            yield return new("a", "2");
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
