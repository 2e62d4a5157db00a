using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>NaN and infinity flow through, as in PyTorch: no exception, no hang, no number made up.</summary>
public sealed class NonFiniteDataTests
{
    public static TheoryData<string> Networks => Catalogue.Names(Catalogue.All);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_not_a_number_in_a_row_reaches_every_output_of_that_row_and_no_other_row(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        INetwork network = Catalogue.Create(name);
        // a row by itself, rows in low tiles only, rows in whole tiles
        foreach (int rows in new[] { 1, 9, 16 })
        {
            Batch batch = Batch.Draw(plan, rows, new Random(1));
            var clean = new float[rows * plan.Outputs];
            network.Predict(batch.Inputs, clean);

            int strange = rows / 2;
            float[] inputs = [.. batch.Inputs];
            inputs.AsSpan(strange * plan.Inputs, plan.Inputs).Fill(float.NaN);
            var outputs = new float[clean.Length];
            network.Predict(inputs, outputs);
            for (int i = 0; i < outputs.Length; i++)
            {
                if (i / plan.Outputs == strange)
                    Assert.True(float.IsNaN(outputs[i]), $"output {i} of {rows} rows is {outputs[i]}");
                else
                    Assert.Equal(clean[i], outputs[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_on_values_that_are_not_finite_returns_a_loss_that_is_not_finite(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        INetwork network = Catalogue.Create(name);
        Batch batch = Batch.Draw(plan, 5, new Random(1));
        float[] inputs = [.. batch.Inputs];
        Array.Fill(inputs, float.NaN);
        Assert.True(float.IsNaN(network.TrainBatch(inputs, batch.Targets)));
        Assert.True(float.IsNaN(network.Loss(inputs, batch.Targets)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Infinities_and_huge_numbers_hang_and_crash_nothing(string name)
    {
        NetworkPlan plan = Catalogue.Plan(name);
        float[] values =
            [float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -float.MaxValue, float.Epsilon];
        foreach (float value in values)
        {
            INetwork network = Catalogue.Create(name);
            Batch batch = Batch.Draw(plan, 3, new Random(1));
            Array.Fill(batch.Inputs, value);
            network.TrainBatch(batch.Inputs, batch.Targets);
            network.Loss(batch.Inputs, batch.Targets);
            network.Predict(batch.Inputs, new float[3 * plan.Outputs]);
        }
    }

    [Fact]
    public void Logits_far_out_give_finite_losses_and_probabilities()
    {
        foreach (string name in new[] { "BinaryCrossEntropy4Of3", "SoftmaxCrossEntropy5Of3" })
        {
            INetwork network = Catalogue.Create(name);
            Parameter weights = network.Parameters["dense2.weight"];
            weights.CopyFrom([.. Enumerable.Range(0, weights.Length).Select(i => i % 2 == 0 ? 1e4f : -1e4f)]);
            Batch batch = Batch.Draw(Catalogue.Plan(name), 9, new Random(1));
            Assert.True(float.IsFinite(network.ComputeGradients(batch.Inputs, batch.Targets)));
            Assert.All(
                Bits.OfGradients(network),
                bits => Assert.True(float.IsFinite(BitConverter.UInt32BitsToSingle(bits))));
            Assert.All(
                Bits.OfPrediction(network, batch.Inputs),
                bits => Assert.InRange(BitConverter.UInt32BitsToSingle(bits), 0f, 1f));
        }
    }
}
