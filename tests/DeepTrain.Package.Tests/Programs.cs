namespace DeepTrain.Package.Tests;

/// <summary>What consumers write.</summary>
internal static class Programs
{
    /// <summary>Learns exclusive or and says so.</summary>
    public const string Xor = """
        using DeepTrain;

        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1], targets = [0, 1, 1, 0];
        var network = new Xor();
        for (int step = 0; step < 2000; step++)
            network.TrainBatch(inputs, targets);

        string path = Path.GetTempFileName();
        network.Save(path);
        var loaded = new Xor(seed: 2);
        loaded.Load(path);
        File.Delete(path);

        float[] outputs = new float[4];
        loaded.Predict(inputs, outputs);
        Console.WriteLine(string.Join(' ', outputs.Select(output => MathF.Round(output))));

        [Network(Seed = 1)]
        [Input(2)]
        [Dense(16)]
        [Tanh]
        [Dense(1)]
        [BinaryCrossEntropy]
        [Adam(LearningRate = 0.02f)]
        public partial class Xor;
        """;

    public const string XorOutput = "0 1 1 0";

    /// <summary>A network without a loss, used as if it had one.</summary>
    public const string WithoutLoss = """
        using DeepTrain;

        var network = new Xor();
        Console.WriteLine(network.TrainBatch([0f, 1f], [1f]));
        Console.WriteLine(Xor.Description);

        [Network]
        [Input(2)]
        [Dense(16)]
        [Tanh]
        [Dense(1)]
        [Adam]
        public partial class Xor;
        """;
}
