using System.Runtime.Intrinsics;
using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Onnx;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Randomly drawn networks against the reference: the mixtures that nobody would think of.</summary>
public sealed class RandomNetworkTests
{
    private const int PerCompilation = 40;
    private const ulong Seed = 77;

    // without vector hardware each number takes a hundred times as long
    private static readonly IReadOnlyList<NetworkPlan> Plans =
        Vector256.IsHardwareAccelerated ? RandomPlans.Draw(300) : RandomPlans.Draw(40, maxWidth: 33);

    public static TheoryData<int> Groups => new(Enumerable.Range(0, (Plans.Count + PerCompilation - 1) / PerCompilation));

    [Theory]
    [MemberData(nameof(Groups))]
    public void Training_and_inference_agree_with_the_reference(int group)
    {
        NetworkPlan[] plans = [.. Plans.Skip(group * PerCompilation).Take(PerCompilation)];
        CompiledNetworks compiled = NetworkCompiler.Compile(NetworkPlan.Source(plans));
        List<string> failures = [];
        List<string> cutShort = [];
        foreach (NetworkPlan plan in plans)
        {
            try
            {
                if (!Check(plan, compiled.Create(plan.Name, Seed)))
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

    [Theory]
    [MemberData(nameof(Groups))]
    public void Their_ONNX_files_predict_the_same(int group)
    {
        NetworkPlan[] plans = [.. Plans.Skip(group * PerCompilation).Take(PerCompilation)];
        CompiledNetworks compiled = NetworkCompiler.Compile(NetworkPlan.Source(plans));
        foreach (NetworkPlan plan in plans)
        {
            INetwork network = MovedParameters.Of(compiled.Create(plan.Name, Seed));
            OnnxAgreement.Check(network, Batch.Draw(plan, 17, new Random(plan.Layers.Count)).Inputs);
        }
    }

    /// <summary>Compares call by call; false if at some call no batch is clear of kinks.</summary>
    private static bool Check(NetworkPlan plan, INetwork network)
    {
        var random = new Random(plan.Name.Length + plan.Layers.Count);
        var both = new SideBySide(plan, network, Seed);
        Action<Batch>[] calls =
        [
            both.CheckInference, both.CheckInspection, both.ComputeAndApplyGradients,
            both.TrainBatch, both.TrainBatch, both.TrainBatch, both.CheckInference,
        ];
        for (int call = 0; call < calls.Length; call++)
        {
            if (Draw(both, random) is not { } batch)
                return false;
            calls[call](batch);
            if (call == 2)
                both.Tolerance = 1e-4;
        }

        return true;
    }

    /// <summary>Fewer rows have fewer kinks.</summary>
    private static Batch? Draw(SideBySide both, Random random)
    {
        int rows = new[] { 1, 2, 5, 32, 67 }[random.Next(5)];
        return both.TryDraw(rows, random) ?? both.TryDraw(2, random) ?? both.TryDraw(1, random);
    }
}
