using System.Globalization;
using System.Runtime;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Library;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Code that is compiled before it is needed.</summary>
public sealed class WarmUpTests
{
    public static TheoryData<string, int> Cases => new()
    {
        { "Classifier", 33 }, { "WideRegression", 1 }, { "StatefulNadam", 7 }, { "BinaryClassifier", 1 }, { "Seeded", 5 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_network_is_left_as_it_is(string name, int rows)
    {
        Batch batch = BehaviourNetworks.Draw(name, 9);
        INetwork warm = BehaviourNetworks.Create(name), cold = BehaviourNetworks.Create(name);
        warm.WarmUp();
        Assert.Throws<InvalidOperationException>(warm.ApplyGradients);
        foreach (INetwork network in new[] { warm, cold })
        {
            network.TrainBatch(batch.Inputs, batch.Targets);
            network.ComputeGradients(batch.Inputs, batch.Targets);
            network.Threads = 2;
        }

        warm.WarmUp(rows);
        Assert.Equal(Bits.OfFile(cold), Bits.OfFile(warm));
        Assert.Equal(Bits.OfGradients(cold), Bits.OfGradients(warm));
        Assert.Equal(2, warm.Threads);
        foreach (INetwork network in new[] { warm, cold })
        {
            network.ApplyGradients();
            network.TrainBatch(batch.Inputs, batch.Targets);
        }

        Assert.Equal(Bits.OfFile(cold), Bits.OfFile(warm));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    public void What_the_first_calls_need_has_been_compiled(int rows)
    {
        // classes that no other test has called
        string[] names = [.. new[] { "Cold", "Warm" }.Select(name => name + rows)];
        NetworkPlan plan = new("", 70, [new Dense(40), new BatchNorm(), new ReLU(), new Dense(35), new Tanh(), new Dense(3)],
            new SoftmaxCrossEntropy(), new Adam());
        CompiledNetworks compiled =
            NetworkCompiler.Compile(NetworkPlan.Source(names.Select(name => plan with { Name = name })));
        Batch batch = Batch.Draw(plan, rows, new Random(1));
        var outputs = new float[rows * 3];
        long[] counts = [.. names.Select(name =>
        {
            INetwork network = compiled.Create(name, 1);
            if (name.StartsWith("Warm", StringComparison.Ordinal))
                network.WarmUp(rows);
            long before = JitInfo.GetCompiledMethodCount(currentThread: true);
            network.TrainBatch(batch.Inputs, batch.Targets);
            network.Predict(batch.Inputs, outputs);
            return JitInfo.GetCompiledMethodCount(currentThread: true) - before;
        })];
        // what remains are the members of the class themselves, and the way to them through the interface
        Assert.True(4 * counts[1] <= counts[0], $"cold {counts[0]}, warm {counts[1]} methods");
    }

    [Fact]
    public void Nothing_is_allocated_by_the_first_step_that_follows()
    {
        Batch batch = BehaviourNetworks.Draw("Classifier", 40);
        // a first step for each of the rounds that may be measured
        Queue<INetwork> networks = new(Enumerable.Range(0, Allocated.Rounds).Select(_ => BehaviourNetworks.Create("Classifier")));
        foreach (INetwork network in networks)
            network.WarmUp(40);
        Assert.Equal(0, Allocated.By(() => networks.Dequeue().TrainBatch(batch.Inputs, batch.Targets)));
    }

    [Fact]
    public void The_first_step_that_follows_waits_for_no_memory()
    {
        if (!File.Exists(PageFaults))
            return;
        // the optimizer's state alone is 600 pages
        NetworkPlan plan = new("Faults", 640, [new Dense(480), new ReLU(), new Dense(3)], new SoftmaxCrossEntropy(), new Adam());
        INetwork network = NetworkCompiler.Compile(NetworkPlan.Source([plan])).Create("Faults", 1);
        Batch batch = Batch.Draw(plan, 64, new Random(1));
        network.WarmUp(64);
        long before = Faults();
        network.TrainBatch(batch.Inputs, batch.Targets);
        Assert.InRange(Faults() - before, 0, 150);
    }

    // of this thread, on Linux: the eighth word behind its name
    private const string PageFaults = "/proc/thread-self/stat";

    private static long Faults()
    {
        string line = File.ReadAllText(PageFaults);
        return long.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Rows_that_no_batch_has_are_refused(int rows)
    {
        INetwork network = BehaviourNetworks.Create("Named");
        Assert.Equal("rows", Assert.Throws<ArgumentOutOfRangeException>(() => network.WarmUp(rows)).ParamName);
    }
}
