using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>A network for every layer, loss, optimizer and init, with sizes that no vector width divides.</summary>
internal static class Catalogue
{
    private static readonly MeanSquaredError Square = new();
    private static readonly SGD PlainSGD = new() { LearningRate = 0.05f };

    public static IReadOnlyList<NetworkPlan> Layers { get; } =
    [
        Layer("Dense", new Dense(9)),
        Layer("DenseOfOneUnit", new Dense(1)),
        Layer("DenseWithoutBias", new Dense(9) { Bias = false }),
        Layer("DenseWithBiasInit", new Dense(9) { BiasInit = 0.3f }),
        Layer("DenseWithL1", new Dense(9) { L1 = 0.02f }),
        Layer("DenseWithL2", new Dense(9) { L2 = 0.1f }),
        Layer("DenseWithMaxNorm", new Dense(9) { MaxNorm = 0.8f }),
        Layer("DenseWithEverything",
            new Dense(19) { L1 = 0.01f, L2 = 0.02f, MaxNorm = 0.9f, BiasInit = -0.1f, Name = "first" }),
        Layer("Maxout", new Maxout(9)),
        Layer("MaxoutOfFivePieces", new Maxout(18, 5) { BiasInit = 0.1f }),
        Layer("MaxoutWithoutBias", new Maxout(33, 3) { Bias = false }),
        Layer("MaxoutWithEverything", new Maxout(7, 3) { L1 = 0.01f, L2 = 0.02f, MaxNorm = 0.7f }),
        After("Sigmoid", new Sigmoid()),
        After("Tanh", new Tanh()),
        After("ReLU", new ReLU()),
        After("LeakyReLU", new LeakyReLU()),
        After("LeakyReLUWithNegativeSlope", new LeakyReLU(-0.5f)),
        After("PReLU", new PReLU()),
        After("PReLUWithNegativeSlope", new PReLU(-0.1f)),
        After("PReLUPerUnit", new PReLU { PerUnit = true }),
        After("RReLU", new RReLU()),
        After("RReLUWithRange", new RReLU(-0.2f, 0.6f)),
        After("ELU", new ELU()),
        After("ELUWithAlpha", new ELU(0.4f)),
        After("ELUWithAlphaZero", new ELU(0f)),
        After("SELU", new SELU()),
        After("Softplus", new Softplus()),
        After("Swish", new Swish()),
        After("GELU", new GELU()),
        After("Softmax", new Softmax()),
        After("BatchNorm", new BatchNorm()),
        After("BatchNormWithOptions", new BatchNorm { Momentum = 0.4f, Epsilon = 0.01f }),
        After("Dropout", new Dropout(0.4f)),
        After("DropoutOfAHalf", new Dropout(0.5f)),
        After("DropoutOfLittle", new Dropout(0.01f)),
        After("DropoutOfNothing", new Dropout(0f)),
        After("AlphaDropout", new AlphaDropout(0.3f)),
        After("AlphaDropoutOfNothing", new AlphaDropout(0f)),
        After("Flatten", new Flatten()),
        new("ActivationFirst", 5, [new Tanh(), new Dense(3)], Square, PlainSGD),
        new("BatchNormFirst", 19, [new BatchNorm(), new Dense(3)], Square, PlainSGD),
        new("DropoutFirst", 19, [new Dropout(0.2f), new Dense(3)], Square, PlainSGD),
        new("PReLUOnly", 17, [new PReLU()], Square, PlainSGD),
        new("NothingToTrain", 3, [new Tanh()], Square, PlainSGD),
        new("SoftmaxLast", 4, [new Dense(11), new Softmax()], Square, PlainSGD),
        new("BatchNormAndDropoutTogether", 9,
            [
                new Dense(33), new BatchNorm(), new ReLU(), new Dropout(0.25f),
                new Dense(5), new BatchNorm(), new Sigmoid(), new Dense(2),
            ],
            Square, PlainSGD),
        new("LayersAfterBatchNorm", 9,
            [
                new Dense(20), new BatchNorm(), new BatchNorm(), new PReLU(), new AlphaDropout(0.1f), new Softmax(),
                new Dense(2),
            ],
            Square, PlainSGD),
        // sums of so many terms are added part by part
        new("LongReduction", 1055, [new Dense(34), new BatchNorm(), new Tanh(), new Dense(3)], Square, PlainSGD),
        new("LongReductionWithEpilogue", 1601, [new Dense(50), new LeakyReLU(), new Dense(3)], Square, PlainSGD),
        new("LongReductionOfGradients", 6,
            [new Dense(20), new Tanh(), new Dense(1057), new BatchNorm(), new ReLU(), new Dropout(0.2f), new Dense(3)],
            Square, PlainSGD),
        new("LongReductionOfMaxout", 6,
            [new Dense(40), new BatchNorm(), new ReLU(), new Maxout(20, 40), new Dense(3)], Square, PlainSGD),
        new("SigmoidAtTheEnd", 6, [new Dense(8), new Tanh(), new Dense(1), new Sigmoid()], Square, PlainSGD),
    ];

