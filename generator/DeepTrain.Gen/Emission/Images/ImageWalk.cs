using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>The places of the image <c>row</c>, line by line; a column is a channel.</summary>
internal sealed class ImageWalk : Walk
{
    public static readonly ImageWalk Instance = new();

    public override string Unit => "place";

    public override bool IsCut => true;

    public override string Element(LayerSpec layer)
    {
        string places = CSharpLiteral.Of(layer.Output.Height * layer.Output.Width);
        return $"(row * {places} + place) * {CSharpLiteral.Of(layer.Output.Channels)} + column";
    }

    public override Address TargetOfSum(LayerSpec layer, string suffix, Address ofAll)
    {
        ValueBuffer sums = MemoryPlan.SumOfImages(layer, suffix);
        return Address.At(sums.Pointer, $"(long)row * {CSharpLiteral.Of(sums.Stride)}") + "column";
    }

    public override void WriteLoop(SourceWriter writer, VectorType v, WalkedLoop loop)
    {
        ValueLayout shape = loop.Buffers[0].Layout;
        foreach (ValueBuffer buffer in loop.Buffers)
            writer.Line($"float* {loop.Cursor(buffer)} = {ImageCode.First(buffer) + "column"};");
        string Steps(Func<ValueLayout, int> step) => string.Concat(loop.Buffers
            .Where(buffer => step(buffer.Layout) > 0)
            .Select(buffer => $", {loop.Cursor(buffer)} += {CSharpLiteral.Of(step(buffer.Layout))}"));
        string steps = Steps(layout => layout.ChannelStride);
        bool hasRings = loop.Buffers.Any(buffer => !buffer.Layout.Ring.IsEmpty);
        if (!hasRings && loop.Sums.Count == 0)
        {
            using (writer.Block($"for (int place = 0; place < {shape.Places}; place++{steps})"))
                writer.Lines(loop.Body);
            return;
        }

        // lines are summed apart: the sum of a large image would drift
        string lines = Steps(layout => layout.LineStride - layout.Width * layout.ChannelStride);
        foreach (string sum in loop.Sums)
            writer.Line($"{v.Float} {sum}Lines = {v.Zero};");
        using (writer.Block($"for (int line = 0, place = 0; line < {shape.Height}; line++{lines})"))
        {
            writer.Lines(loop.Sums.Select(sum => $"{sum} = {v.Zero};"));
            using (writer.Block($"for (int lineEnd = place + {shape.Width}; place < lineEnd; place++{steps})"))
                writer.Lines(loop.Body);
            writer.Lines(loop.Sums.Select(sum => $"{sum}Lines += {sum};"));
        }

        writer.Lines(loop.Sums.Select(sum => $"{sum} = {sum}Lines;"));
    }
}
