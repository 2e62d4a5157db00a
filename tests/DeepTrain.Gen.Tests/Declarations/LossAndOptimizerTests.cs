using DeepTrain.Gen.Losses;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Optimizers;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Declarations;

/// <summary>Each loss and optimizer attribute, bare and with every argument.</summary>
public class LossAndOptimizerTests
{
    private const string Common = "LearningRate = 0.5f, WeightDecay = 0.25f, ClipNorm = 2f";

    private static readonly Dictionary<string, LossSpec> Losses = new()
    {
        ["[MeanSquaredError]"] = new MeanSquaredErrorLoss(),
        ["[MeanAbsoluteError]"] = new MeanAbsoluteErrorLoss(),
        ["[Huber]"] = new HuberLoss(1f),
        ["[Huber(2.5f)]"] = new HuberLoss(2.5f),
        ["[BinaryCrossEntropy]"] = new BinaryCrossEntropyLoss(),
        ["[SoftmaxCrossEntropy]"] = new SoftmaxCrossEntropyLoss(),
    };

    private static readonly Dictionary<string, OptimizerSpec> Optimizers = new()
    {
        ["[SGD]"] = new SGDOptimizer(0, 0, Nesterov: false) { LearningRate = 1e-3f },
        [$"[SGD({Common}, Momentum = 0.9f, Nesterov = true)]"] = WithCommon(new SGDOptimizer(0.9f, 0, Nesterov: true)),
        [$"[SGD({Common}, Momentum = 0.9f, Dampening = 0.1f)]"] = WithCommon(new SGDOptimizer(0.9f, 0.1f, Nesterov: false)),
        ["[AdaGrad]"] = new AdaGradOptimizer(0, 0, 1e-10f) { LearningRate = 1e-2f },
        [$"[AdaGrad({Common}, LearningRateDecay = 0.1f, InitialAccumulator = 0.2f, Epsilon = 0.3f)]"] =
            WithCommon(new AdaGradOptimizer(0.1f, 0.2f, 0.3f)),
        ["[RMSProp]"] = new RMSPropOptimizer(0.99f, 1e-8f, 0, Centered: false) { LearningRate = 1e-2f },
        [$"[RMSProp({Common}, Alpha = 0.9f, Epsilon = 0.1f, Momentum = 0.2f, Centered = true)]"] =
            WithCommon(new RMSPropOptimizer(0.9f, 0.1f, 0.2f, Centered: true)),
        ["[Adam]"] = new AdamOptimizer(Decoupled: false)
        {
            LearningRate = 1e-3f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f,
        },
        [$"[Adam({Common}, Beta1 = 0.8f, Beta2 = 0.7f, Epsilon = 0.6f)]"] =
            WithCommon(new AdamOptimizer(Decoupled: false) { Beta1 = 0.8f, Beta2 = 0.7f, Epsilon = 0.6f }),
        ["[AdamW]"] = new AdamOptimizer(Decoupled: true)
        {
            LearningRate = 1e-3f, WeightDecay = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f,
        },
        ["[Nadam]"] = new NadamOptimizer(4e-3f) { LearningRate = 2e-3f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f },
        [$"[Nadam({Common}, Beta1 = 0.8f, Beta2 = 0.7f, Epsilon = 0.6f, MomentumDecay = 0.5f)]"] =
            WithCommon(new NadamOptimizer(0.5f) { Beta1 = 0.8f, Beta2 = 0.7f, Epsilon = 0.6f }),
    };

    public static TheoryData<string> LossSources => [.. Losses.Keys];

    public static TheoryData<string> OptimizerSources => [.. Optimizers.Keys];

    [Theory]
    [MemberData(nameof(LossSources))]
    public void A_loss_becomes_its_record(string source) => Assert.Equal(Losses[source], Parsing.Loss(source));

    [Theory]
    [MemberData(nameof(OptimizerSources))]
    public void An_optimizer_becomes_its_record(string source) =>
        Assert.Equal(Optimizers[source], Parsing.Optimizer(source));

    private static TOptimizer WithCommon<TOptimizer>(TOptimizer optimizer)
        where TOptimizer : OptimizerSpec => optimizer with { LearningRate = 0.5f, WeightDecay = 0.25f, ClipNorm = 2f };
}
