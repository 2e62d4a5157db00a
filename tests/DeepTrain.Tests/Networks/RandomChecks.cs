using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Onnx;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>A randomly drawn network and its reference, through inference, inspection, gradients and training steps.</summary>
internal static class RandomChecks
{
    /// <summary>Compares call by call; false if at some call no batch is clear of kinks.</summary>
    /// <param name="rows">How many rows a batch may have.</param>
    public static bool Check(NetworkPlan plan, INetwork network, ulong seed, int[] rows)
    {
        var random = new Random(plan.Name.Length + plan.Layers.Count);
        var both = new SideBySide(plan, network, seed);
        Action<Batch>[] calls =
        [
            both.CheckInference, both.CheckInspection, both.ComputeAndApplyGradients,
            both.TrainBatch, both.TrainBatch, both.TrainBatch, both.CheckInference,
        ];
        for (int call = 0; call < calls.Length; call++)
        {
            if (Draw(both, random, rows) is not { } batch)
                return false;
            calls[call](batch);
            if (call == 2)
                both.Tolerance = 1e-4;
        }

        return true;
    }

    // fewer rows have fewer kinks
    private static Batch? Draw(SideBySide both, Random random, int[] rows) =>
        both.TryDraw(rows[random.Next(rows.Length)], random) ?? both.TryDraw(2, random) ?? both.TryDraw(1, random);

    /// <summary>Checks a group of networks that are compiled together.</summary>
    /// <param name="rowsOf">How many rows a network's batch may have.</param>
    public static void Run(NetworkPlan[] plans, ulong seed, Func<NetworkPlan, int[]> rowsOf)
    {
        CompiledNetworks compiled = NetworkCompiler.Compile(NetworkPlan.Source(plans));
        List<string> failures = [];
        List<string> cutShort = [];
        foreach (NetworkPlan plan in plans)
        {
            try
            {
                if (!Check(plan, compiled.Create(plan.Name, seed), seed, rowsOf(plan)))
                    cutShort.Add(plan.Name);
            }
            catch (Exception failure)
            {
                failures.Add($"{failure.Message}\n{plan.Declaration}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {plans.Length} networks:\n\n{string.Join("\n\n", failures)}");

        // pieces of a maxout layer that are trained to the same bias meet in every batch; few networks come to that
        Assert.True(cutShort.Count <= plans.Length / 4, $"No batch is clear of kinks in {string.Join(", ", cutShort)}.");
    }

    /// <summary>Checks that the networks' ONNX files predict what they do.</summary>
    public static void RunExports(NetworkPlan[] plans, ulong seed)
    {
        CompiledNetworks compiled = NetworkCompiler.Compile(NetworkPlan.Source(plans));
        foreach (NetworkPlan plan in plans)
        {
            INetwork network = MovedParameters.Of(compiled.Create(plan.Name, seed));
            OnnxAgreement.Check(network, Batch.Draw(plan, 17, new Random(plan.Layers.Count)).Inputs);
        }
    }
}
