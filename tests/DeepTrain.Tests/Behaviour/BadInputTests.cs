using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Arguments that do not fit are refused by name and number, before anything has changed.</summary>
public sealed class BadInputTests
{
    private const int Inputs = 13;
    private const int Outputs = 5;

    private readonly INetwork _network = BehaviourNetworks.Create("StatefulAdam");
    private readonly byte[] _before;

    public BadInputTests()
    {
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 4);
        _network.TrainBatch(batch.Inputs, batch.Targets);
        _before = Bits.OfFile(_network);
    }

    public static TheoryData<string> Calls => [.. CallsByName.Keys];

    public static TheoryData<string> LabelCalls => [.. LabelCallsByName.Keys];

    private static Dictionary<string, Action<INetwork, float[], float[]>> CallsByName { get; } = new()
    {
        ["Predict"] = (network, inputs, outputs) => network.Predict(inputs, outputs),
        ["Loss"] = (network, inputs, targets) => network.Loss(inputs, targets),
        ["TrainBatch"] = (network, inputs, targets) => network.TrainBatch(inputs, targets),
        ["ComputeGradients"] = (network, inputs, targets) => network.ComputeGradients(inputs, targets),
        ["Inspect"] = (network, inputs, targets) => network.Inspect(inputs, targets, new LayerRecorder()),
    };

    private static Dictionary<string, Action<INetwork, float[], int[]>> LabelCallsByName { get; } = new()
    {
        ["Loss"] = (network, inputs, labels) => network.Loss(inputs, labels),
        ["TrainBatch"] = (network, inputs, labels) => network.TrainBatch(inputs, labels),
        ["ComputeGradients"] = (network, inputs, labels) => network.ComputeGradients(inputs, labels),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Inputs_that_are_no_whole_rows_are_refused(string call)
    {
        foreach (int length in new[] { 0, 1, Inputs - 1, Inputs + 1, 3 * Inputs + 5 })
        {
            var failure = Assert.Throws<ArgumentException>(
                () => CallsByName[call](_network, new float[length], new float[Outputs]));
            AssertNames(failure, Inputs, length);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Outputs_and_targets_for_other_rows_are_refused(string call)
    {
        foreach (int length in new[] { 0, Outputs, 3 * Outputs - 1, 3 * Outputs + 1, 4 * Outputs })
        {
            var failure = Assert.Throws<ArgumentException>(
                () => CallsByName[call](_network, new float[3 * Inputs], new float[length]));
            AssertNames(failure, 3 * Outputs, length);
        }
    }

    [Theory]
    [MemberData(nameof(LabelCalls))]
    public void Labels_for_other_rows_are_refused(string call)
    {
        foreach (int length in new[] { 0, 2, 4 })
        {
            var failure = Assert.Throws<ArgumentException>(
                () => LabelCallsByName[call](_network, new float[3 * Inputs], new int[length]));
            AssertNames(failure, 3, length);
        }
    }

    [Theory]
    [MemberData(nameof(LabelCalls))]
    public void Labels_of_no_class_are_refused_wherever_they_stand(string call)
    {
        foreach (int label in new[] { -1, Outputs, 77, int.MinValue, int.MaxValue })
        {
            foreach (int row in new[] { 0, 7, 18 })
            {
                var labels = new int[19];
                labels[row] = label;
                var failure = Assert.ThrowsAny<ArgumentException>(
                    () => LabelCallsByName[call](_network, new float[19 * Inputs], labels));
                AssertNames(failure, row, label);
            }
        }
    }

    [Fact]
    public void Labels_of_a_binary_classifier_are_0_and_1()
    {
        INetwork network = BehaviourNetworks.Create("BinaryClassifier");
        byte[] before = Bits.OfFile(network);
        foreach (int label in new[] { -1, 2 })
            Assert.ThrowsAny<ArgumentException>(() => network.TrainBatch(new float[12], (int[])[0, label]));
        Assert.Equal(before, Bits.OfFile(network));
        network.TrainBatch(new float[12], (int[])[0, 1]);
    }

    [Fact]
    public void Learning_rates_that_are_negative_or_no_number_are_refused()
    {
        float before = _network.LearningRate;
        foreach (float rate in new[] { -1e-9f, float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => _network.LearningRate = rate);
        Assert.Equal(before, _network.LearningRate);
    }

    [Fact]
    public void Applying_gradients_that_were_never_computed_is_refused()
    {
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        byte[] before = Bits.OfFile(network);
        Assert.Throws<InvalidOperationException>(network.ApplyGradients);
        Parameter first = network.Parameters[0];
        Assert.Throws<InvalidOperationException>(() => first.CopyGradientTo(new float[first.Length]));
        Assert.Equal(before, Bits.OfFile(network));
    }

    [Fact]
    public void A_refused_batch_leaves_the_gradients_of_the_one_before()
    {
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 4);
        _network.ComputeGradients(batch.Inputs, batch.Targets);
        uint[] gradients = Bits.OfGradients(_network);
        Assert.Throws<ArgumentException>(() => _network.ComputeGradients(batch.Inputs, new float[1]));
        Assert.Equal(gradients, Bits.OfGradients(_network));
        _network.ApplyGradients();
    }

    private void AssertNames(ArgumentException failure, int expected, int actual)
    {
        string ungrouped = failure.Message.Replace(",", "", StringComparison.Ordinal);
        Assert.Contains(expected.ToString(), ungrouped, StringComparison.Ordinal);
        Assert.Contains(actual.ToString(), ungrouped, StringComparison.Ordinal);
        Assert.Equal(_before, Bits.OfFile(_network));
    }
}
