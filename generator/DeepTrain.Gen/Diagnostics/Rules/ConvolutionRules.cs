using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics.Rules;

/// <summary>Windows that see nothing, or leave out what they should see.</summary>
internal static class ConvolutionRules
{
    public static readonly NetworkRule OverPooled = new(
        DiagnosticIds.OverPooled,
        DiagnosticSeverity.Info,
        "A convolution is left with a single place",
        "'{0}' has a kernel of {1} x {1} on feature maps of 1 x 1: {2} of its weights only ever meet the zeros around them.",
        "What is pooled down to one place has no neighbours for a kernel to see.",
        CheckPooled);

    public static readonly NetworkRule StrideSkips = new(
        DiagnosticIds.StrideSkips,
        DiagnosticSeverity.Info,
        "A stride beyond its window skips pixels",
        "'{0}' moves windows of {1} x {1} by {2}: {3} of {4} are never read.",
        "Windows that do not touch leave out what lies between them.",
        CheckStride);

    public static readonly IReadOnlyList<NetworkRule> All = [OverPooled, StrideSkips];

    private static IEnumerable<Finding> CheckPooled(NetworkFacts net)
    {
        foreach (PlacedLayer layer in net.Layers)
        {
            if (layer.Layer is not Conv2DLayer { Kernel: > 1, Input: { Height: 1, Width: 1 } } convolution)
                continue;
            int taps = convolution.Kernel * convolution.Kernel;
            yield return OverPooled.At(
                net.Verdict, layer.Place("kernel"), layer.Name, Numbers.Of(convolution.Kernel), Numbers.Percent(1 - 1.0 / taps))
                .Advise("Pool less before it, or use a kernel of 1");
            // the same is true of what follows
            yield break;
        }
    }

    private static IEnumerable<Finding> CheckStride(NetworkFacts net)
    {
        foreach (PlacedLayer layer in net.Layers)
        {
            (int Window, int Stride, SignalWindows Vertical, SignalWindows Horizontal)? found = layer.Layer switch
            {
                Conv2DLayer convolution =>
                    (convolution.Kernel, convolution.Stride, convolution.Lines.Signal, convolution.Columns2D.Signal),
                PoolLayer pool and not GlobalAveragePool2DLayer => (pool.Size, pool.Stride, pool.Vertical, pool.Horizontal),
                _ => null,
            };
            if (found is not { } windows || windows.Stride <= windows.Window)
                continue;
            double unread = 1 - windows.Vertical.ReadShare * windows.Horizontal.ReadShare;
            // a single window has no next one
            if (unread <= 0 || windows is { Vertical.Outputs: 1, Horizontal.Outputs: 1 })
                continue;
            string stride = Numbers.Of(windows.Window);
            yield return StrideSkips.At(
                net.Verdict, layer.Place("Stride"),
                layer.Name, Numbers.Of(windows.Window), Numbers.Of(windows.Stride), Numbers.Percent(unread),
                $"{Numbers.Count((long)layer.Layer.Input.Height * layer.Layer.Input.Width, "place")}")
                .With(new Mend($"Use Stride = {stride}", Edit.Set(layer.Step, "Stride", stride)));
        }
    }
}
