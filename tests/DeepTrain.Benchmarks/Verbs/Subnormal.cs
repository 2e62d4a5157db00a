using System.Globalization;
using System.Reflection;
using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// Whether a network slows down where its numbers fade away: units that have died, whose moments decay step by step, and
/// logits so far apart that exponentials are nearly 0. The same network without them is measured in turn.
/// </summary>
internal static class Subnormal
{
    private const int Rows = 32;
    private const int Rounds = 9;
    private const double SecondsEach = 0.1;

    /// <summary>A mean of squares of which 0.999 is kept takes so long to fade.</summary>
    private const int StepsToFade = 100_000;

    /// <summary>So far apart are logits when exp(-x) leaves the normal numbers.</summary>
    private const float LogitGap = 87;

    private static readonly (string Name, string Attribute)[] s_optimizers =
    [
        ("SGD", "[SGD(LearningRate = 1e-7f)]"),
        ("Momentum", "[SGD(LearningRate = 1e-7f, Momentum = 0.9f)]"),
        ("AdaGrad", "[AdaGrad(LearningRate = 1e-7f)]"),
        ("RMSProp", "[RMSProp(LearningRate = 1e-7f, Momentum = 0.9f, Centered = true)]"),
        ("Adam", "[Adam(LearningRate = 1e-7f)]"),
        ("AdamW", "[AdamW(LearningRate = 1e-7f)]"),
        ("Nadam", "[Nadam(LearningRate = 1e-7f)]"),
    ];

    private static readonly string[] s_losses = ["SoftmaxCrossEntropy", "BinaryCrossEntropy"];

    public static void Run()
    {
        Assembly assembly = InMemoryProject.Load(
        [
            .. s_optimizers.Select(optimizer => $"""
                [Network]
                [Input(64)] [Dense(128)] [ReLU] [Dense(10)] [MeanSquaredError]
                {optimizer.Attribute}
                public partial class With{optimizer.Name};
                """),
            .. s_losses.Select(loss => $"""
                [Network]
                [Input(1)] [Dense(10)] [{loss}] [SGD(LearningRate = 0f)]
                public partial class With{loss};
                """),
        ]);
        var table = new MarkdownTable("case", "usual us", "faded us", "faded / usual");
        foreach ((string name, _) in s_optimizers)
            Add(table, $"{name}, every 16th unit dead", Create(assembly, name), Faded(Create(assembly, name)));
        foreach (string loss in s_losses)
            Add(table, $"{loss}, logits {LogitGap} apart", Create(assembly, loss), Apart(Create(assembly, loss)));
        Console.WriteLine(table);
    }

    private static INetwork Create(Assembly assembly, string name) =>
        (INetwork)Activator.CreateInstance(assembly.GetType("With" + name)!)!;

    /// <summary>Units that have been trained, die, and have been dead for long.</summary>
    private static INetwork Faded(INetwork network)
    {
        var batch = new RandomRows(network, Rows);
        for (int step = 0; step < 100; step++)
            network.TrainBatch(batch.Inputs, batch.Targets);
        Parameter bias = network.Parameters["dense1.bias"];
        var values = new float[bias.Length];
        bias.CopyTo(values);
        for (int unit = 0; unit < values.Length; unit += 16)
            values[unit] = -1000;
        bias.CopyFrom(values);
        for (int step = 0; step < StepsToFade; step++)
            network.TrainBatch(batch.Inputs, batch.Targets);
        return network;
    }

    private static INetwork Apart(INetwork network)
    {
        network.Parameters["dense1.weight"].CopyFrom(new float[network.OutputSize]);
        var bias = new float[network.OutputSize];
        Array.Fill(bias, -LogitGap, 1, bias.Length - 1);
        network.Parameters["dense1.bias"].CopyFrom(bias);
        return network;
    }

    private static void Add(MarkdownTable table, string name, INetwork usual, INetwork faded)
    {
        var usualTimes = new List<double>();
        var fadedTimes = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            usualTimes.Add(Measure(usual));
            fadedTimes.Add(Measure(faded));
        }

        double before = Timing.Median(usualTimes), after = Timing.Median(fadedTimes);
        double ratio = Timing.Median(fadedTimes.Zip(usualTimes, (time, other) => time / other));
        table.Add(name, before, after, ratio.ToString("F2", CultureInfo.InvariantCulture));
    }

    private static double Measure(INetwork network)
    {
        var batch = new RandomRows(network, Rows);
        return Timing.MedianMicroseconds(Repeat, SecondsEach);

        void Repeat(int times)
        {
            for (int i = 0; i < times; i++)
            {
                if (batch.Labels is { } labels)
                    network.TrainBatch(batch.Inputs, labels);
                else
                    network.TrainBatch(batch.Inputs, batch.Targets);
            }
        }
    }
}