    public static IReadOnlyList<NetworkPlan> Losses { get; } =
    [
        .. new LossPlan[]
        {
            new MeanSquaredError(), new MeanAbsoluteError(), new Huber(), new Huber(0.3f),
            new BinaryCrossEntropy(), new SoftmaxCrossEntropy(),
        }.SelectMany((loss, number) => new[] { 1, 3, 19, 40 }.Select(outputs => new NetworkPlan(
            $"{loss.Kind}{number}Of{outputs}", 6, [new Dense(10), new Tanh(), new Dense(outputs)], loss, PlainSGD))),
    ];

    public static IReadOnlyList<NetworkPlan> Optimizers { get; } =
    [
        Optimizer("SGD", new SGD()),
        Optimizer("SGDWithMomentum", new SGD { Momentum = 0.9f, LearningRate = 0.02f }),
        Optimizer("SGDWithDampening", new SGD { Momentum = 0.8f, Dampening = 0.3f, LearningRate = 0.02f }),
        Optimizer("SGDWithNesterov", new SGD { Momentum = 0.9f, Nesterov = true, LearningRate = 0.02f }),
        Optimizer("SGDWithDecayAndClipping",
            new SGD { Momentum = 0.5f, WeightDecay = 0.1f, ClipNorm = 0.2f, LearningRate = 0.1f }),
        Optimizer("AdaGrad", new AdaGrad()),
        Optimizer("AdaGradWithOptions",
            new AdaGrad { LearningRateDecay = 0.2f, InitialAccumulator = 0.1f, Epsilon = 1e-3f, WeightDecay = 0.05f }),
        Optimizer("RMSProp", new RMSProp()),
        Optimizer("RMSPropWithMomentum", new RMSProp { Momentum = 0.7f, Alpha = 0.9f, LearningRate = 2e-3f }),
        Optimizer("RMSPropCentered", new RMSProp { Centered = true, LearningRate = 2e-3f }),
        Optimizer("RMSPropWithEverything",
            new RMSProp { Centered = true, Momentum = 0.5f, Epsilon = 1e-4f, WeightDecay = 0.01f, ClipNorm = 0.5f }),
        Optimizer("Adam", new Adam()),
        Optimizer("AdamWithOptions", new Adam
        {
            Beta1 = 0.8f, Beta2 = 0.99f, Epsilon = 1e-4f, WeightDecay = 0.05f, ClipNorm = 0.3f, LearningRate = 0.01f,
        }),
        Optimizer("AdamWithoutMemory", new Adam { Beta1 = 0f, Beta2 = 0.3f, LearningRate = 0.01f }),
        Optimizer("AdamW", new AdamW()),
        Optimizer("AdamWWithOptions", new AdamW { WeightDecay = 0.2f, Beta1 = 0.7f, ClipNorm = 0.3f, LearningRate = 0.01f }),
        Optimizer("AdamWWithoutDecay", new AdamW { WeightDecay = 0f }),
        Optimizer("Nadam", new Nadam()),
        Optimizer("NadamWithOptions",
            new Nadam { Beta1 = 0.8f, Beta2 = 0.99f, MomentumDecay = 0.1f, WeightDecay = 0.03f, ClipNorm = 0.4f }),
    ];

    public static IReadOnlyList<NetworkPlan> Inits { get; } =
    [
        .. Enum.GetValues<Init>().Select(init => new NetworkPlan(
            $"Init{init}", 7, [new Dense(19) { Init = init }, new Tanh(), new Maxout(5, 3) { Init = init }],
            Square, PlainSGD)),
    ];

    /// <summary>
    /// One to four units more than fill whole vectors, behind enough inputs to lie apart: with and without panels before
    /// them, inputs that end within a vector and with one, an activation that rides in the product and layers that do not.
    /// </summary>
    public static IReadOnlyList<NetworkPlan> Tails { get; } =
    [
        new("TailAfterPanels", 100, [new Dense(50), new Tanh(), new Dense(35), new ReLU(), new Dense(1)],
            Square, new Adam()),
        new("TailWithoutPanels", 150, [new Dense(2), new Sigmoid(), new Dense(40), new Dense(2)], Square, PlainSGD),
        new("TailWithEverything", 96,
            [
                new Dense(66) { L1 = 0.01f, L2 = 0.02f, MaxNorm = 0.9f, BiasInit = -0.1f }, new BatchNorm(), new PReLU(),
                new Dropout(0.2f), new Dense(18) { MaxNorm = 0.6f, Bias = false }, new ReLU(), new Dense(3) { L2 = 0.1f },
            ],
            new SoftmaxCrossEntropy(), new AdamW { ClipNorm = 0.3f }),
        new("TailOfOneOutput", 70, [new Dense(81), new ReLU(), new Dense(1)], new BinaryCrossEntropy(), new RMSProp()),
        new("TailOfFourBeforeSoftmax", 65, [new Dense(36), new Softmax(), new Dense(64), new Tanh(), new Dense(4)],
            Square, new SGD { Momentum = 0.9f, LearningRate = 0.02f }),
    ];

