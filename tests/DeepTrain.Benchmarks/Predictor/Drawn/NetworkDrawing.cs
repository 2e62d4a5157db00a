namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// Draws networks, good and bad. Half are like the 400 on which the predictor was calibrated; the others reach further: all
/// activations, inits and optimizers with their own rates, and places where the predictor was known to be weak.
/// </summary>
internal static class NetworkDrawing
{
    private static readonly string[] s_activations =
        ["ReLU", "ReLU", "LeakyReLU", "ELU", "SELU", "GELU", "Swish", "Softplus", "Sigmoid", "Tanh"];

    private static readonly string[] s_allActivations =
    [
        "ReLU", "LeakyReLU", "LeakyReLU(0.2f)", "PReLU", "RReLU", "ELU", "ELU(0.5f)", "SELU", "GELU", "Swish", "Softplus",
        "Sigmoid", "Tanh", "Maxout",
    ];

    public static NetworkSettings Draw(Random random)
    {
        double kind = random.NextDouble();
        return kind < 0.5 ? Calibrated(random) : kind < 0.8 ? Wide(random) : Weak(random);
    }

    /// <summary>
    /// Draws what <see cref="Draw"/> does not: very wide layers, and no hidden layer at all. Judges learn from these too, so
    /// that they know more than they are asked.
    /// </summary>
    public static NetworkSettings DrawBeyond(Random random)
    {
        NetworkSettings drawn = Wide(random);
        if (random.Chance(0.2))
            return drawn with { Group = "no hidden layer", Depth = 0, BatchNorm = false, Dropout = 0 };
        int width = random.Pick(384, 512, 768, 1024);
        return drawn with { Group = "very wide", Width = width, Depth = (int)random.NextLog(1, width > 512 ? 5 : 11) };
    }

    /// <summary>
    /// Draws deep networks of bounded activations whose weights saturate them, which <see cref="Draw"/> seldom does.
    /// </summary>
    public static NetworkSettings DrawSaturated(Random random)
    {
        int width = random.Pick(64, 128, 256, 500);
        return Wide(random) with
        {
            Group = "saturated",
            Activation = random.Pick("Tanh", "Tanh", "Sigmoid"),
            UsesAlphaDropout = false,
            BatchNorm = false,
            Init = "Normal",
            InitScale = Math.Sqrt(random.NextLog(2, 600) / width),
            Width = width,
            Depth = (int)random.NextLog(2, 13),
        };
    }

    /// <summary>
    /// Draws wide layers whose adaptive optimizer takes steps from usual to ruinous, which <see cref="Draw"/> seldom does.
    /// </summary>
    public static NetworkSettings DrawFast(Random random)
    {
        string rate = NetworkSettings.Number(random.NextLog(2e-3, 0.05));
        return Wide(random) with
        {
            Group = "fast",
            Width = random.Pick(64, 128, 192, 256),
            Depth = (int)random.NextLog(1, 21),
            Optimizer = $"{random.Pick("Adam", "Adam", "AdamW", "Nadam", "RMSProp")}(LearningRate = {rate})",
        };
    }

    /// <summary>Draws networks of few layers that SGD may take too fast, which <see cref="Draw"/> seldom does.</summary>
    public static NetworkSettings DrawFastSgd(Random random)
    {
        string rate = NetworkSettings.Number(random.NextLog(0.02, 0.6));
        string momentum = random.Pick("", ", Momentum = 0.5f", ", Momentum = 0.9f");
        NetworkSettings drawn = Wide(random);
        bool isMaxout = random.Chance(0.25);
        return drawn with
        {
            Group = "fast SGD",
            Activation = isMaxout ? "Maxout" : drawn.Activation,
            BatchNorm = drawn.BatchNorm && !isMaxout,
            UsesAlphaDropout = drawn.UsesAlphaDropout && !isMaxout,
            Dropout = random.Pick(0, 0.2, 0.5),
            Width = random.Pick(64, 128, 256, 512),
            Depth = (int)random.NextLog(1, 9),
            Optimizer = $"SGD(LearningRate = {rate}{momentum})",
        };
    }

