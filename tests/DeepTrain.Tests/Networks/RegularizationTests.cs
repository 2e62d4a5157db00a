using DeepTrain.Tests.Behaviour;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>One factor for L1, L2 and weight decay: as if the attributes had been multiplied by it.</summary>
public sealed class RegularizationTests
{
    private static readonly IReadOnlyList<NetworkPlan> Plans =
    [
        Small("PlainSGD", 1f, new SGD { LearningRate = 0.05f, WeightDecay = 0.2f }),
        Small("Momentum", 1f, new SGD { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 0.2f, ClipNorm = 0.5f }),
        Small("AdaGrad", 1f, new AdaGrad { WeightDecay = 0.2f }),
        Small("RMSProp", 1f, new RMSProp { WeightDecay = 0.2f, LearningRate = 1e-3f }),
        Small("Adam", 1f, new Adam { WeightDecay = 0.2f }),
        Small("AdamW", 1f, new AdamW { WeightDecay = 0.2f, LearningRate = 0.01f }),
        Small("Nadam", 1f, new Nadam { WeightDecay = 0.2f }),
        Wide(1f, new Adam { WeightDecay = 0.05f }),
        new("Unpenalised", 5, [new Dense(3)], new MeanSquaredError(), new SGD()),
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source(Plans));

    public static TheoryData<string, float> Cases
    {
        get
        {
            var cases = new TheoryData<string, float>();
            foreach (NetworkPlan plan in Plans.SkipLast(1))
                Array.ForEach([0f, 0.3f, 1f, 7f], factor => cases.Add(plan.Name, factor));
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_factor_is_as_if_every_rate_were_multiplied_by_it(string name, float factor)
    {
        INetwork network = Compiled.Create(name, 3);
        network.Regularization = factor;
        var both = new SideBySide(Times(Plans.Single(plan => plan.Name == name), factor), network, 3) { Tolerance = 3e-5 };
        var random = new Random(11);
        both.ComputeAndApplyGradients(both.Draw(6, random));
        both.TrainBatch(both.Draw(17, random));
        both.CheckInference(both.Draw(5, random));
    }

    [Theory]
    [InlineData("PlainSGD", 0.5f)]
    [InlineData("Wide", 2f)]
    [InlineData("Unpenalised", 1f)]
    public void The_penalty_is_what_the_loss_has_on_top(string name, float factor)
    {
        NetworkPlan plan = Plans.Single(plan => plan.Name == name);
        INetwork network = Compiled.Create(name, 4);
        Batch batch = Batch.Draw(plan, 9, new Random(2));
        network.Regularization = factor;
        double expected = Times(plan, factor).Build().Zip(new ReferenceNetwork(plan, 4).CopyFrom(network).Layers)
            .Sum(pair => PenaltyOf(pair.First, pair.Second));
        float penalty = network.Penalty(), loss = network.Loss(batch.Inputs, batch.Targets);
        network.Regularization = 0;

        Assert.Equal(expected, penalty, 1e-5 * Math.Abs(expected));
        Assert.Equal(name == "Unpenalised", penalty == 0);
        Assert.Equal(loss - network.Loss(batch.Inputs, batch.Targets), penalty, 1e-5f * Math.Abs(loss));
        Assert.Equal(0f, network.Penalty());
    }

    [Fact]
    public void Switched_off_it_is_nothing_whatever_the_weights_are()
    {
        INetwork network = Compiled.Create("PlainSGD", 1);
        Parameter weight = network.Parameters["dense1.weight"];
        weight.CopyFrom([.. Enumerable.Repeat(float.PositiveInfinity, weight.Length)]);
        Assert.Equal(float.PositiveInfinity, network.Penalty());
        network.Regularization = 0;
        Assert.Equal(0f, network.Penalty());
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(-1e-40f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_factor_that_is_none_is_refused(float factor)
    {
        INetwork network = Compiled.Create("PlainSGD", 1);
        network.Regularization = 0.25f;
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Regularization = factor);
        Assert.Equal(0.25f, network.Regularization);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(1.17549435e-38f)]
    public void A_file_keeps_the_factor_and_training_goes_on_with_the_same_bits(float factor)
    {
        INetwork first = Compiled.Create("AdamW", 1), second = Compiled.Create("AdamW", 2);
        second.Regularization = 5;
        first.Regularization = factor;
        var file = new MemoryStream();
        first.Save(file);
        file.Position = 0;
        Assert.Empty(second.Load(file));
        Assert.Equal(factor, second.Regularization);

        Batch batch = Batch.Draw(Plans[0], 12, new Random(8));
        Assert.Equal(first.TrainBatch(batch.Inputs, batch.Targets), second.TrainBatch(batch.Inputs, batch.Targets));
        Assert.Equal(Bits.OfFile(first), Bits.OfFile(second));
    }

    [Fact]
    public void Weights_alone_say_nothing_of_it()
    {
        INetwork first = Compiled.Create("Adam", 1), second = Compiled.Create("Adam", 2);
        first.Regularization = 3;
        second.Regularization = 4;
        var file = new MemoryStream();
        first.SaveWeights(file);
        file.Position = 0;
        second.LoadWeights(file);
        Assert.Equal(4f, second.Regularization);
    }

    private static double PenaltyOf(ReferenceLayer declared, ReferenceLayer valued)
    {
        foreach ((ReferenceParameter to, ReferenceParameter from) in declared.Parameters.Zip(valued.Parameters))
            from.Values.CopyTo(to.Values, 0);
        return declared.Penalty;
    }

    private static NetworkPlan Small(string name, float factor, OptimizerPlan optimizer) => new(
        name, 8,
        [
            new Dense(19) { L1 = 0.02f * factor, L2 = 0.05f * factor }, new BatchNorm(), new Tanh(),
            new Maxout(7, 3) { L2 = 0.1f * factor }, new Dense(3) { L1 = 0.01f * factor, MaxNorm = 1.2f },
        ],
        new MeanSquaredError(), optimizer with { WeightDecay = optimizer.WeightDecay * factor });

    // panels, a tail, and updates that wait for the next tile
    private static NetworkPlan Wide(float factor, OptimizerPlan optimizer) => new(
        "Wide", 96,
        [
            new Dense(66) { L1 = 0.01f * factor, L2 = 0.02f * factor }, new PReLU(), new Dense(18) { L1 = 0.01f * factor },
            new Sigmoid(), new Dense(3) { L2 = 0.1f * factor },
        ],
        new SoftmaxCrossEntropy(), optimizer with { WeightDecay = optimizer.WeightDecay * factor });

    private static NetworkPlan Times(NetworkPlan plan, float factor) => plan.Name switch
    {
        "Unpenalised" => plan,
        "Wide" => Wide(factor, plan.Optimizer),
        _ => Small(plan.Name, factor, plan.Optimizer),
    };
}