    /// <summary>
    /// Images: every layer on them, one to more than 32 channels and filters, odd sizes, kernels from 1 to 7, strides within
    /// and beyond the kernel, padding, pools that overlap or leave a rest, images and features at the end.
    /// </summary>
    public static IReadOnlyList<NetworkPlan> Images { get; } =
    [
        Image("Conv", Dims.Image(2, 7, 6), new Conv2D(5, 3)),
        Image("ConvSame", Dims.Image(3, 5, 9), new Conv2D(20, 3) { Same = true }),
        Image("ConvOfOne", Dims.Image(5, 4, 3), new Conv2D(9, 1)),
        Image("ConvWithEverything", Dims.Image(1, 6, 5),
            new Conv2D(7, 3) { L1 = 0.01f, L2 = 0.02f, MaxNorm = 0.5f, BiasInit = -0.1f, Same = true, Name = "first" }),
        Image("ConvWithoutBias", Dims.Image(2, 5, 5), new Conv2D(3, 2) { Bias = false }),
        Image("ConvStride", Dims.Image(2, 9, 8), new Conv2D(4, 3) { Stride = 2 }),
        Image("ConvBeyondItsKernel", Dims.Image(2, 9, 8), new Conv2D(4, 2) { Stride = 3 }),
        Image("ConvLarge", Dims.Image(1, 11, 9), new Conv2D(3, 7) { Same = true }),
        ImageStack("ConvDeep", Dims.Image(3, 6, 7), [
            new Conv2D(33, 3) { Same = true }, new ReLU(), new Conv2D(17, 3) { Stride = 2, Same = true }, new Tanh(),
            new Conv2D(6, 5) { Same = true }, new Sigmoid(), new Flatten(), new Dense(3)]),
        ImageStack("ConvStridesBack", Dims.Image(2, 11, 7), [
            new Conv2D(5, 3), new Tanh(), new Conv2D(4, 3) { Stride = 2 }, new Tanh(), new Conv2D(18, 2) { Stride = 3, Same = true }, new Flatten(), new Dense(2)]),
        ImageStack("ConvSixtyFour", Dims.Image(4, 6, 6), [
            new Conv2D(64, 3) { Same = true }, new Tanh(), new AveragePool2D(2), new Conv2D(80, 3) { Same = true, L2 = 0.01f }, new ELU(), new Flatten(), new Dense(5)]),
        ImageStack("ConvBatchNorm", Dims.Image(3, 6, 7), [
            new Conv2D(18, 3), new BatchNorm(), new ReLU(), new Dropout(0.3f), new Conv2D(5, 2), new BatchNorm { Momentum = 0.4f },
            new Swish(), new BatchNorm(), new Flatten(), new Dense(3)]),
        ImageStack("BatchNormOfImages", Dims.Image(3, 5, 4), [new BatchNorm(), new Conv2D(4, 3), new PReLU(), new Flatten(), new Dense(2)]),
        ImageStack("DropoutOfImages", Dims.Image(2, 5, 5), [new Dropout(0.2f), new Conv2D(4, 3), new PReLU { PerUnit = true }, new AlphaDropout(0.1f), new RReLU(), new Flatten(), new Dense(2)]),
        ImageStack("MaxPool", Dims.Image(3, 7, 9), [new Conv2D(10, 3) { Same = true }, new Softplus(), new MaxPool2D(2), new Tanh(), new Flatten(), new Dense(2)]),
        ImageStack("MaxPoolOverlaps", Dims.Image(3, 7, 6), [new Conv2D(4, 2), new MaxPool2D(3, 1), new MaxPool2D(1, 2), new Flatten(), new Dense(2)]),
        ImageStack("MaxPoolLarge", Dims.Image(2, 11, 12), [new Conv2D(4, 2), new MaxPool2D(5), new Flatten(), new Dense(2)]),
        ImageStack("AveragePool", Dims.Image(3, 7, 6), [new Conv2D(4, 2), new AveragePool2D(2), new AveragePool2D(2, 1), new Flatten(), new Dense(2)]),
        ImageStack("AveragePoolLarge", Dims.Image(2, 11, 12), [new Conv2D(4, 2), new AveragePool2D(5, 6), new Flatten(), new Dense(2)]),
        ImageStack("GlobalAveragePool", Dims.Image(3, 5, 6), [new Conv2D(20, 2), new Softplus(), new GlobalAveragePool2D(), new BatchNorm(), new Dense(2)]),
        ImageStack("PoolFirst", Dims.Image(3, 6, 6), [new MaxPool2D(2), new Conv2D(4, 2), new SELU(), new Flatten(), new Dense(2)]),
        ImageStack("ImagesAtTheEnd", Dims.Image(2, 6, 5), [new Conv2D(4, 3) { Same = true }, new Tanh(), new Conv2D(3, 3) { Same = true }]),
        ImageStack("FeaturesAtTheEnd", Dims.Image(2, 6, 5), [new Conv2D(4, 3), new Tanh(), new Flatten(), new BatchNorm(), new PReLU { PerUnit = true }, new Dropout(0.4f)]),
        ImageStack("FlatAfterPool", Dims.Image(3, 5, 6), [new Conv2D(4, 2), new Tanh(), new GlobalAveragePool2D(), new Flatten(), new Dense(2)]),
        ImageStack("FlatTwice", Dims.Image(3, 5, 6), [new Conv2D(4, 2), new Flatten(), new Tanh(), new Flatten(), new Dense(2)]),
        ImageStack("OddAndNarrow", Dims.Image(3, 7, 6), [new Conv2D(15, 1), new Tanh(), new Conv2D(6, 3), new Tanh(), new Conv2D(9, 5) { Same = true }, new Flatten(), new Dense(2)]),
        ImageStack("PooledAtTheEnd", Dims.Image(2, 6, 5), [new Conv2D(4, 3), new Tanh(), new GlobalAveragePool2D()]),
        ImageStack("FlattenedFirst", Dims.Image(2, 3, 4), [new Dropout(0.1f), new Flatten(), new Dense(5), new Tanh(), new Dense(2)]),
        ImageStack("BehindFlatten", Dims.Image(2, 6, 6), [
            new Conv2D(5, 3), new ReLU(), new Flatten(), new BatchNorm(), new Dropout(0.25f), new Maxout(6, 3), new Dense(33), new ReLU(), new Dense(3)]),
        NetworkPlan.OfImages("ConvClassifier", Dims.Image(1, 8, 8),
            [new Conv2D(8, 3) { Same = true }, new BatchNorm(), new ReLU(), new MaxPool2D(2), new Conv2D(16, 3), new ReLU(), new Flatten(), new Dense(4)],
            new SoftmaxCrossEntropy(), new AdamW { ClipNorm = 0.5f }),
    ];

