using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>A convolution's products: where each reads and writes.</summary>
internal static class ConvolutionProducts
{
    /// <summary>The forward pass into a buffer: in inference perhaps another, that lies another way.</summary>
    public static ImageProduct Forward(
        Conv2DLayer layer, ValueLayout input, ValueLayout output, EpilogueCode? epilogue, bool infer)
    {
        string bias = layer.Bias ? " + b" : "";
        var window = new Window(layer.Kernel, input.LineStride, layer.Kernel, input.ChannelStride, layer.Input.Channels);
        var places = new PlaceGrid(
            layer.Output.Height, layer.Output.Width, PlaceSteps.Of(input, layer.Stride), PlaceSteps.Of(output), default);
        return new ImageProduct(
            layer.PascalName + (infer ? "Infer" : "Forward"), $"{layer.Name}: y = sum w x{bias}, windows of {layer.Kernel} x {layer.Kernel} x {layer.Input.Channels}",
            layer.Units, window, places, layer.Bias,
            epilogue is null ? null : (sum, _) => epilogue.Forward(sum), epilogue is null ? "" : "forward " + epilogue.Key,
            StoresFirst: epilogue?.ComesAfterSums ?? false);
    }

    /// <summary>
    /// The input gradient: for each phase of the stride a convolution over the gradient of the output, with the taps that
    /// reach inputs of that phase.
    /// </summary>
    /// <param name="h">The output that the epilogue reads, of the layers before.</param>
    public static IEnumerable<GradientPhase> Backward(
        Conv2DLayer layer, ValueLayout delta, ValueLayout target, ValueLayout h, EpilogueCode? epilogue)
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
                    epilogue is null ? null : epilogue.Backward, epilogue is null ? "" : "backward " + epilogue.Key,
                    ReadsH: epilogue?.ReadsOutput ?? false,
                    Inside: inside);
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

/// <summary>The activation that rides in the products of a stage: how it is called.</summary>
/// <param name="Name">The emitted function; with <c>Gradient</c> behind it the one that goes back.</param>
/// <param name="Key">What tells epilogues apart.</param>
/// <param name="ReadsOutput">Whether its derivative is taken of its output.</param>
/// <param name="ComesAfterSums">Whether a tile stores its sums before it.</param>
internal sealed record EpilogueCode(string Name, string Key, bool ReadsOutput, bool ComesAfterSums)
{
    public string Forward(string sum) => $"{Name}({sum})";

    public string Backward(string sum, string h) => $"{Name}Gradient({sum}{(ReadsOutput ? ", " + h : "")})";
}
