using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Class labels instead of targets.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("StatefulAdam")]
    [InlineData("BinaryClassifier")]
    public void Labels_mean_the_one_hot_targets(string name)
    {
        NetworkPlan plan = BehaviourNetworks.Plan(name);
        INetwork withLabels = BehaviourNetworks.Create(name), withTargets = BehaviourNetworks.Create(name);
        foreach (int rows in new[] { 1, 9, 40 })
        {
            Batch batch = BehaviourNetworks.Draw(name, rows);
            int[] labels = [.. Enumerable.Range(0, rows).Select(row => row * 7 % plan.Loss.Classes(plan.Outputs))];
            float[] targets = OneHot(labels, plan.Outputs);

            AssertClose(withTargets.Loss(batch.Inputs, targets), withLabels.Loss(batch.Inputs, labels));
            AssertClose(
                withTargets.ComputeGradients(batch.Inputs, targets), withLabels.ComputeGradients(batch.Inputs, labels));
            foreach (Parameter parameter in withTargets.Parameters.Where(parameter => parameter.IsTrainable))
                AssertClose(Gradient(parameter), Gradient(withLabels.Parameters[parameter.Name]));
            withTargets.LearningRate = withLabels.LearningRate = 0;
            AssertClose(withTargets.TrainBatch(batch.Inputs, targets), withLabels.TrainBatch(batch.Inputs, labels));
        }
    }

    [Fact]
    public void Labels_train_with_the_same_bits_in_one_call_or_two()
    {
        INetwork whole = BehaviourNetworks.Create("StatefulAdam"), halves = BehaviourNetworks.Create("StatefulAdam");
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 11);
        int[] labels = [0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 2];
        for (int step = 0; step < 3; step++)
        {
            whole.TrainBatch(batch.Inputs, labels);
            halves.ComputeGradients(batch.Inputs, labels);
            halves.ApplyGradients();
        }

        Assert.Equal(Bits.OfFile(halves), Bits.OfFile(whole));
    }

    [Theory]
    [InlineData("Named")]
    [InlineData("WideRegression")]
    public void Labels_are_not_supported_where_the_loss_takes_none(string name)
    {
        INetwork network = BehaviourNetworks.Create(name);
        Batch batch = BehaviourNetworks.Draw(name, 2);
        byte[] before = Bits.OfFile(network);
        int[] labels = [0, 1];
        Assert.Throws<NotSupportedException>(() => network.Loss(batch.Inputs, labels));
        Assert.Throws<NotSupportedException>(() => network.TrainBatch(batch.Inputs, labels));
        Assert.Throws<NotSupportedException>(() => network.ComputeGradients(batch.Inputs, labels));
        Assert.Equal(before, Bits.OfFile(network));
    }

    private static float[] OneHot(int[] labels, int outputs)
    {
        if (outputs == 1)
            return [.. labels.Select(label => (float)label)];
        var targets = new float[labels.Length * outputs];
        for (int row = 0; row < labels.Length; row++)
            targets[row * outputs + labels[row]] = 1;
        return targets;
    }

    private static float[] Gradient(Parameter parameter)
    {
        var gradient = new float[parameter.Length];
        parameter.CopyGradientTo(gradient);
        return gradient;
    }

    private static void AssertClose(float expected, float actual) =>
        Assert.Equal(expected, actual, 2e-6f * Math.Max(1, Math.Abs(expected)));

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            AssertClose(expected[i], actual[i]);
    }
}
