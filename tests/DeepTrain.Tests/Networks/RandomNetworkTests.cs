using System.Runtime.Intrinsics;
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
    public void Training_and_inference_agree_with_the_reference(int group) =>
        RandomChecks.Run(Group(group), Seed, _ => [1, 2, 5, 32, 67]);

    [Theory]
    [MemberData(nameof(Groups))]
    public void Their_ONNX_files_predict_the_same(int group) => RandomChecks.RunExports(Group(group), Seed);

    private static NetworkPlan[] Group(int number) => [.. Plans.Skip(number * PerCompilation).Take(PerCompilation)];
}
