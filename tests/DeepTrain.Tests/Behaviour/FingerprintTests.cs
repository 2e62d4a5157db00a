using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Files of a class whose tensors have the same names and shapes, but whose layers are others.</summary>
public sealed class FingerprintTests
{
    private static readonly NetworkPlan Tanh = Plan("FingerTanh", new Tanh());

    private static readonly NetworkPlan[] Plans =
    [
        Tanh,
        Plan("FingerReLU", new ReLU()), Plan("FingerLeaky", new LeakyReLU(0.1f)), Plan("FingerSteep", new LeakyReLU(0.2f)),
        Plan("FingerNothing", new Flatten()), Plan("FingerBinary", new Tanh(), new BinaryCrossEntropy()),
        // what matters in training alone
        Plan("FingerDropout", new Tanh(), dropout: 0.3f),
        Tanh with { Name = "FingerRate", Optimizer = new Adam { LearningRate = 0.5f, ClipNorm = 1f } },
        Tanh with { Name = "FingerPenalty", Layers = [new Dense(5) { L2 = 0.1f, BiasInit = 1f }, new Tanh(), new Dense(3)] },
        Tanh with { Name = "FingerHuber", Loss = new Huber() },
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source(Plans));

    [Theory]
    [InlineData("FingerTanh", "FingerReLU", false)]
    [InlineData("FingerReLU", "FingerTanh", false)]
    [InlineData("FingerLeaky", "FingerSteep", false)]
    [InlineData("FingerTanh", "FingerNothing", false)]
    [InlineData("FingerTanh", "FingerBinary", false)]
    [InlineData("FingerTanh", "FingerDropout", true)]
    [InlineData("FingerTanh", "FingerRate", true)]
    [InlineData("FingerTanh", "FingerPenalty", true)]
    [InlineData("FingerTanh", "FingerHuber", true)]
    public void Load_takes_what_computes_the_same(string from, string to, bool isTaken)
    {
        INetwork saved = Compiled.Create(from, 1), network = Compiled.Create(to, 2);
        byte[] file = Bits.OfFile(saved), before = Bits.OfFile(network);
        if (isTaken)
        {
            network.Load(new MemoryStream(file));
            Assert.Equal(Bits.OfParameters(saved), Bits.OfParameters(network));
            return;
        }
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => network.Load(new MemoryStream(file)));
        Assert.Contains($"expected the layers of {to}, found those of {from}", refusal.Message);
        Assert.Equal(before, Bits.OfFile(network));

        // asked for
        network.LoadWeights(new MemoryStream(file));
        Assert.Equal(Bits.OfParameters(saved), Bits.OfParameters(network));
    }

    [Fact]
    public void A_file_without_a_fingerprint_is_taken_by_its_tensors()
    {
        INetwork saved = Compiled.Create("FingerTanh", 1), network = Compiled.Create("FingerReLU", 2);
        (string header, byte[] data) = SafetensorsText.Split(Bits.OfFile(saved));
        string without = System.Text.RegularExpressions.Regex.Replace(header, "\"deeptrain.fingerprint\":\"[0-9a-f]+\",", "");
        Assert.NotEqual(header, without);
        network.Load(new MemoryStream(SafetensorsText.File(without, data)));
        Assert.Equal(Bits.OfParameters(saved), Bits.OfParameters(network));
    }

    private static NetworkPlan Plan(string name, LayerPlan activation, LossPlan? loss = null, float? dropout = null) => new(
        name, 4, [new Dense(5), activation, .. dropout is { } rate ? new[] { new Dropout(rate) } : [], new Dense(3)],
        loss ?? new MeanSquaredError(), new Adam());
}
