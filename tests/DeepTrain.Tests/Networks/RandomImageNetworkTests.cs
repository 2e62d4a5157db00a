using System.Runtime.Intrinsics;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Networks;

/// <summary>Randomly drawn networks of images against the reference.</summary>
public sealed class RandomImageNetworkTests
{
    private const int PerCompilation = 15;
    private const ulong Seed = 78;

    // windows of a batch, as the reference lays them out
    private const long MostMultiplyAdds = 4_000_000;

    private static readonly int[] RowCounts = [1, 2, 5, 32, 67];

    // without vector hardware each number takes a hundred times as long
    private static readonly IReadOnlyList<NetworkPlan> Plans = RandomImagePlans.Draw(Vector256.IsHardwareAccelerated ? 45 : 15);

    public static TheoryData<int> Groups => new(Enumerable.Range(0, (Plans.Count + PerCompilation - 1) / PerCompilation));

    [Theory]
    [MemberData(nameof(Groups))]
    public void Training_and_inference_agree_with_the_reference(int group) => RandomChecks.Run(
        Group(group), Seed,
        plan => [.. RowCounts.Where(rows => rows <= 2 || rows * RandomImagePlans.Cost(plan) <= MostMultiplyAdds)]);

    [Theory]
    [MemberData(nameof(Groups))]
    public void Their_ONNX_files_predict_the_same(int group) => RandomChecks.RunExports(Group(group), Seed);

    [Fact]
    public void All_kernels_strides_sizes_and_channels_are_there()
    {
        Conv2D[] convolutions = [.. RandomImagePlans.Draw(45).SelectMany(plan => plan.Layers).OfType<Conv2D>()];
        Dims[] images = [.. RandomImagePlans.Draw(45).Select(plan => plan.Image!.Value)];
        Assert.Superset(Set(1, 2, 3, 5, 7, 11), convolutions.Select(layer => layer.Kernel).ToHashSet());
        Assert.Superset(Set(1, 2, 3), convolutions.Select(layer => layer.Stride).ToHashSet());
        Assert.Superset(Set(1, 3, 6, 8, 9, 16, 17, 32, 64), convolutions.Select(layer => layer.Filters).ToHashSet());
        Assert.Superset(Set(1, 3, 6, 8, 9, 16, 17, 32, 64), images.Select(image => image.Channels).ToHashSet());
        Assert.Superset(Set(1, 2, 5, 7, 13, 28, 32), images.Select(image => image.Height).ToHashSet());
        Assert.Superset(Set(1, 2, 5, 7, 13, 28, 32), images.Select(image => image.Width).ToHashSet());
        Assert.Contains(convolutions, layer => layer.Stride > layer.Kernel);

        static HashSet<int> Set(params int[] numbers) => [.. numbers];
    }

    private static NetworkPlan[] Group(int number) => [.. Plans.Skip(number * PerCompilation).Take(PerCompilation)];
}
