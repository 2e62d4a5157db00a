namespace DeepTrain.Package.Tests;

/// <summary>What consumers write.</summary>
internal static class Programs
{
    /// <summary>The same by the training library.</summary>
    public const string FitXor = """
        Dataset data = Dataset.FromArrays([0f, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);
        FitResult<Xor> run = Trainer.Fit(new Xor(1), data, new FitOptions { Epochs = 500, BatchSize = 4 });
        double accuracy = Trainer.Evaluate(run.Network, data, Metrics.Accuracy)[Metrics.Accuracy];
        Console.WriteLine($"{run.Stopped}, {accuracy}");

        [Network]
        [Input(2)]
        [Dense(16)]
        [Tanh]
        [Dense(2)]
        [SoftmaxCrossEntropy]
        [Adam(LearningRate = 0.02f)]
        public partial class Xor;
        """;

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

    /// <summary>As strict settings want it, all documented and nothing implicit, with every kind of emitted code.</summary>
    public const string Documented = """
        using System;
        using DeepTrain;

        [assembly: CLSCompliant(true)]
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Other")]
        [module: System.Runtime.CompilerServices.SkipLocalsInit]

        namespace Größen.Of
        {
            /// <summary>Learns a little and says the last loss.</summary>
            public static class Program
            {
                /// <summary>Runs.</summary>
                public static void Main()
                {
                    var network = new Mixed(3);
                    var inputs = new float[40 * Mixed.InputSize];
                    var labels = new int[40];
                    for (int i = 0; i < inputs.Length; i++)
                        inputs[i] = i * 17 % 23 / 11f - 1;
                    for (int i = 0; i < labels.Length; i++)
                        labels[i] = i * 7 % 5;
                    float loss = 0;
                    for (int step = 0; step < 20; step++)
                        loss = network.TrainBatch(inputs, labels);
                    Console.WriteLine(BitConverter.SingleToInt32Bits(loss));
                }
            }

            /// <summary>Layers of all kinds.</summary>
            [Network(Seed = 18446744073709551615UL)]
            [Input(20)] [Dense(100)] [BatchNorm] [ReLU] [Dropout(0.3f)] [Maxout(33, 3, MaxNorm = 1f)] [Dense(40, L1 = 1e-4f)]
            [RReLU] [Dense(20)] [PReLU] [Dense(5)] [SoftmaxCrossEntropy] [AdamW(ClipNorm = 1f)]
            public partial class Mixed
            {
            }

            /// <summary>A straight line of code, with what only such code has.</summary>
            [Network] [Input(2)] [Dense(16)] [Tanh] [Dense(1)] [BinaryCrossEntropy] [Adam]
            public partial class Small
            {
            }
        }
        """;

    /// <summary>A network for other projects to call.</summary>
    public const string Library = """
        using DeepTrain;

        namespace Networks;

        [Network(Seed = 1)] [Input(2)] [Dense(16)] [Tanh] [Dense(1)] [BinaryCrossEntropy] [Adam]
        public partial class Net;
        """;

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
