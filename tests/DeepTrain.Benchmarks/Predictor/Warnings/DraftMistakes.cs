namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// Mistakes that people make, each with a size drawn at random: small ones do no harm, and a warning of them is a false one.
/// </summary>
internal static class DraftMistakes
{
    private static readonly (string Name, Action<NetworkDraft, Random> Make)[] s_all =
    [
        ("rate", Rate), ("rate", Rate), ("momentum", Momentum), ("init", Init), ("init", Init), ("equal weights", EqualWeights),
        ("biases", Biases), ("sigmoids", Sigmoids), ("hidden softmax", (draft, random) => Replace(draft, random, "Softmax")),
        ("no activations", (draft, _) => draft.Hidden.ForEach(layer => layer.Followers.RemoveAll(IsActivation))),
        ("two activations", TwoActivations),
        ("last activation", (draft, random) => draft.Tail.Add(random.Pick("probability", "ReLU", "Tanh"))),
        ("normalised outputs", (draft, _) => draft.Tail.Add("BatchNorm")), ("dropout", Dropout), ("dropped inputs", DroppedInputs),
        ("dropped outputs", (draft, random) => draft.Tail.Add($"Dropout({NetworkDraft.Number(random.NextLog(0.1, 0.9))})")),
        ("bottleneck", (draft, random) => draft.Hidden[random.Next(draft.Hidden.Count)].Units = random.Pick(1, 1, 2, 3)),
        ("narrow", (draft, random) => draft.Hidden.ForEach(layer => layer.Units = random.Pick(2, 3, 4, 6))),
        ("clipping", (draft, random) => Argument(draft, "ClipNorm", random.NextLog(1e-5, 1))), ("norms", Norms),
        ("penalty", Penalty),
        ("decay", (draft, random) => Argument(draft, "WeightDecay", random.NextLog(1e-3, 10))), ("epsilon", Epsilon),
        ("betas", Betas),
        ("slope", (draft, random) => Replace(draft, random, $"LeakyReLU({NetworkDraft.Number(2 * random.NextDouble() - 0.5)})")),
        ("raw inputs", RawInputs), ("raw inputs", RawInputs), ("raw targets", RawTargets), ("deep", Deep),
    ];

    public static void Make(NetworkDraft draft, Random random)
    {
        (string name, Action<NetworkDraft, Random> make) = s_all[random.Next(s_all.Length)];
        make(draft, random);
        draft.Mistakes.Add(name);
    }

    private static bool IsActivation(string step) =>
        !step.StartsWith("BatchNorm", StringComparison.Ordinal) && !step.Contains("Dropout", StringComparison.Ordinal);

    private static void Argument(NetworkDraft draft, string name, double value) =>
        draft.OptimizerArguments[name] = NetworkDraft.Number(value);

    private static void Rate(NetworkDraft draft, Random random) =>
        Argument(draft, "LearningRate", draft.Optimizer == "SGD" ? random.NextLog(1e-7, 30) : random.NextLog(1e-8, 1));

    private static void Momentum(NetworkDraft draft, Random random)
    {
        double momentum = 1 - random.NextLog(1e-3, 0.05), rate = random.NextLog(1e-4, 0.1);
        draft.Optimizer = "SGD";
        draft.OptimizerArguments.Clear();
        Argument(draft, "Momentum", momentum);
        Argument(draft, "LearningRate", rate);
    }

    private static void Init(NetworkDraft draft, Random random)
    {
        string init = random.Pick("Normal", "Uniform"), scale = NetworkDraft.Number(random.NextLog(1e-4, 5));
        foreach (var weights in draft.AllWeights)
            (weights["Init"], weights["InitScale"]) = ("Init." + init, scale);
    }

    private static void EqualWeights(NetworkDraft draft, Random random)
    {
        bool isZero = random.Chance(0.5), isAll = random.Chance(0.6);
        string scale = NetworkDraft.Number(random.NextLog(0.01, 1));
        foreach (var weights in draft.AllWeights.Take(isAll ? int.MaxValue : 1))
        {
            weights["Init"] = isZero ? "Init.Zeros" : "Init.Constant";
            weights.Remove("InitScale");
            if (!isZero)
                weights["InitScale"] = scale;
        }
    }

