using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>A convolution's products: where each reads and writes.</summary>
internal static class ConvolutionProducts
{
    /// <summary>
    /// A stage's forward passes, into the buffer of each: in training and, unless that is the same, in inference, where it may lie another
    /// way.
    /// </summary>
    public static IReadOnlyList<(ImageProduct Product, ValueBuffer Target)> Forward(NetworkPlan plan, Stage stage, VectorType width)
    {
        ValueBuffer trained = stage.Values[stage.Landing];
        return stage.InfersAsItTrains
            ? [(Forward(plan, stage, trained, width, infer: false), trained)]
            : [(Forward(plan, stage, trained, width, infer: false), trained), (Forward(plan, stage, stage.Result, width, infer: true), stage.Result)];
    }

    private static ImageProduct Forward(NetworkPlan plan, Stage stage, ValueBuffer target, VectorType width, bool infer)
    {
        Conv2DLayer layer = stage.Convolution!;
        ValueLayout input = plan.Stages[stage.Index - 1].Result.Layout, output = target.Layout;
        string bias = layer.Bias ? " + b" : "";
        var window = new Window(layer.Kernel, input.LineStride, layer.Kernel, input.ChannelStride, layer.Input.Channels);
        var places = new PlaceGrid(
            layer.Output.Height, layer.Output.Width, PlaceSteps.Of(input, layer.Stride), PlaceSteps.Of(output), default);
        return new ImageProduct(
            layer.PascalName + (infer ? "Infer" : "Forward"),
            $"{layer.Name}: y = sum w x{bias}, windows of {layer.Kernel} x {layer.Kernel} x {layer.Input.Channels}",
            layer.Units, window, places, layer.Bias,
            Epilogue.Forward(stage.Layout.Values.VectorOf(width), stage));
    }

    /// <summary>
    /// The input gradient: for each phase of the stride a convolution over the gradient of the output, with the taps that
    /// reach inputs of that phase.
    /// </summary>
    public static IEnumerable<GradientPhase> Backward(Stage below, Stage stage, VectorType width) => Backward(
        stage.Convolution!, stage.Delta.Layout, below.Delta.Layout, below.Result.Layout,
        Epilogue.Backward(below.Layout.Values.VectorOf(width), below));

    /// <param name="h">The output that the epilogue reads, of the layers before.</param>
    public static IEnumerable<GradientPhase> Backward(
        Conv2DLayer layer, ValueLayout delta, ValueLayout target, ValueLayout h, Epilogue? epilogue)
    {
        int offset = 0;
        for (int a = 0; a < layer.Stride; a++)
        {
            for (int b = 0; b < layer.Stride; b++)
            {
                Taps down = layer.Lines, across = layer.Columns2D;
                int height = down.Inputs(a), width = across.Inputs(b);
                if (height == 0 || width == 0)
                    continue;
                IReadOnlyList<int> lines = down.Backward(a), columns = across.Backward(b);
                if (lines.Count == 0 || columns.Count == 0)
                    (lines, columns) = ([], []);
                var window = new Window(lines.Count, delta.LineStride, columns.Count, delta.ChannelStride, layer.Units);
                var places = new PlaceGrid(
                    height, width, PlaceSteps.Of(delta), PlaceSteps.Of(target, layer.Stride), PlaceSteps.Of(h, layer.Stride));
                LinesInside? inside = lines.Count == 0 ? null : new LinesInside(-down.FirstOutput(a), layer.Output.Height);
                if (inside?.ShareOutside(height, lines.Count) < Machine.SkippedLines)
                    inside = null;
                string phase = layer.Stride == 1 ? "" : $"{CSharpLiteral.Of(a)}{CSharpLiteral.Of(b)}";
                var product = new ImageProduct(
                    layer.PascalName + "InputGradient" + phase,
                    $"{layer.Name}, gradient of its input: dL/dx = sum w delta, {lines.Count} x {columns.Count} taps of {layer.Units} filters",
                    layer.Input.Channels, window, places, HasBias: false,
                    epilogue, inside);
                int first = lines.Count == 0 ? 0
                    : down.FirstOutput(a) * delta.LineStride + across.FirstOutput(b) * delta.ChannelStride;
                yield return new GradientPhase(
                    product, lines, columns, offset, first,
                    a * target.LineStride + b * target.ChannelStride, a * h.LineStride + b * h.ChannelStride);
                offset += window.Reduction * PanelShape.Padded(layer.Input.Channels);
            }
        }
    }
}

/// <summary>A part of the input gradient: the inputs of one phase of the stride.</summary>
/// <param name="Lines">The kernel rows that reach them, in the order of the outputs.</param>
/// <param name="Columns">The kernel columns.</param>
/// <param name="WeightOffset">Where its weights begin in the transposed copy.</param>
/// <param name="Delta">Floats from the first output to the first that is read; negative in the ring.</param>
/// <param name="Target">Floats from the first input to the first that is written.</param>
/// <param name="H">The same in what the epilogue reads.</param>
internal sealed record GradientPhase(
    ImageProduct Product, IReadOnlyList<int> Lines, IReadOnlyList<int> Columns, int WeightOffset, int Delta, int Target, int H);
