using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Layers whose tensors have other names in files than in the program.</summary>
public sealed class FileKeyTests
{
    private static readonly NetworkPlan Keyed = new(
        "Keyed", 6,
        [
            new Dense(5) { Key = "0" }, new BatchNorm { Key = "encoder.norm 1" }, new PReLU { Key = "" },
            new Dense(4) { Key = "dense1" }, new Dense(3) { Name = "last" },
        ],
        new MeanSquaredError(), new Adam());

    private static readonly NetworkPlan Plain = Keyed with
    {
        Name = "Plain",
        Layers = [.. Keyed.Layers.Select(layer => layer with { Key = null })],
    };

    private static readonly string[] FileNames =
    [
        "0.weight", "0.bias", "encoder.norm 1.weight", "encoder.norm 1.bias", "encoder.norm 1.running_mean",
        "encoder.norm 1.running_var", "weight", "dense1.weight", "dense1.bias", "last.weight", "last.bias",
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source([Keyed, Plain]));

    [Fact]
    public void Files_have_the_keys_and_the_program_has_the_names()
    {
        INetwork network = Trained("Keyed", 1);
        Assert.Equal("batchnorm1.weight", network.Parameters[2].Name);
        (string header, _) = SafetensorsText.Split(Bits.OfFile(network));
        using var json = System.Text.Json.JsonDocument.Parse(header);
        string[] tensors =
            [.. json.RootElement.EnumerateObject().Select(entry => entry.Name).Where(name => name != "__metadata__")];
        string[] trainable = [.. FileNames.Where(name => !name.Contains("running"))];
        Assert.Equal(
            [.. FileNames, .. trainable.Select(name => "optimizer.exp_avg." + name),
                .. trainable.Select(name => "optimizer.exp_avg_sq." + name)],
            tensors);

        var weights = new MemoryStream();
        network.SaveWeights(weights);
        (header, _) = SafetensorsText.Split(weights.ToArray());
        Assert.Contains("\"encoder.norm 1.num_batches_tracked\"", header);
    }

    [Fact]
    public void What_is_saved_is_loaded_again_whole_and_as_weights()
    {
        INetwork first = Trained("Keyed", 1), second = Compiled.Create("Keyed", 2), third = Compiled.Create("Keyed", 3);
        second.Load(new MemoryStream(Bits.OfFile(first)));
        Assert.Equal(Bits.OfFile(first), Bits.OfFile(second));
        IReadOnlyList<string> read = third.LoadWeights(new MemoryStream(Bits.OfFile(first)));
        Assert.Equal(third.Parameters.Select(parameter => parameter.Name), read);
        Assert.Equal(Bits.OfParameters(first), Bits.OfParameters(third));
    }

    [Fact]
    public void Errors_and_renaming_speak_of_the_files_names()
    {
        INetwork keyed = Compiled.Create("Keyed", 1), plain = Trained("Plain", 2);
        byte[] file = Bits.OfFile(plain);
        Assert.Contains(
            "expected a tensor 0.weight [5, 6]",
            Assert.Throws<InvalidDataException>(() => keyed.Load(new MemoryStream(file))).Message);
        Assert.Contains(
            "expected a tensor 0.weight [5, 6]",
            Assert.Throws<InvalidDataException>(() => keyed.LoadWeights(new MemoryStream(file))).Message);

        keyed.LoadWeights(new MemoryStream(file), new LoadOptions
        {
            Rename = name => name.Replace("dense1", "0").Replace("dense2", "dense1").Replace("prelu1.", "")
                .Replace("batchnorm1", "encoder.norm 1"),
        });
        Assert.Equal(Bits.OfParameters(plain), Bits.OfParameters(keyed));
    }

    [Fact]
    public void Layers_are_matched_by_order_all_the_same()
    {
        INetwork keyed = Compiled.Create("Keyed", 1), plain = Trained("Plain", 2);
        var file = new MemoryStream();
        plain.SaveWeights(file);
        file.Position = 0;
        string[] layers = ["dense1", "batchnorm1", "prelu1", "dense2", "last"];
        keyed.LoadWeights(file, LoadOptions.Sequential with
        {
            Rename = name => Array.IndexOf(layers, name[..name.LastIndexOf('.')]) + name[name.LastIndexOf('.')..],
        });
        Assert.Equal(Bits.OfParameters(plain), Bits.OfParameters(keyed));
    }

    private static INetwork Trained(string name, ulong seed)
    {
        INetwork network = Compiled.Create(name, seed);
        Batch batch = Batch.Draw(Plain, 9, new Random(4));
        network.TrainBatch(batch.Inputs, batch.Targets);
        return network;
    }
}
