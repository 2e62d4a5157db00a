using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

/// <summary>Files whose layers have numbers, as PyTorch's Sequential gives them.</summary>
public class LayerOrderTests
{
    private static readonly string[] Layers = ["dense1", "batchnorm1", "prelu1", "maxout1"];

    // the file as its writer orders it, by name, so that 10 comes before 2
    private static byte[] File(NetworkState source, string[] paths, string? extra = null)
    {
        var text = new SafetensorsText();
        var tensors = source.Parameters
            .Select(parameter => (Name: Renamed(parameter.Name, paths), Parameter: parameter))
            .OrderBy(tensor => tensor.Name, StringComparer.Ordinal);
        text.AddBytes(paths[1] + ".num_batches_tracked", "I64", [], new byte[8]);
        foreach ((string name, Parameter parameter) in tensors)
            text.Add(name, [.. parameter.Shape], source.Values(parameter.Name));
        if (extra != null)
            text.Add(extra, [1], [1]);
        return text.ToBytes();
    }

    private static string Renamed(string name, string[] paths)
    {
        string[] parts = name.Split('.');
        return $"{paths[Array.IndexOf(Layers, parts[0])]}.{parts[1]}";
    }

    private static string Refused(byte[] file, LoadOptions options)
    {
        NetworkState state = SampleState.Create(3);
        byte[] before = SampleState.Snapshot(state);
        InvalidDataException exception =
            Assert.Throws<InvalidDataException>(() => state.LoadWeights(new ShortReads(file), options));
        Assert.Equal(before, SampleState.Snapshot(state));
        return exception.Message;
    }

    [Theory]
    [InlineData("0", "1", "2", "4")]
    [InlineData("2", "3", "9", "10")]
    [InlineData("net.3", "net.20", "net.100", "net.1000")]
    [InlineData("module.0", "module.1", "module.2", "module.3")]
    [InlineData("module._orig_mod.a.8", "module._orig_mod.a.9", "module._orig_mod.a.10", "module._orig_mod.a.11")]
    [InlineData("0.linear", "1.norm", "2", "10.a.b.c")]
    [InlineData("0.9", "0.10", "1.0", "1.0.0")]
    public void Layers_are_taken_in_the_order_of_their_numbers(params string[] paths)
    {
        NetworkState source = SampleState.Trained();
        NetworkState state = SampleState.Create(3);
        IReadOnlyList<string> loaded = state.LoadWeights(new ShortReads(File(source, paths)), LoadOptions.Sequential);
        Assert.Equal(state.Parameters.Select(parameter => parameter.Name), loaded);
        foreach (Parameter parameter in source.Parameters)
            Assert.Equal(source.Values(parameter.Name), state.Values(parameter.Name));
    }

    [Theory]
    [InlineData("a", "b", "c", "d")]
    [InlineData("features.0", "features.1", "classifier.0", "classifier.1")]
    [InlineData("0", "1", "2", "head")]
    [InlineData("0", "1.norm", "1.act", "2")]
    [InlineData("01", "1", "2", "3")]
    [InlineData("0", "1", "2", "99999999999999999999")]
    public void Words_have_no_order(params string[] paths) =>
        Assert.Contains("which layer comes first", Refused(File(SampleState.Trained(), paths), LoadOptions.Sequential));

    [Fact]
    public void Numbers_without_the_option_say_which_one_it_is() => Assert.Contains(
        "LoadOptions.Sequential",
        Refused(File(SampleState.Trained(), ["net.0", "net.1", "net.2", "net.3"]), new LoadOptions()));

    [Fact]
    public void Renaming_comes_first()
    {
        NetworkState source = SampleState.Trained();
        byte[] file = File(source, ["features.0", "features.1", "classifier.0", "classifier.1"], extra: "aux.weight");
        NetworkState state = SampleState.Create(3);
        state.LoadWeights(new ShortReads(file), LoadOptions.Sequential with
        {
            Rename = name => name == "aux.weight" ? null : name.Replace("features", "0").Replace("classifier", "1"),
        });
        Assert.Equal(source.Values("maxout1.weight"), state.Values("maxout1.weight"));
    }

    [Fact]
    public void Layers_are_counted_and_their_shapes_compared()
    {
        NetworkState source = SampleState.Trained();
        Assert.Contains(
            "expected 4 layers", Refused(File(source, ["0", "1", "2", "3"], extra: "4.weight"), LoadOptions.Sequential));
        Assert.Contains(
            "dense1.weight, from 0.weight, to be F32",
            Refused(File(source, ["3", "1", "2", "0"]), LoadOptions.Sequential));
        Assert.Contains(
            "unknown tensor 2.bias",
            Refused(File(source, ["0", "1", "2", "3"], extra: "2.bias"), LoadOptions.Sequential));
        Assert.Contains(
            "0.weight or net.3.bias", Refused(File(source, ["0", "1", "2", "3"], extra: "weight"), LoadOptions.Sequential));
    }

    [Fact]
    public void A_head_of_another_shape_stays_in_fine_tuning()
    {
        var text = new SafetensorsText();
        NetworkState source = SampleState.Trained();
        foreach (Parameter parameter in source.Parameters.Take(7))
            text.Add(Renamed(parameter.Name, ["0", "1", "2", "3"]), [.. parameter.Shape], source.Values(parameter.Name));
        text.Add("3.weight", [2, 3], new float[6]);
        text.Add("3.bias", [2], new float[2]);
        text.Add("4.weight", [1], new float[1]);
        NetworkState state = SampleState.Create(3);
        float[] head = state.Values("maxout1.weight");
        IReadOnlyList<string> loaded =
            state.LoadWeights(new ShortReads(text.ToBytes()), LoadOptions.Sequential with { Strict = false });
        Assert.Equal(state.Parameters.Take(7).Select(parameter => parameter.Name), loaded);
        Assert.Equal(source.Values("batchnorm1.running_var"), state.Values("batchnorm1.running_var"));
        Assert.Equal(head, state.Values("maxout1.weight"));
    }
}