    private static NetworkPlan Image(string name, Dims input, LayerPlan layer) =>
        ImageStack(name, input, [layer, new Tanh(), new Flatten(), new Dense(3)]);

    private static NetworkPlan ImageStack(string name, Dims input, IReadOnlyList<LayerPlan> layers) =>
        NetworkPlan.OfImages(name + "Network", input, layers, new MeanSquaredError(), new SGD { LearningRate = 0.05f });

    public static IReadOnlyList<NetworkPlan> All { get; } = [.. Layers, .. Losses, .. Optimizers, .. Inits, .. Tails, .. Images];

    /// <summary>The families are compiled apart, so that a run of few tests compiles few networks.</summary>
    public static IReadOnlyList<IReadOnlyList<NetworkPlan>> Families { get; } = [Layers, Losses, Optimizers, Inits, Tails, Images];

    public static NetworkPlan Plan(string name) => All.Single(plan => plan.Name == name);

    public static CompiledNetworks Compiled(IReadOnlyList<NetworkPlan> family) =>
        NetworkCompiler.Compile(NetworkPlan.Source(family));

    public static INetwork Create(string name, ulong seed = 1) =>
        Compiled(Families.Single(family => family.Any(plan => plan.Name == name))).Create(name, seed);

    /// <summary>Names as theory data: a failed case says which network it was.</summary>
    public static TheoryData<string> Names(IEnumerable<NetworkPlan> plans) => new(plans.Select(plan => plan.Name));

    private static NetworkPlan Layer(string name, LayerPlan layer) =>
        new(name + "Layer", 11, [layer, new Tanh(), new Dense(3)], Square, PlainSGD);

    private static NetworkPlan After(string name, LayerPlan layer) =>
        new(name + "Layer", 11, [new Dense(21), layer, new Dense(3)], Square, PlainSGD);

    private static NetworkPlan Optimizer(string name, OptimizerPlan optimizer) => new(
        name + "Optimizer", 7,
        [
            new Dense(18), new BatchNorm(), new Tanh(), new PReLU { PerUnit = true }, new Maxout(5), new Dense(4),
        ],
        new SoftmaxCrossEntropy(), optimizer);
}
