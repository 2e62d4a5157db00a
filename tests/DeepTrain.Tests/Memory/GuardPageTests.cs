using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Memory;

/// <summary>No network reads or writes one number outside the spans it is given.</summary>
public sealed class GuardPageTests
{
    public static TheoryData<string> Networks => Catalogue.Names(Catalogue.All);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_call_stays_inside_its_spans(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        foreach (int rows in new[] { 1, 3, 9, 14 })
        {
            CheckCalls(plan, Catalogue.Create(name), Batch.Draw(plan, rows, new Random(rows)), atEnd: true);
            CheckCalls(plan, Catalogue.Create(name), Batch.Draw(plan, rows, new Random(rows)), atEnd: false);
        }
    }

    [Theory]
    [InlineData("Classifier", 33)]
    [InlineData("WideRegression", 17)]
    public void Every_call_of_a_big_network_with_threads_stays_inside_its_spans(string name, int rows)
    {
        INetwork network = BehaviourNetworks.Create(name);
        network.Threads = 2;
        Batch batch = BehaviourNetworks.Draw(name, rows);
        CheckCalls(BehaviourNetworks.Plan(name), network, batch, atEnd: true);
        CheckCalls(BehaviourNetworks.Plan(name), network, batch, atEnd: false);
    }

    private static void CheckCalls(NetworkPlan plan, INetwork network, Batch batch, bool atEnd)
    {
        if (!GuardedMemory.IsSupported)
            return;
        var expected = new float[batch.Rows * plan.Outputs];
        network.Predict(batch.Inputs, expected);

        using GuardedMemory inputs = GuardedMemory.Of(batch.Inputs, atEnd);
        using GuardedMemory targets = GuardedMemory.Of(batch.Targets, atEnd);
        using var outputs = new GuardedMemory(expected.Length, atEnd);
        using var labels = new GuardedMemory(batch.Rows, atEnd);
        network.Predict(inputs.Floats, outputs.Floats);
        Assert.Equal(expected, outputs.Floats.ToArray());
        network.Loss(inputs.Floats, targets.Floats);
        network.TrainBatch(inputs.Floats, targets.Floats);
        network.ComputeGradients(inputs.Floats, targets.Floats);
        network.Inspect(inputs.Floats, targets.Floats, new LayerRecorder());
        if (plan.Loss.Classes(plan.Outputs) > 0)
        {
            network.Loss(inputs.Floats, labels.Ints);
            network.TrainBatch(inputs.Floats, labels.Ints);
            network.ComputeGradients(inputs.Floats, labels.Ints);
        }

        foreach (Parameter parameter in network.Parameters)
        {
            using var values = new GuardedMemory(parameter.Length, atEnd);
            parameter.CopyTo(values.Floats);
            parameter.CopyFrom(values.Floats);
            if (parameter.IsTrainable)
                parameter.CopyGradientTo(values.Floats);
        }
    }
}
