using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Planning;

/// <summary>What threads claim between two barriers.</summary>
public sealed class ClaimedPhaseTests
{
    [Fact]
    public void Weights_of_all_layers_are_claimed_together()
    {
        IReadOnlyList<ClaimedPhase> claimed = Claimed("[Input(64)] [Dense(128)] [ReLU] [Dense(96)] [ReLU] [Dense(1)]");
        ClaimedPhase last = claimed[^1];
        Assert.Equal(["dense3's weights", "dense2's weights", "dense1's weights"], last.Parts.Select(part => part.Comment));
        Assert.Equal(1 + 3 + 4, last.Tiles);
        Assert.All(claimed.SkipLast(1), phase => Assert.Single(phase.Parts));
    }

    [Fact]
    public void Tiles_are_numbered_from_both_ends()
    {
        ClaimedPhase last = Claimed("[Input(64)] [Dense(128)] [ReLU] [Dense(96)] [ReLU] [Dense(1)]")[^1];
        Assert.Equal(
            ["dense3 0-1 at 0", "dense2 0-2 at 1", "dense1 0-2 at 3", "dense1 2-4 at 5", "dense2 2-3 at 7"],
            last.Runs().Select(run => $"{run.Phase.Comment.Split('\'')[0]} {run.First}-{run.End} at {run.Start}"));
    }

    [Theory]
    [InlineData("[Input(64)] [Dense(128)] [ReLU] [Dense(96)] [ReLU] [Dense(1)]")]
    [InlineData("[Input(300)] [Maxout(70, 3)] [Dense(33)] [Tanh] [Dense(500)] [ReLU] [Dense(7)]")]
    [InlineData("[Input(3, 12, 12)] [Conv2D(40, 3)] [ReLU] [Conv2D(200, 5)] [ReLU] [Flatten] [Dense(1)]")]
    public void Every_tile_of_every_phase_has_one_number(string layers)
    {
        foreach (ClaimedPhase claimed in Claimed(layers).Where(claimed => !claimed.Parts[0].IsByRows))
        {
            IReadOnlyList<ClaimedPhase.Run> runs = claimed.Runs();
            Assert.Equal(
                Enumerable.Range(0, claimed.Tiles),
                runs.SelectMany(run => Enumerable.Range(run.First, run.End - run.First).Select(tile => tile + run.Offset)));
            foreach (Phase part in claimed.Parts)
            {
                Assert.Equal(
                    Enumerable.Range(0, part.Panels),
                    runs.Where(run => run.Phase == part).SelectMany(run => Enumerable.Range(run.First, run.End - run.First)).Order());
            }
        }
    }

    [Fact]
    public void Sums_over_groups_of_rows_wait_for_the_groups_and_for_nothing_else()
    {
        IReadOnlyList<ClaimedPhase> claimed = Claimed("[Input(1, 28, 28)] [Conv2D(8, 3)] [ReLU] [Conv2D(16, 3)] [ReLU] [Flatten] [Dense(10)]");
        Assert.Equal(
            [["conv2's weights"], ["conv2's weights, all groups", "conv1's weights, all groups", "dense1's weights"]],
            claimed.TakeLast(2).Select(phase => phase.Parts.Select(part => part.Comment).ToArray()));
        Assert.Equal(["conv2's weights", "conv1's weights"], claimed[^2].Parts[0].Chain.Select(part => part.Comment));
    }

    private static IReadOnlyList<ClaimedPhase> Claimed(string layers) => ClaimedPhase.Of(PhaseList.Training(
        new NetworkPlan(Parsing.Spec(Networks.WithSteps($"{layers} [MeanSquaredError] [SGD]")), VectorWidths.Usual)));
}
