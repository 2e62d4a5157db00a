using DeepTrain.Gen.Prediction;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>Trainings that are the same told differently are judged the same.</summary>
public class EquivalentTests
{
    private const string Hidden = "[Dense(64)] [ReLU] [Dense(64)] [ReLU]";

    [Theory]
    [InlineData("Adam(LearningRate = 1f, Epsilon = 10f)", "SGD(LearningRate = 0.1f)")]
    [InlineData("RMSProp(LearningRate = 3f, Epsilon = 100f)", "SGD(LearningRate = 0.03f)")]
    public void A_step_over_a_large_epsilon_is_one_of_SGD(string adaptive, string sgd) =>
        Assert.Equal(Score(Hidden, "[Dense(10)]", sgd), Score(Hidden, "[Dense(10)]", adaptive), 6);

    [Fact]
    public void Long_momentum_is_judged_by_its_speed()
    {
        // 800 steps of 0.99 gather speed for a hundred: 0.875 of what it has in the end
        double gathered = 1 - (1 - Math.Pow(0.99, 800)) * 99 / 800;
        string usual = FormattableString.Invariant($"SGD(LearningRate = {0.01 * gathered:R}f, Momentum = 0.9f)");
        Assert.Equal(
            Score(Hidden, "[Dense(10)]", usual), Score(Hidden, "[Dense(10)]", "SGD(LearningRate = 0.001f, Momentum = 0.99f)"), 2);
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("SGD(LearningRate = 0.3f, Momentum = 0.9f)")]
    public void A_second_softmax_is_no_failure_and_no_help(string optimizer)
    {
        double twice = Score(Hidden, "[Dense(10)] [Softmax]", optimizer), once = Score(Hidden, "[Dense(10)]", optimizer);
        Assert.True(twice > 0, $"{twice}");
        if (optimizer == "Adam")
            Assert.Equal(once, twice, 3);
    }

    [Fact]
    public void Equal_weights_wake_where_the_activation_has_a_slope()
    {
        Assert.True(Score("[Dense(64, Init = Init.Zeros)] [Tanh]", "[Dense(10)]", "Adam") > 0);
        // a ReLU at 0 has none
        Assert.True(Score("[Dense(64, Init = Init.Zeros)] [ReLU]", "[Dense(10)]", "Adam") < 0);
    }

    [Fact]
    public void What_is_linear_is_not_said_to_fail_for_being_so()
    {
        Assert.True(Score("[Dense(64)]", "[Dense(10)]", "Adam") > 0);
        Assert.True(Score("", "[Dense(10)]", "SGD(LearningRate = 0.1f)") > 0);
        // but for what else is wrong
        Assert.True(Score("[Dense(64)]", "[Dense(10)]", "SGD(LearningRate = 1e-7f)") < 0);
    }

    [Theory]
    // 0.97 to 0.92; 0.10 and below, on the digits
    [InlineData(40, 128, "SGD(LearningRate = 0.01f, Momentum = 0.9f)", true)]
    [InlineData(50, 128, "SGD(LearningRate = 0.01f, Momentum = 0.9f)", false)]
    [InlineData(20, 128, "Adam", true)]
    [InlineData(40, 128, "Adam", false)]
    [InlineData(100, 64, "Adam", false)]
    public void Deep_networks_bear_shorter_steps(int depth, int width, string optimizer, bool trains)
    {
        string layers = string.Concat(Enumerable.Repeat($"[Dense({width})] [Tanh] ", depth));
        Assert.Equal(trains, Score(layers, "[Dense(10)]", optimizer) > -2);
    }

    private static double Score(string hidden, string output, string optimizer) => NetworkPrediction.Of(Parsing.Spec(
        Networks.WithSteps($"[Input(64)] {hidden} {output} [SoftmaxCrossEntropy] [{optimizer}]"))).Signal.Trainability.Score;
}