    private static void Biases(NetworkDraft draft, Random random)
    {
        string bias = NetworkDraft.Number(random.NextLog(0.5, 30) * (random.Chance(0.6) ? -1 : 1));
        foreach (DraftLayer layer in draft.Hidden.Where(layer => !layer.Arguments.ContainsKey("Bias")))
            layer.Arguments["BiasInit"] = bias;
    }

    private static void Sigmoids(NetworkDraft draft, Random random)
    {
        Replace(draft, random, "Sigmoid");
        int more = random.Next(6);
        for (int i = 0; i < more; i++)
            draft.Hidden.Add(Copy(draft.Hidden[^1]));
    }

    private static void Deep(NetworkDraft draft, Random random)
    {
        int more = random.Pick(4, 8, 16);
        for (int i = 0; i < more; i++)
            draft.Hidden.Add(Copy(draft.Hidden[^1]));
    }

    private static void Replace(NetworkDraft draft, Random random, string activation)
    {
        int only = activation == "Softmax" ? random.Next(draft.Hidden.Count) : -1;
        for (int i = 0; i < draft.Hidden.Count; i++)
        {
            if (only >= 0 && only != i)
                continue;
            List<string> steps = draft.Hidden[i].Followers;
            for (int k = 0; k < steps.Count; k++)
                steps[k] = IsActivation(steps[k]) ? activation : steps[k].Replace("Alpha", "", StringComparison.Ordinal);
        }
    }

    private static void TwoActivations(NetworkDraft draft, Random random)
    {
        string second = random.Pick("ReLU", "Sigmoid", "Tanh");
        draft.Hidden.ForEach(layer => layer.Followers.Add(second));
    }

    private static void Dropout(NetworkDraft draft, Random random)
    {
        string rate = NetworkDraft.Number(0.4 + 0.57 * random.NextDouble());
        foreach (DraftLayer layer in draft.Hidden)
        {
            layer.Followers.RemoveAll(step => step.Contains("Dropout", StringComparison.Ordinal));
            layer.Followers.Add($"Dropout({rate})");
        }
    }

    private static void DroppedInputs(NetworkDraft draft, Random random) =>
        draft.Head.Add($"Dropout({NetworkDraft.Number(0.2 + 0.75 * random.NextDouble())})");

    private static void Norms(NetworkDraft draft, Random random)
    {
        string norm = NetworkDraft.Number(random.NextLog(3e-3, 2));
        foreach (var weights in draft.AllWeights)
            weights["MaxNorm"] = norm;
    }

    private static void Penalty(NetworkDraft draft, Random random)
    {
        string kind = random.Pick("L1", "L2", "L2"), size = NetworkDraft.Number(random.NextLog(1e-4, 3));
        foreach (var weights in draft.AllWeights)
            weights[kind] = size;
    }

    private static void Epsilon(NetworkDraft draft, Random random)
    {
        if (draft.Optimizer == "SGD")
        {
            draft.Optimizer = "Adam";
            draft.OptimizerArguments.Clear();
        }

        Argument(draft, "Epsilon", random.NextLog(1e-6, 10));
    }

    private static void Betas(NetworkDraft draft, Random random)
    {
        draft.Optimizer = "Adam";
        draft.OptimizerArguments.Clear();
        Argument(draft, "Beta1", random.Pick(0.9, 0.99, 0.999));
        Argument(draft, "Beta2", random.Pick(0.5, 0.9, 0.99));
    }

    private static void RawInputs(NetworkDraft draft, Random random)
    {
        double std = random.NextLog(0.01, 1000), offset = random.Pick(0, 0.5, 1, 3, 10, 100);
        draft.Scale = draft.Scale with { InputMean = offset * std, InputStd = std };
    }

    private static void RawTargets(NetworkDraft draft, Random random)
    {
        double std = random.NextLog(0.01, 1e5), offset = random.Pick(0, 1, 3);
        draft.Scale = draft.Scale with { TargetMean = offset * std, TargetStd = std };
    }

    private static DraftLayer Copy(DraftLayer layer)
    {
        var copy = new DraftLayer(layer.Units);
        foreach ((string name, string value) in layer.Arguments)
            copy.Arguments[name] = value;
        copy.Followers.AddRange(layer.Followers);
        return copy;
    }
}
