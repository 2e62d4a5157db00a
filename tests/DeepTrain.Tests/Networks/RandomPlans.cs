using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Draws networks of every kind and size, the same ones each time.</summary>
internal static class RandomPlans
{
    private static readonly int[] Widths = [1, 3, 7, 17, 33, 65, 200];

    public static IReadOnlyList<NetworkPlan> Draw(int count, int maxWidth = 200)
    {
        var random = new Random(2024);
        int[] widths = [.. Widths.Where(width => width <= maxWidth)];
        return [.. Enumerable.Range(0, count).Select(number => DrawOne($"Random{number}", random, widths))];
    }

    private static NetworkPlan DrawOne(string name, Random random, int[] widths)
    {
        int inputs = Pick(random, widths);
        int depth = 1 + random.Next(random.Next(2) == 0 ? 6 : 20);
        var layers = new List<LayerPlan>();
        int width = inputs;
        for (int i = 0; i < depth; i++)
        {
            layers.Add(DrawLayer(random, widths, width, layers));
            width = layers[^1].Outputs(width);
        }

        // a network that ends in its own width has seen no weight: let it have one
        if (layers.TrueForAll(layer => layer is not LinearPlan))
            layers.Add(DrawLinear(random, widths));
        return new NetworkPlan(name, inputs, layers, DrawLoss(random), DrawOptimizer(random));
    }

    private static LayerPlan DrawLayer(
        Random random, int[] widths, int width, List<LayerPlan> before) => random.Next(10) switch
    {
        < 4 => DrawLinear(random, widths),
        < 8 => DrawActivation(random, width),
        // a constant column has no variance: rounding alone would decide what batch norm makes of it
        8 when before.LastOrDefault() is Dense or Maxout => new BatchNorm
        {
            Momentum = Pick(random, 0.1f, 0.5f),
            Epsilon = Pick(random, 1e-5f, 1e-3f),
        },
        8 => DrawActivation(random, width),
        _ => random.Next(2) == 0 ? new Dropout(Pick(random, 0f, 0.1f, 0.5f)) : new AlphaDropout(Pick(random, 0.05f, 0.2f)),
    };

    private static LinearPlan DrawLinear(Random random, int[] widths)
    {
        int units = Pick(random, widths);
        LinearPlan layer = random.Next(4) == 0 ? new Maxout(Math.Min(units, 65), 2 + random.Next(3)) : new Dense(units);
        // half keep the init that suits the activation, so that a signal gets through deep networks
        Init init = random.Next(2) == 0 ? Init.Auto : Pick(random, Enum.GetValues<Init>());
        return layer with
        {
            Init = init,
            InitScale = init is Init.Normal or Init.Uniform ? Pick(random, 0.1f, 0.3f)
                : init is Init.Constant ? 0.05f
                : null,
            Bias = random.Next(4) != 0,
            BiasInit = Pick(random, 0f, 0f, 0.1f, -0.2f),
            L1 = Pick(random, 0f, 0f, 0f, 1e-3f),
            L2 = Pick(random, 0f, 0f, 0f, 1e-2f),
            MaxNorm = Pick(random, 0f, 0f, 0f, 0.5f, 3f),
        };
    }

    private static LayerPlan DrawActivation(Random random, int width) => random.Next(14) switch
    {
        0 => new Sigmoid(),
        1 => new Tanh(),
        2 or 3 => new ReLU(),
        4 => new LeakyReLU(Pick(random, 0.01f, 0.2f, -0.3f)),
        5 => new PReLU(Pick(random, 0.25f, -0.1f)) { PerUnit = random.Next(2) == 0 },
        6 => new RReLU(),
        7 => new ELU(Pick(random, 1f, 0.5f)),
        8 => new SELU(),
        9 => new Softplus(),
        10 => new Swish(),
        11 => new GELU(),
        12 when width > 1 => new Softmax(),
        _ => new Flatten(),
    };

    private static LossPlan DrawLoss(Random random) => random.Next(6) switch
    {
        0 => new MeanSquaredError(),
        1 => new MeanAbsoluteError(),
        2 => new Huber(Pick(random, 1f, 0.5f)),
        3 => new BinaryCrossEntropy(),
        _ => new SoftmaxCrossEntropy(),
    };

    private static OptimizerPlan DrawOptimizer(Random random)
    {
        float momentum = Pick(random, 0f, 0.9f);
        OptimizerPlan optimizer = random.Next(6) switch
        {
            0 => new SGD { LearningRate = 0.01f, Momentum = momentum, Nesterov = momentum > 0 && random.Next(2) == 0 },
            1 => new AdaGrad { LearningRateDecay = Pick(random, 0f, 0.1f), InitialAccumulator = Pick(random, 0f, 0.1f) },
            2 => new RMSProp { LearningRate = 1e-3f, Momentum = momentum, Centered = random.Next(2) == 0 },
            3 => new Adam(),
            4 => new AdamW { WeightDecay = Pick(random, 0.01f, 0.1f) },
            _ => new Nadam(),
        };
        return optimizer with
        {
            WeightDecay = random.Next(3) == 0 ? 0.01f : optimizer.WeightDecay,
            ClipNorm = Pick(random, 0f, 0f, 0.1f, 1f),
        };
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
