using DeepTrain.Gen.Model;
using DeepTrain.Gen.Signal;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Changes of a whole network that the predictor says will make it train.</summary>
internal static class Repairs
{
    /// <summary>The first that helps: another init, batch norm, both. Null if none does.</summary>
    public static Mend? Find(NetworkFacts net)
    {
        if (net.Hidden.Count == 0)
            return null;
        Block[] free = net.Hidden.Where(block => !block.IsNormalised).ToArray();
        Block[] drawn = net.Blocks.Where(block => !block.IsNormalised && Math.Abs(block.Gain / AutoGain(block) - 1) > 0.2).ToArray();
        if (drawn.Length > 0 && Helps(net, drawn, []))
            return new Mend("Use Init.Auto", drawn.SelectMany(block => block.UseAutoInit()).ToArray());
        if (free.Length > 0 && Helps(net, [], free))
            return Normalise(free);
        if (free.Length > 0 && drawn.Length > 0 && Helps(net, drawn, free))
            return new Mend("Use Init.Auto and insert [BatchNorm]", [.. drawn.SelectMany(block => block.UseAutoInit()), .. Normalise(free).Edits]);
        return null;
    }

    public static string Advice(Mend? mend) => mend?.Title ?? "Use fewer layers";

    /// <summary>Batch norm between the weights and the activation; it makes the bias useless.</summary>
    public static Mend Normalise(IEnumerable<Block> blocks) => new("Insert [BatchNorm]", blocks.SelectMany(Normalise).ToArray());

    /// <summary>The first so many hidden layers, with every free scale critical and the best learning rate.</summary>
    public static SignalNetwork AtBest(NetworkFacts net, int hidden)
    {
        SignalNetwork network = net.Signal.Network;
        int last = hidden < net.Hidden.Count ? net.Hidden[hidden].SignalIndex : network.Layers.Count - 1;
        List<SignalLayer> layers = network.Layers.Take(last).ToList();
        foreach (Block block in net.Hidden.Take(hidden).Where(block => !block.IsNormalised))
            layers[block.SignalIndex] = block.Signal with { WeightVariance = block.Critical / block.Signal.EffectiveFanIn };
        SignalLayer output = network.Layers[network.Layers.Count - 1];
        int units = layers[layers.Count - 1].Units;
        layers.Add(output with { FanIn = units, WeightVariance = output.HasWeights ? 1.0 / units : output.WeightVariance });

        SignalNetwork truncated = network with { Layers = layers };
        double rate = net.IsAdaptive
            ? Math.Max(network.Optimizer.LearningRate, 1e-3)
            : SignalPrediction.Predict(truncated).Trainability.StableRate;
        return truncated with { Optimizer = network.Optimizer with { LearningRate = rate } };
    }

    private static IEnumerable<Edit> Normalise(Block block)
    {
        if (block.Weights.Bias)
            yield return Edit.Set(block.Step, "Bias", "false");
        yield return Edit.Unset(block.Step, "BiasInit");
        // a dropout between them would stand before batch norm otherwise
        yield return Edit.InsertAfter(block.Step, "BatchNorm");
    }

    // a mend must not leave a network that trains in theory and cannot tell its inputs apart
    private static bool Helps(NetworkFacts net, Block[] drawn, Block[] normalised)
    {
        SignalPrediction prediction = net.Predict((layer, index) =>
        {
            Block? block = drawn.FirstOrDefault(other => other.SignalIndex == index);
            if (block is not null)
                layer = layer with { WeightVariance = AutoGain(block) / layer.EffectiveFanIn };
            return normalised.Any(other => other.SignalIndex == index) ? layer with { BatchNorm = new SignalBatchNorm(), BiasMean = 0 } : layer;
        });
        return !prediction.Trainability.Fails
            && (normalised.Length > 0 || net.HasBatchNorm || 1 - prediction.Forward[net.Hidden[net.Hidden.Count - 1].SignalIndex].Correlation > 1e-2);
    }

    private static double AutoGain(Block block)
    {
        if (block.Weights.Pieces > 1)
            return block.Critical;
        Init init = block.Function?.AutoInit ?? Init.GlorotUniform;
        return init.Variance(1f, block.Weights.Inputs, block.Units) * block.Signal.EffectiveFanIn;
    }
}
