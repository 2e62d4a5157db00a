using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Losses and gradients that are means weighted by row.</summary>
public sealed class RowWeightTests
{
    // every loss row by row and in lanes, batch norm, penalties, clipping, tails
    public static TheoryData<string> Names => Catalogue.Names(
    [
        .. Catalogue.Losses, .. Catalogue.Tails,
        .. Catalogue.Layers.Where(plan => plan.Name is "BatchNormAndDropoutTogether" or "DenseWithEverythingLayer"
            or "SoftmaxLast" or "PReLUOnly" or "LayersAfterBatchNorm"),
        .. Catalogue.Optimizers.Where(plan => plan.Name is "AdamWWithOptionsOptimizer" or "NadamOptimizer"),
    ]);

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_and_loss_agree_with_the_reference(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        var both = new SideBySide(plan, Catalogue.Create(name, 5), 5) { Tolerance = 3e-5 };
        var random = new Random(9);
        foreach (int rows in new[] { 1, 5, 17, 40 })
            both.ComputeAndApplyGradients(both.Draw(rows, random) with { Weights = Weights(rows, random) });
        both.TrainBatch(both.Draw(19, random) with { Weights = Weights(19, random) });
        both.TrainBatch(both.Draw(19, random)); // and without, after that
        both.CheckInference(both.Draw(101, random) with { Weights = Weights(101, random) });
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.1f)]
    [InlineData(1e-38f)]
    [InlineData(3e38f)]
    public void Equal_weights_leave_the_bits_of_none(float weight)
    {
        foreach (string name in new[] { "Classifier", "WideRegression", "StatefulAdam" })
        {
            Batch batch = BehaviourNetworks.Draw(name, 33);
            float[] weights = [.. Enumerable.Repeat(weight, 33)];
            INetwork with = BehaviourNetworks.Create(name), without = BehaviourNetworks.Create(name);
            Assert.Equal(
                without.TrainBatch(batch.Inputs, batch.Targets), with.TrainBatch(batch.Inputs, batch.Targets, weights));
            Assert.Equal(Bits.OfFile(without), Bits.OfFile(with));
            float loss = without.Loss(batch.Inputs, batch.Targets);
            Assert.Equal(loss, with.Loss(batch.Inputs, batch.Targets, weights), 1e-6f * Math.Abs(loss));
        }
    }

    [Theory]
    [InlineData("Classifier")]
    [InlineData("Shared")]
    [InlineData("WideRegression")]
    public void Both_halves_and_any_number_of_threads_leave_the_bits_of_the_whole(string name)
    {
        Batch batch = BehaviourNetworks.Draw(name, 130);
        float[] weights = Weights(130, new Random(3));
        INetwork whole = BehaviourNetworks.Create(name), halves = BehaviourNetworks.Create(name);
        INetwork shared = BehaviourNetworks.Create(name);
        shared.Threads = 4;
        for (int step = 0; step < 2; step++)
        {
            float loss = whole.TrainBatch(batch.Inputs, batch.Targets, weights);
            Assert.Equal(loss, shared.TrainBatch(batch.Inputs, batch.Targets, weights));
            Assert.Equal(loss, halves.ComputeGradients(batch.Inputs, batch.Targets, weights));
            halves.ApplyGradients();
        }

        Assert.Equal(Bits.OfFile(whole), Bits.OfFile(halves));
        Assert.Equal(Bits.OfFile(whole), Bits.OfFile(shared));
    }

    [Fact]
    public void A_row_of_weight_zero_is_left_out_whatever_its_targets_are()
    {
        const string name = "MeanSquaredError0Of3";
        NetworkPlan plan = Catalogue.Plan(name);
        Batch batch = Batch.Draw(plan, 6, new Random(4));
        float[] weights = [1, 0, 2, 1, 0, 3];
        INetwork some = Catalogue.Create(name), fewer = Catalogue.Create(name);
        float[] Kept(float[] rows, int size) =>
            [.. Enumerable.Range(0, 6).Where(row => weights[row] > 0).SelectMany(row => rows[(row * size)..((row + 1) * size)])];

        float[] targets = [.. batch.Targets];
        targets.AsSpan(3, 3).Fill(float.NaN);
        targets.AsSpan(12, 3).Fill(float.PositiveInfinity);
        float loss = some.ComputeGradients(batch.Inputs, targets, weights);
        float expected = fewer.ComputeGradients(Kept(batch.Inputs, 6), Kept(batch.Targets, 3), [1f, 2f, 1f, 3f]);

        Assert.Equal(expected, loss, 1e-6f);
        AssertClose(fewer, some, 1e-6);
        Assert.Equal(
            fewer.Loss(Kept(batch.Inputs, 6), Kept(batch.Targets, 3), [1f, 2f, 1f, 3f]),
            some.Loss(batch.Inputs, targets, weights), 1e-6f);
    }

    [Fact]
    public void Batch_norm_sees_rows_of_weight_zero()
    {
        Batch batch = BehaviourNetworks.Draw("Named", 8);
        INetwork first = BehaviourNetworks.Create("Named"), second = BehaviourNetworks.Create("Named");
        first.ComputeGradients(batch.Inputs, batch.Targets);
        second.ComputeGradients(batch.Inputs, batch.Targets, [0f, 1f, 0f, 1f, 0f, 1f, 0f, 1f]);
        foreach (string average in new[] { "batchnorm1.running_mean", "batchnorm1.running_var" })
            Assert.Equal(Bits.Of(Read(first.Parameters[average])), Bits.Of(Read(second.Parameters[average])));
    }

    [Theory]
    [InlineData("SoftmaxCrossEntropy5Of3", 3)]
    [InlineData("SoftmaxCrossEntropy5Of40", 40)]
    [InlineData("BinaryCrossEntropy4Of1", 2)]
    public void Labels_are_targets_of_one(string name, int classes)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        Batch batch = Batch.Draw(plan, 20, new Random(6));
        int[] labels = [.. Enumerable.Range(0, 20).Select(row => row * 7 % classes)];
        var targets = new float[20 * plan.Outputs];
        for (int row = 0; row < 20; row++)
        {
            if (plan.Outputs == 1)
                targets[row] = labels[row];
            else
                targets[row * plan.Outputs + labels[row]] = 1;
        }

        float[] weights = Weights(20, new Random(7));
        INetwork byLabels = Catalogue.Create(name), byTargets = Catalogue.Create(name);
        Assert.Equal(
            byTargets.ComputeGradients(batch.Inputs, targets, weights),
            byLabels.ComputeGradients(batch.Inputs, labels, weights), 1e-5f);
        AssertClose(byTargets, byLabels, 1e-5);
        Assert.Equal(byTargets.Loss(batch.Inputs, targets, weights), byLabels.Loss(batch.Inputs, labels, weights), 1e-5f);
        byTargets.TrainBatch(batch.Inputs, targets, weights);
        byLabels.TrainBatch(batch.Inputs, labels, weights);
        byTargets.Accumulate(batch.Inputs, targets, weights, 0.5f);
        byLabels.Accumulate(batch.Inputs, labels, weights, 0.5f);
        AssertClose(byTargets, byLabels, 1e-4);
    }

    [Fact]
    public void Where_the_loss_takes_no_labels_the_interface_says_so()
    {
        INetwork network = BehaviourNetworks.Create("Seeded");
        Assert.Contains(
            "not labels", Assert.Throws<NotSupportedException>(() => network.TrainBatch(new float[6], [1], [1f])).Message);
        Assert.Throws<NotSupportedException>(() => network.Loss(new float[6], [1], [1f]));
        Assert.Throws<NotSupportedException>(() => network.ComputeGradients(new float[6], [1], [1f]));
        Assert.Throws<NotSupportedException>(() => network.Accumulate(new float[6], [1], [1f]));
        Assert.Throws<NotSupportedException>(() => network.Accumulate(new float[6], [1]));
    }

    [Theory]
    [InlineData(new[] { 1f, 1f }, "Expected 3 row weights, one a row; the span holds 2.")]
    [InlineData(new float[0], "Expected 3 row weights, one a row; the span holds 0.")]
    [InlineData(new[] { 1f, 2f, -1f }, "rowWeights[2] is -1")]
    [InlineData(new[] { 1f, float.NaN, -1f }, "rowWeights[1] is NaN")]
    [InlineData(new[] { float.PositiveInfinity, 1f, 1f }, "rowWeights[0] is")]
    [InlineData(new[] { 0f, 0f, -0f }, "rowWeights[0] to [2], are 0")]
    public void Weights_that_are_none_are_refused_and_nothing_has_changed(float[] weights, string message)
    {
        Batch batch = BehaviourNetworks.Draw("StatefulAdam", 3);
        INetwork network = BehaviourNetworks.Create("StatefulAdam");
        network.ComputeGradients(batch.Inputs, batch.Targets);
        byte[] before = Bits.OfFile(network);
        uint[] gradients = Bits.OfGradients(network);
        Action[] calls =
        [
            () => network.TrainBatch(batch.Inputs, batch.Targets, weights),
            () => network.ComputeGradients(batch.Inputs, batch.Targets, weights),
            () => network.Accumulate(batch.Inputs, batch.Targets, weights),
            () => network.Loss(batch.Inputs, batch.Targets, weights),
            () => network.TrainBatch(batch.Inputs, [0, 1, 2], weights),
            () => network.Loss(batch.Inputs, [0, 1, 2], weights),
        ];
        foreach (Action call in calls)
        {
            ArgumentException error = Assert.Throws<ArgumentException>(call);
            Assert.Equal("rowWeights", error.ParamName);
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }

        // a label that is none comes later, when weights are already at hand
        Assert.Throws<ArgumentException>(() => network.TrainBatch(batch.Inputs, [0, 9, 1], [1f, 2f, 3f]));
        Assert.Equal(before, Bits.OfFile(network));
        Assert.Equal(gradients, Bits.OfGradients(network));
        INetwork fresh = BehaviourNetworks.Create("StatefulAdam");
        fresh.ComputeGradients(batch.Inputs, batch.Targets);
        Assert.Equal(fresh.TrainBatch(batch.Inputs, batch.Targets), network.TrainBatch(batch.Inputs, batch.Targets));
        Assert.Equal(Bits.OfFile(fresh), Bits.OfFile(network));
    }

    internal static float[] Weights(int rows, Random random) =>
    [
        .. Enumerable.Range(0, rows).Select(row => row % 5 == 3 ? 0f : row % 5 == 4 ? 12f * random.NextSingle() : 0.1f + row % 2),
    ];

    internal static void AssertClose(INetwork expected, INetwork actual, double tolerance)
    {
        foreach (Parameter parameter in expected.Parameters.Where(parameter => parameter.IsTrainable))
        {
            float[] want = new float[parameter.Length], have = new float[parameter.Length];
            parameter.CopyGradientTo(want);
            actual.Parameters[parameter.Name].CopyGradientTo(have);
            double error = Math.Sqrt(want.Zip(have, (a, b) => (double)(a - b) * (a - b)).Sum());
            double size = Math.Sqrt(want.Sum(x => (double)x * x));
            Assert.True(error <= tolerance * size + 1e-9, $"{parameter.Name}: off by {error:g3} of {size:g3}");
        }
    }

    private static float[] Read(Parameter parameter)
    {
        var values = new float[parameter.Length];
        parameter.CopyTo(values);
        return values;
    }
}
