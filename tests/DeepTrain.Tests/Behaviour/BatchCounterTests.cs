using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>The counter behind random masks, which users may set.</summary>
public sealed class BatchCounterTests
{
    [Theory]
    [InlineData("Seeded")]
    [InlineData("StatefulAdam")]
    [InlineData("Shared")]
    public void Set_back_it_draws_the_same_masks_again(string name)
    {
        Batch batch = BehaviourNetworks.Draw(name, 40);
        INetwork network = BehaviourNetworks.Create(name);
        for (int i = 0; i < 3; i++)
            network.ComputeGradients(batch.Inputs, batch.Targets);
        Assert.Equal(3, network.Batches);
        float third = network.ComputeGradients(batch.Inputs, batch.Targets);
        uint[] gradients = Bits.OfGradients(network);
        float fourth = network.ComputeGradients(batch.Inputs, batch.Targets);
        Assert.Equal(5, network.Batches);

        network.Batches = 3;
        Assert.Equal(third, network.ComputeGradients(batch.Inputs, batch.Targets));
        Assert.Equal(gradients, Bits.OfGradients(network));
        Assert.NotEqual(third, fourth);

        // and in another network of the same seed, at once
        INetwork other = BehaviourNetworks.Create(name);
        other.Batches = 3;
        Assert.Equal(third, other.ComputeGradients(batch.Inputs, batch.Targets));
        Assert.Equal(gradients, Bits.OfGradients(other));
        Assert.Equal(4, other.Batches);
    }

    [Fact]
    public void It_counts_training_batches_and_nothing_else()
    {
        Batch batch = BehaviourNetworks.Draw("Seeded", 5);
        INetwork network = BehaviourNetworks.Create("Seeded");
        network.Predict(batch.Inputs, new float[batch.Targets.Length]);
        network.Loss(batch.Inputs, batch.Targets);
        Assert.Equal(0, network.Batches);
        network.TrainBatch(batch.Inputs, batch.Targets);
        network.ComputeGradients(batch.Inputs, batch.Targets);
        network.ApplyGradients();
        Assert.Equal(2, network.Batches);
        Assert.ThrowsAny<ArgumentException>(() => network.TrainBatch(batch.Inputs, new float[1]));
        Assert.Equal(2, network.Batches);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData((1L << 53) + 1)]
    [InlineData(long.MaxValue)]
    public void A_number_that_no_training_reaches_is_refused(long batches)
    {
        INetwork network = BehaviourNetworks.Create("Seeded");
        network.Batches = 77;
        Assert.Contains("2^53", Assert.Throws<ArgumentOutOfRangeException>(() => network.Batches = batches).Message);
        Assert.Equal(77, network.Batches);
    }

    [Fact]
    public void The_last_one_is_followed_by_the_first()
    {
        Batch batch = BehaviourNetworks.Draw("Seeded", 5);
        INetwork network = BehaviourNetworks.Create("Seeded");
        network.Batches = 1L << 53;
        network.TrainBatch(batch.Inputs, batch.Targets);
        Assert.Equal(0, network.Batches);
    }
}