    // the distribution of the calibration set
    private static NetworkSettings Calibrated(Random random)
    {
        (string init, double? scale) = DrawInit(random, isWide: false);
        return new NetworkSettings
        {
            Group = "as calibrated",
            Activation = random.Pick(s_activations),
            Init = init,
            InitScale = scale,
            Depth = (int)random.NextLog(2, 31),
            Width = random.Pick(16, 32, 64, 128),
            BatchNorm = random.Chance(1.0 / 3),
            Dropout = DrawDropout(random),
            Optimizer = random.Chance(0.5) ? "SGD(LearningRate = 0.01f, Momentum = 0.9f)" : "Adam",
        };
    }

    private static NetworkSettings Wide(Random random)
    {
        (string init, double? scale) = DrawInit(random, isWide: true);
        string activation = random.Pick(s_allActivations);
        int width = random.Pick(16, 24, 48, 64, 96, 128, 192, 256);
        return new NetworkSettings
        {
            Group = "wider",
            Activation = activation,
            Init = init,
            InitScale = scale,
            // what a step costs grows with the square of the width
            Depth = (int)random.NextLog(1, width > 128 ? 13 : 31),
            Width = width,
            BatchNorm = activation != "Maxout" && random.Chance(1.0 / 3),
            UsesAlphaDropout = activation == "SELU",
            Dropout = random.Chance(0.3) ? Math.Round(0.1 + 0.5 * random.NextDouble(), 2) : 0,
            Optimizer = DrawOptimizer(random),
        };
    }

    private static NetworkSettings Weak(Random random)
    {
        NetworkSettings any = Calibrated(random);
        return random.Next(4) switch
        {
            0 => any with
            {
                Group = "Adam, exploding init",
                Init = "Normal",
                InitScale = Math.Sqrt(random.NextLog(2, 30) / any.Width),
                BatchNorm = false,
                Optimizer = "Adam",
            },
            1 => any with
            {
                Group = "2-4 sigmoids, Adam",
                Activation = "Sigmoid",
                Depth = 2 + random.Next(3),
                BatchNorm = false,
                Optimizer = "Adam",
            },
            2 => any with { Group = "batch norm above 18", Depth = 19 + random.Next(12), BatchNorm = true },
            _ => any with
            {
                Group = "dropout, wide",
                Width = random.Pick(128, 192, 256),
                Depth = (int)random.NextLog(2, 13),
                Dropout = random.Pick(0.2, 0.3, 0.5),
            },
        };
    }

    private static double DrawDropout(Random random) => random.Next(6) switch { 4 => 0.2, 5 => 0.5, _ => 0 };

    private static (string Init, double? Scale) DrawInit(Random random, bool isWide)
    {
        double kind = random.NextDouble();
        bool isUniform = isWide && random.Chance(0.5);
        string distribution = isUniform ? "Uniform" : "Normal";
        return kind switch
        {
            < 0.03 => ("Zeros", null),
            < 0.06 => ("Constant", random.Pick(0.01, 0.1, 1)),
            < 0.20 => ("Glorot" + distribution, null),
            < 0.36 => ("He" + distribution, null),
            < 0.48 => ("LeCun" + distribution, null),
            < 0.56 => ("Orthogonal", random.Pick(1, Math.Sqrt(2))),
            < 0.66 when isWide => ("Auto", null),
            < 0.86 => ("Normal", random.NextLog(0.005, 1.5)),
            _ => ("Uniform", random.NextLog(0.01, 0.9)),
        };
    }

    private static string DrawOptimizer(Random random)
    {
        string sgdRate = NetworkSettings.Number(random.NextLog(1e-3, 0.3));
        string rate = NetworkSettings.Number(random.NextLog(1e-4, 1e-2));
        return random.Next(8) switch
        {
            0 or 1 => $"SGD(LearningRate = {sgdRate}, Momentum = 0.9f)",
            2 => $"SGD(LearningRate = {sgdRate})",
            3 => $"SGD(LearningRate = {sgdRate}, Momentum = 0.9f, Nesterov = true)",
            4 or 5 => $"Adam(LearningRate = {rate})",
            6 => $"{random.Pick("AdamW", "Nadam")}(LearningRate = {rate})",
            _ => $"RMSProp(LearningRate = {rate})",
        };
    }
}
