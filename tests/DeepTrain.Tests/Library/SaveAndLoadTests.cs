using System.Text.Json;
using DeepTrain.Runtime;
using Xunit;

namespace DeepTrain.Tests.Library;

public unsafe class SaveAndLoadTests
{
    public static TheoryData<string> Optimizers() => ["Adam", "AdaGrad", "SGD"];

    internal static OptimizerLayout Optimizer(string name) => name switch
    {
        "Adam" => SampleState.Adam,
        "AdaGrad" => SampleState.AdaGrad,
        _ => SampleState.Sgd,
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void What_was_saved_is_loaded_bit_by_bit(string optimizer)
    {
        using var directory = new TemporaryDirectory();
        NetworkState saved = SampleState.Trained(optimizer: Optimizer(optimizer));
        saved.Parameters["prelu1.weight"].CopyFrom([-0f]);
        saved.Save(directory["net.safetensors"]);

        NetworkState loaded = SampleState.Create(seed: 99, Optimizer(optimizer));
        loaded.HasGradients = true;
        loaded.TransposedStale = false;
        loaded.Load(directory["net.safetensors"]);

        Assert.False(loaded.HasGradients);
        Assert.True(loaded.TransposedStale);
        saved.HasGradients = false;
        saved.TransposedStale = true;
        Assert.Equal(SampleState.Snapshot(saved), SampleState.Snapshot(loaded));
        Assert.Equal(["net.safetensors"], directory.Files);
    }

    [Fact]
    public void The_file_is_what_the_format_asks_for()
    {
        using var directory = new TemporaryDirectory();
        NetworkState state = SampleState.Trained();
        state.Save(directory["net"]);
        (string header, byte[] data) = SafetensorsText.Split(File.ReadAllBytes(directory["net"]));
        Assert.Equal(0, System.Text.Encoding.UTF8.GetByteCount(header) % 8);

        using JsonDocument json = JsonDocument.Parse(header);
        JsonElement metadata = json.RootElement.GetProperty("__metadata__");
        Assert.Equal("deeptrain", metadata.GetProperty("format").GetString());
        Assert.Equal("Sample", metadata.GetProperty("network").GetString());
        Assert.Equal("Adam", metadata.GetProperty("optimizer").GetString());
        Assert.Equal("18446744073709551610", metadata.GetProperty("seed").GetString());
        Assert.Equal("123456789012", metadata.GetProperty("updates").GetString());
        Assert.Equal("987", metadata.GetProperty("batches").GetString());
        Assert.Equal(0.00123456789f, float.Parse(metadata.GetProperty("learning_rate").GetString()!));
        Assert.Equal(1.0 / 3, double.Parse(metadata.GetProperty("momentum_product").GetString()!));

        JsonElement weight = json.RootElement.GetProperty("dense1.weight");
        Assert.Equal("F32", weight.GetProperty("dtype").GetString());
        Assert.Equal(
            [SampleState.Units, SampleState.Inputs],
            weight.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32()));
        int begin = weight.GetProperty("data_offsets")[0].GetInt32();
        float[] values = state.Values("dense1.weight");
        for (int index = 0; index < values.Length; index++)
            Assert.Equal(values[index], BitConverter.ToSingle(data, begin + 4 * index));

        string[] names = [.. json.RootElement.EnumerateObject().Select(property => property.Name).Skip(1)];
        string[] parameters = [.. state.Parameters.Select(parameter => parameter.Name)];
        string[] trainable =
            [.. state.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => parameter.Name)];
        Assert.Equal(
            [
                .. parameters,
                .. trainable.Select(name => "optimizer.exp_avg." + name),
                .. trainable.Select(name => "optimizer.exp_avg_sq." + name),
            ],
            names);
        int end = json.RootElement.GetProperty(names[^1]).GetProperty("data_offsets")[1].GetInt32();
        Assert.Equal(data.Length, end);
    }

    [Fact]
    public void A_foreign_file_loads_in_any_order_and_resets_the_optimizer()
    {
        using var directory = new TemporaryDirectory();
        NetworkState source = SampleState.Trained();
        var text = new SafetensorsText { Metadata = "\"__metadata__\":{\"format\":\"pt\"}", Suffix = "   " };
        text.AddBytes("batchnorm1.num_batches_tracked", "I64", [], new byte[8]);
        foreach (Parameter parameter in source.Parameters.Reverse())
            text.Add(parameter.Name, [.. parameter.Shape], source.Values(parameter.Name));
        File.WriteAllBytes(directory["foreign"], text.ToBytes());

        NetworkState loaded = SampleState.Trained(seed: 12, SampleState.AdaGrad);
        loaded.Load(directory["foreign"]);
        foreach (Parameter parameter in source.Parameters)
            Assert.Equal(source.Values(parameter.Name), loaded.Values(parameter.Name));
        Assert.Equal(-1, new Span<float>(loaded.Slot(0), (int)loaded.TrainableLength).IndexOfAnyExcept(0.25f));
        Assert.Equal(0, loaded.Updates);
        Assert.Equal(1, loaded.MomentumProduct);
        Assert.Equal(0.00123456789f, loaded.LearningRate);
        Assert.False(loaded.HasGradients);
        Assert.True(loaded.TransposedStale);
        GC.KeepAlive(loaded);
    }

    [Fact]
    public void A_file_written_byte_by_byte_loads()
    {
        using var directory = new TemporaryDirectory();
        NetworkState state = Tiny();
        // the tensors lie in the file the other way round than in the network, and their entries are mixed again
        const string Bias = """{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""";
        const string Weights = """{"data_offsets":[8,24],"shape":[2,2],"dtype":"F32"}""";
        const string Header = $$"""{"b":{{Bias}},"w":{{Weights}}}""";
        byte[] file =
        [
            (byte)Header.Length, 0, 0, 0, 0, 0, 0, 0,
            .. Header.Select(character => (byte)character),
            0x00, 0x00, 0x80, 0x3F, // 1
            0x00, 0x00, 0x00, 0xC0, // -2
            0x00, 0x00, 0x40, 0x40, // 3
            0x00, 0x00, 0x80, 0x40, // 4
            0x00, 0x00, 0x00, 0x3F, // 0.5
            0x01, 0x00, 0x00, 0x00, // the smallest number above 0
        ];
        File.WriteAllBytes(directory["bytes"], file);
        state.Load(directory["bytes"]);
        Assert.Equal([3f, 4f, 0.5f, float.Epsilon], state.Values("w"));
        Assert.Equal([1f, -2f], state.Values("b"));
        // packed: for each input the weights to both units
        Assert.Equal(3f, state.Values[0]);
        Assert.Equal(0.5f, state.Values[1]);
        Assert.Equal(4f, state.Values[16]);
        Assert.Equal(float.Epsilon, state.Values[17]);
        GC.KeepAlive(state);
    }

    [Fact]
    public void A_save_after_a_load_writes_the_same_bytes()
    {
        using var directory = new TemporaryDirectory();
        SampleState.Trained().Save(directory["a"]);
        NetworkState other = SampleState.Create(3);
        other.Load(directory["a"]);
        other.Save(directory["b"]);
        Assert.Equal(File.ReadAllBytes(directory["a"]), File.ReadAllBytes(directory["b"]));
    }

    internal static NetworkState Tiny() =>
        new("Tiny",
            [
                ParameterLayout.Weights("w", [2, 2], 1, 2, 2, 0, Init.Uniform, 1f),
                ParameterLayout.Vector("b", [2], 1, 2, 32, 0f),
            ],
            48, 0, SampleState.Sgd, 5, 0.1f);
}
