namespace DeepTrain.Gen.Declarations;

/// <summary>Which step is meant by a name that none has: one of another library, or one with a slip.</summary>
internal static class StepNames
{
    // what Keras, PyTorch and people call them, in small letters
    private static readonly IReadOnlyDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["linear"] = "Dense", ["fullyconnected"] = "Dense", ["fc"] = "Dense",
        ["conv"] = "Conv2D", ["convolution"] = "Conv2D", ["convolution2d"] = "Conv2D",
        ["maxpool"] = "MaxPool2D", ["maxpooling2d"] = "MaxPool2D",
        ["avgpool"] = "AveragePool2D", ["avgpool2d"] = "AveragePool2D", ["averagepooling2d"] = "AveragePool2D",
        ["globalaveragepooling2d"] = "GlobalAveragePool2D", ["adaptiveavgpool2d"] = "GlobalAveragePool2D",
        ["batchnormalization"] = "BatchNorm", ["batchnorm1d"] = "BatchNorm", ["batchnorm2d"] = "BatchNorm",
        ["silu"] = "Swish", ["inputlayer"] = "Input",
        ["mse"] = "MeanSquaredError", ["mseloss"] = "MeanSquaredError", ["squarederror"] = "MeanSquaredError",
        ["mae"] = "MeanAbsoluteError", ["l1loss"] = "MeanAbsoluteError", ["absoluteerror"] = "MeanAbsoluteError",
        ["huberloss"] = "Huber", ["smoothl1loss"] = "Huber",
        ["crossentropy"] = "SoftmaxCrossEntropy", ["crossentropyloss"] = "SoftmaxCrossEntropy",
        ["categoricalcrossentropy"] = "SoftmaxCrossEntropy", ["sparsecategoricalcrossentropy"] = "SoftmaxCrossEntropy",
        ["bce"] = "BinaryCrossEntropy", ["bceloss"] = "BinaryCrossEntropy", ["bcewithlogitsloss"] = "BinaryCrossEntropy",
        ["logistic"] = "Sigmoid", ["momentum"] = "SGD", ["gradientdescent"] = "SGD",
    };

    private static readonly IReadOnlyList<string> Names =
        [.. new[] { "Input" }.Concat(StepKinds.Layers.Keys).Concat(StepKinds.Losses.Keys).Concat(StepKinds.Optimizers.Keys)];

    /// <summary>The step that is called so elsewhere, or whose name is a slip or two away; null where none is.</summary>
    public static string? Nearest(string name)
    {
        string small = name.ToLowerInvariant();
        if (Elsewhere.TryGetValue(small, out string? known))
            return known;
        int slips = small.Length > 4 ? 2 : 1;
        (string Name, int Distance) nearest = Names
            .Select(step => (step, Distance: Distance(small, step.ToLowerInvariant())))
            .OrderBy(step => step.Distance)
            .First();
        return nearest.Distance <= slips ? nearest.Name : null;
    }

    /// <summary>How many letters are left out, put in, changed or swapped with their neighbour (optimal string alignment).</summary>
    private static int Distance(string from, string to)
    {
        int[,] steps = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                int change = from[i - 1] == to[j - 1] ? 0 : 1;
                int fewest = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    fewest = Math.Min(fewest, steps[i - 2, j - 2] + 1);
                steps[i, j] = fewest;
            }
        }

        return steps[from.Length, to.Length];
    }
}
