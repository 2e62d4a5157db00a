namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// Draws networks as people write them: usual ones, usual ones with one mistake or two, and deep ones whose weights are drawn by
/// anything. What is drawn does not depend on the problem.
/// </summary>
internal static class DraftDrawing
{
    private static readonly string[] s_activations =
        ["ReLU", "ReLU", "ReLU", "Tanh", "Tanh", "LeakyReLU", "ELU", "SELU", "GELU", "Swish", "Softplus", "Sigmoid", "PReLU"];

    public static NetworkDraft Draw(Random random)
    {
        double kind = random.NextDouble();
        if (kind >= 0.75)
            return Deep(random);
        NetworkDraft draft = Usual(random);
        int mistakes = kind < 0.25 ? 0 : kind < 0.6 ? 1 : 2;
        draft.Group = mistakes switch { 0 => "usual", 1 => "one mistake", _ => "two mistakes" };
        for (int i = 0; i < mistakes; i++)
            DraftMistakes.Make(draft, random);
        return draft;
    }

    /// <summary>What any problem is tried with first, to see what there is to learn.</summary>
    public static IEnumerable<NetworkDraft> References()
    {
        foreach ((string activation, bool isNormalised, string rate) in
            new[] { ("ReLU", false, "0.003f"), ("Tanh", false, "0.01f"), ("ReLU", true, "0.01f") })
        {
            var draft = new NetworkDraft { Group = "reference" };
            for (int i = 0; i < 2; i++)
                draft.Hidden.Add(Layer(64, activation, isNormalised, ""));
            draft.OptimizerArguments["LearningRate"] = rate;
            yield return draft;
        }
    }

    private static NetworkDraft Usual(Random random)
    {
        var draft = new NetworkDraft();
        int depth = (int)random.NextLog(1, 6), width = random.Pick(16, 32, 64, 128);
        string activation = random.Pick(s_activations);
        bool isNormalised = random.Chance(0.2), tapers = random.Chance(0.3);
        string dropout = random.Chance(0.2) ? random.Pick("0.1f", "0.2f", "0.3f") : "";
        for (int i = 0; i < depth; i++)
            draft.Hidden.Add(Layer(tapers ? Math.Max(width >> i, 8) : width, activation, isNormalised, dropout));
        SetOptimizer(draft, random);
        return draft;
    }

    private static NetworkDraft Deep(Random random)
    {
        var draft = new NetworkDraft { Group = "deep" };
        int width = random.Pick(16, 32, 64, 96), depth = (int)random.NextLog(4, width > 64 ? 16 : 25);
        string activation = random.Pick(s_activations);
        bool isNormalised = random.Chance(0.25);
        string dropout = random.Chance(0.15) ? random.Pick("0.1f", "0.2f", "0.5f") : "";
        for (int i = 0; i < depth; i++)
            draft.Hidden.Add(Layer(width, activation, isNormalised, dropout));
        string init = random.Pick("", "GlorotUniform", "HeNormal", "LeCunNormal", "Orthogonal", "Normal", "Normal", "Uniform");
        foreach (var weights in draft.AllWeights.Where(_ => init != ""))
            weights["Init"] = "Init." + init;
        if (init is "Normal" or "Uniform")
        {
            // around what keeps a signal, and far from it
            string scale = NetworkDraft.Number(Math.Sqrt(random.NextLog(0.05, 8) / width));
            foreach (var weights in draft.AllWeights)
                weights["InitScale"] = scale;
        }

        SetOptimizer(draft, random);
        return draft;
    }

    private static DraftLayer Layer(int units, string activation, bool isNormalised, string dropout)
    {
        var layer = new DraftLayer(units);
        if (isNormalised)
        {
            layer.Arguments["Bias"] = "false";
            layer.Followers.Add("BatchNorm");
        }

        layer.Followers.Add(activation);
        if (dropout != "")
            layer.Followers.Add(activation == "SELU" ? $"AlphaDropout({dropout})" : $"Dropout({dropout})");
        return layer;
    }

    private static void SetOptimizer(NetworkDraft draft, Random random)
    {
        draft.Optimizer = random.Pick("Adam", "Adam", "Adam", "SGD", "SGD", "SGD", "RMSProp", "AdamW", "Nadam", "AdaGrad");
        double rate = draft.Optimizer switch
        {
            "SGD" => random.NextLog(0.01, 0.2),
            "AdaGrad" => random.NextLog(0.01, 0.1),
            _ => random.NextLog(1e-3, 1e-2),
        };
        if (draft.Optimizer == "SGD" && random.Chance(0.6))
        {
            draft.OptimizerArguments["Momentum"] = "0.9f";
            rate /= 5;
        }

        draft.OptimizerArguments["LearningRate"] = NetworkDraft.Number(rate);
    }
}
