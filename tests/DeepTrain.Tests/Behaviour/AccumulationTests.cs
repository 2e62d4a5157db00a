using DeepTrain.Tests.Library;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>A large batch, part by part.</summary>
public sealed class AccumulationTests
{
    public static TheoryData<string> Names =>
    [
        "DenseWithEverythingLayer", "MaxoutWithEverythingLayer", "PReLULayer", "TailAfterPanels", "TailOfOneOutput",
        "SoftmaxCrossEntropy5Of19", "BinaryCrossEntropy4Of3", "Huber2Of40",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_with_their_shares_sum_up_to_the_mean_of_the_whole(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        Batch batch = Batch.Draw(plan, 32, new Random(2));
        INetwork whole = Catalogue.Create(name), equal = Catalogue.Create(name), unequal = Catalogue.Create(name);
        INetwork later = Catalogue.Create(name);
        float loss = whole.ComputeGradients(batch.Inputs, batch.Targets), sum = 0;
        foreach ((int first, int rows) in new[] { (0, 8), (8, 8), (16, 8), (24, 8) })
        {
            Batch part = Part(plan, batch, first, rows);
            sum += equal.Accumulate(part.Inputs, part.Targets) / 4;
        }

        foreach ((int first, int rows) in new[] { (0, 1), (1, 20), (21, 11) })
        {
            Batch part = Part(plan, batch, first, rows);
            unequal.Accumulate(part.Inputs, part.Targets, rows / 32f);
            later.Accumulate(part.Inputs, part.Targets, rows);
        }

        Span<float> quarter = equal.Gradients, rest = later.Gradients;
        for (int i = 0; i < quarter.Length; i++)
        {
            quarter[i] /= 4;
            rest[i] /= 32;
        }

        Assert.Equal(loss, sum, 1e-5f * Math.Max(1, Math.Abs(loss)));
        foreach (INetwork parts in new[] { equal, unequal, later })
            RowWeightTests.AssertClose(whole, parts, 1e-5);
    }

    [Fact]
    public void Weighted_parts_sum_up_to_the_weighted_mean()
    {
        NetworkPlan plan = Catalogue.Plan("SoftmaxCrossEntropy5Of19");
        Batch batch = Batch.Draw(plan, 20, new Random(2));
        float[] weights = RowWeightTests.Weights(20, new Random(8));
        INetwork whole = Catalogue.Create(plan.Name), parts = Catalogue.Create(plan.Name);
        whole.ComputeGradients(batch.Inputs, batch.Targets, weights);
        foreach ((int first, int rows) in new[] { (0, 6), (6, 14) })
        {
            Batch part = Part(plan, batch, first, rows);
            float[] own = weights[first..(first + rows)];
            parts.Accumulate(part.Inputs, part.Targets, own, own.Sum() / weights.Sum());
        }

        RowWeightTests.AssertClose(whole, parts, 1e-5);
    }

    [Theory]
    [InlineData("Classifier")]
    [InlineData("WideRegression")]
    [InlineData("StatefulNadam")]
    public void The_first_part_replaces_what_was_used_and_later_ones_add(string name)
    {
        Batch first = BehaviourNetworks.Draw(name, 40, 1), second = BehaviourNetworks.Draw(name, 25, 2);
        INetwork added = BehaviourNetworks.Create(name), apart = BehaviourNetworks.Create(name);
        for (int step = 0; step < 3; step++)
        {
            float loss = added.Accumulate(first.Inputs, first.Targets);
            Assert.Equal(loss, apart.ComputeGradients(first.Inputs, first.Targets));
            Assert.Equal(Bits.OfGradients(apart), Bits.OfGradients(added));
            float[] before = apart.Gradients.ToArray();

            added.Accumulate(second.Inputs, second.Targets, -0.5f);
            apart.ComputeGradients(second.Inputs, second.Targets);
            Span<float> sum = apart.Gradients;
            for (int i = 0; i < sum.Length; i++)
                sum[i] = MathF.FusedMultiplyAdd(-0.5f, sum[i], before[i]);
            Assert.Equal(Bits.Of(sum), Bits.Of(added.Gradients));
            added.ApplyGradients();
            apart.ApplyGradients();
        }

        Assert.Equal(Bits.OfFile(apart), Bits.OfFile(added));
    }

    [Fact]
    public void It_starts_anew_after_a_batch_that_was_trained_and_goes_on_with_gradients_that_were_written()
    {
        NetworkPlan plan = Catalogue.Plan("SGDOptimizer");
        Batch batch = Batch.Draw(plan, 6, new Random(1));
        INetwork network = Catalogue.Create(plan.Name), same = Catalogue.Create(plan.Name);
        network.ComputeGradients(batch.Inputs, batch.Targets);
        network.ApplyGradients();
        same.TrainBatch(batch.Inputs, batch.Targets);
        network.Accumulate(batch.Inputs, batch.Targets);
        same.Accumulate(batch.Inputs, batch.Targets);
        Assert.Equal(Bits.OfGradients(same), Bits.OfGradients(network));

        Parameter bias = network.Parameters["dense1.bias"];
        float[] before = new float[bias.Length], after = new float[bias.Length];
        bias.CopyGradientTo(before);
        bias.CopyGradientFrom([.. Enumerable.Repeat(5f, bias.Length)]);
        network.Accumulate(batch.Inputs, batch.Targets, 0);
        bias.CopyGradientTo(after);
        Assert.All(after, gradient => Assert.Equal(5f, gradient));
        Assert.Equal(3, network.Batches);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_scale_that_is_none_is_refused_and_nothing_has_changed(float scale)
    {
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 4);
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        network.ComputeGradients(batch.Inputs, batch.Targets);
        byte[] file = Bits.OfFile(network);
        uint[] gradients = Bits.OfGradients(network);
        Assert.Equal("scale", Assert.Throws<ArgumentOutOfRangeException>(
            () => network.Accumulate(batch.Inputs, batch.Targets, scale)).ParamName);
        Assert.Throws<ArgumentException>(() => network.Accumulate(batch.Inputs, new float[3]));
        Assert.Throws<ArgumentException>(() => network.Accumulate(batch.Inputs, [0, 1, 2, 7]));
        Assert.Equal(file, Bits.OfFile(network));
        Assert.Equal(gradients, Bits.OfGradients(network));
    }

    [Fact]
    public void Nothing_is_allocated_once_there_is_room()
    {
        Batch batch = BehaviourNetworks.Draw("Classifier", 16);
        INetwork network = BehaviourNetworks.Create("Classifier");
        float[] weights = [.. Enumerable.Repeat(1f, 16)];
        void Step()
        {
            network.Accumulate(batch.Inputs, batch.Targets);
            network.Accumulate(batch.Inputs, batch.Targets, weights, 0.5f);
            network.Gradients[0] = 1;
            network.ApplyGradients();
            network.TrainBatch(batch.Inputs, batch.Targets, weights);
            network.Loss(batch.Inputs, batch.Targets, weights);
        }

        Step();
        Step();
        Assert.Equal(0, Allocated.By(Step));
    }

    private static Batch Part(NetworkPlan plan, Batch batch, int first, int rows) => new(
        rows, batch.Inputs[(first * plan.Inputs)..((first + rows) * plan.Inputs)],
        batch.Targets[(first * plan.Outputs)..((first + rows) * plan.Outputs)]);
}
