using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Behaviour;

/// <summary>Networks large enough that threads share their work, and one that keeps every kind of state.</summary>
internal static class BehaviourNetworks
{
    public static IReadOnlyList<NetworkPlan> Plans { get; } =
    [
        new("Classifier", 784,
            [
                new Dense(512), new BatchNorm(), new ReLU(), new Dropout(0.2f),
                new Dense(256), new BatchNorm(), new ReLU(), new Dropout(0.2f), new Dense(10),
            ],
            new SoftmaxCrossEntropy(), new Adam()),
        new("WideRegression", 300,
            [
                new Maxout(200, 3) { L2 = 0.01f, MaxNorm = 1.5f }, new AlphaDropout(0.1f),
                new Dense(150) { L1 = 1e-3f }, new PReLU { PerUnit = true }, new Dense(70),
            ],
            new Huber(), new RMSProp { Centered = true, Momentum = 0.5f, ClipNorm = 1f, WeightDecay = 0.01f }),
        // threads share its larger batches, one thread takes the smaller ones
        new("Shared", 50,
            [
                new Dense(70), new BatchNorm(), new ReLU(), new Dropout(0.5f), new Maxout(67, 2), new AlphaDropout(0.1f),
                new Dense(5), new PReLU(),
            ],
            new SoftmaxCrossEntropy(), new Nadam()),
        // weight gradients by groups of rows, and by tiles
        NetworkPlan.OfImages("Pictures", Dims.Image(1, 28, 28),
            [
                new Conv2D(16, 3) { Same = true }, new BatchNorm(), new ReLU(), new Dropout(0.2f), new MaxPool2D(2),
                new Conv2D(33, 3), new PReLU(), new MaxPool2D(2), new Flatten(), new Dense(10),
            ],
            new SoftmaxCrossEntropy(), new Adam()),
        NetworkPlan.OfImages("ColourPictures", Dims.Image(3, 16, 16),
            [
                new Conv2D(64, 3) { Stride = 2, Same = true }, new Tanh(), new Conv2D(300, 2) { L2 = 0.01f, MaxNorm = 2f },
                new BatchNorm(), new Swish(), new AveragePool2D(3, 2), new PReLU { PerUnit = true }, new GlobalAveragePool2D(), new Dense(7),
            ],
            new Huber(), new RMSProp { Momentum = 0.5f, ClipNorm = 1f, WeightDecay = 0.01f }),
        .. new OptimizerPlan[]
        {
            new SGD { Momentum = 0.9f, Dampening = 0.1f },
            new AdaGrad { LearningRateDecay = 0.1f, InitialAccumulator = 0.1f },
            new RMSProp { Centered = true, Momentum = 0.5f },
            new Adam(), new AdamW(), new Nadam(),
        }.Select(optimizer => new NetworkPlan("Stateful" + optimizer.Kind, 13,
            [
                new Dense(21), new BatchNorm(), new ReLU(), new Dropout(0.3f), new Maxout(9, 3), new AlphaDropout(0.1f),
                new RReLU(), new Dense(5), new PReLU(),
            ],
            new SoftmaxCrossEntropy(), optimizer)),
        new("BinaryClassifier", 6, [new Dense(9), new Tanh(), new Dense(1)], new BinaryCrossEntropy(), new Adam()),
        new("Seeded", 6, [new Dense(9), new Dropout(0.5f), new Dense(3)], new MeanSquaredError(), new Adam())
        {
            Seed = 1234,
        },
        new("Named", 6,
            [
                new Dense(4) { Name = "first" }, new BatchNorm(), new PReLU { PerUnit = true },
                new Dense(5) { Bias = false }, new PReLU(),
                new Maxout(3, 4), new BatchNorm { Name = "last" },
            ],
            new MeanSquaredError(), new AdamW()),
    ];

    /// <summary>The same layers under each optimizer.</summary>
    public static TheoryData<string> SameLayers =>
        Catalogue.Names(Plans.Where(plan => plan.Name.StartsWith("Stateful", StringComparison.Ordinal)));

    public static TheoryData<string> Stateful =>
        Catalogue.Names(Plans.Where(plan =>
            plan.Name.StartsWith("Stateful", StringComparison.Ordinal) || plan.Image is not null));

    public static CompiledNetworks Compiled => NetworkCompiler.Compile(NetworkPlan.Source(Plans));

    public static NetworkPlan Plan(string name) => Plans.Single(plan => plan.Name == name);

    public static INetwork Create(string name, ulong seed = 1) => Compiled.Create(name, seed);

    public static Batch Draw(string name, int rows, int seed = 5) => Batch.Draw(Plan(name), rows, new Random(seed));
}
