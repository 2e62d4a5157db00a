using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Planning;

/// <summary>Threads share what is long enough to be shared.</summary>
public sealed class TeamPolicyTests
{
    [Theory]
    [InlineData("[Dense(16)] [ReLU] [Dense(1)]")] // a straight line
    [InlineData("[Dense(48)] [ReLU] [Dense(48)] [ReLU] [Dense(3)]")] // each layer is one panel of columns
    public void Nothing_is_shared_in_a_network_of_narrow_layers(string layers) =>
        Assert.Null(FewestRows(48, layers, "[SGD]"));

    [Fact]
    public void The_more_a_row_costs_the_fewer_rows_are_shared()
    {
        int?[] fewest = [.. new[] { 64, 96, 128, 512 }
            .Select(width => FewestRows(width, $"[Dense({width})] [ReLU] [Dense(1)]", "[SGD]"))];
        Assert.Equal(fewest.OrderDescending(), fewest);
        Assert.InRange(fewest[0]!.Value, 16, 200);
        Assert.Equal(1, fewest[^1]);
    }

    [Fact]
    public void A_long_update_is_shared_even_for_a_single_row()
    {
        Assert.Equal(1, FewestRows(784, "[Dense(128)] [ReLU] [Dense(10)]", "[Adam]"));
        Assert.InRange(FewestRows(784, "[Dense(128)] [ReLU] [Dense(10)]", "[SGD]")!.Value, 2, 8);
    }

    [Fact]
    public void Narrow_layers_count_only_where_their_gradient_goes_back_to_a_wide_one()
    {
        int? one = FewestRows(64, "[Dense(64)] [ReLU] [Dense(30)]", "[SGD]");
        Assert.Equal(one, FewestRows(64, "[Dense(64)] [ReLU] [Dense(30)] [ReLU] [Dense(30)] [ReLU] [Dense(1)]", "[SGD]"));
        Assert.True(one < FewestRows(64, "[Dense(64)] [ReLU] [Dense(1)]", "[SGD]"));
    }

    [Fact]
    public void The_pieces_of_a_narrow_maxout_layer_share_its_weight_gradient()
    {
        Assert.Null(FewestRows(200, "[Dense(32)] [ReLU] [Dense(1)]", "[SGD]"));
        Assert.InRange(FewestRows(200, "[Maxout(32, 4)] [Dense(1)]", "[SGD]")!.Value, 10, 40);
    }

    [Fact]
    public void The_emitted_step_asks_for_as_many_rows()
    {
        string steps = "[Input(64)] [Dense(64)] [ReLU] [Dense(64)] [MeanSquaredError] [SGD]";
        int rows = TeamPolicy.FewestRows(new NetworkPlan(Parsing.Spec(Networks.WithSteps(steps)), VectorWidths.Usual))!.Value;
        string emitted = string.Concat(GeneratorHarness.Run(Networks.WithSteps(steps)).Texts.Values);
        Assert.Contains($"ThreadTeam team = s->Rows >= {rows} ? state.Team(2, s->Rows) : null;", emitted, StringComparison.Ordinal);
    }

    private static int? FewestRows(int inputs, string layers, string optimizer) => TeamPolicy.FewestRows(
        new NetworkPlan(Parsing.Spec(Networks.WithSteps($"[Input({inputs})] {layers} [MeanSquaredError] {optimizer}")), VectorWidths.Usual));
}
