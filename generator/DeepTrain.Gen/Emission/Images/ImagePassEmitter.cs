using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// Prints what is done with one image behind a stage's head: channel by channel, place by place, each value in a register
/// from the first layer of a pass to its last.
/// </summary>
/// <param name="v">The vectors that the places of the stage are made of.</param>
/// <param name="width">The width that the methods are for.</param>
internal sealed class ImagePassEmitter(VectorType v, VectorType width)
{
    /// <summary>What a pass over the images does: declarations before all images, and the loops over one.</summary>
    internal sealed record Pass(IReadOnlyList<string> Constants, string Loops)
    {
        public bool IsEmpty => Loops.Length == 0;
    }

    /// <summary>The layers from start to end in training, then the statistics that the normaliser behind them needs.</summary>
    public Pass Forward(Stage stage, int start, int end)
    {
        var code = new ElementCode(v, ImageWalk.Instance);
        var writer = new SourceWriter();
        if (end > start)
        {
            var section = new Section(code, v);
            string x = section.Load(stage.Values[start == 0 ? stage.Landing : start], "input");
            for (int i = start; i < end; i++)
            {
                x = stage.Chain[i] is INormaliser normaliser
                    ? normaliser.EmitForward(code, x)
                    : ((IElementwise)stage.Chain[i]).Forward(code, x);
                if (stage.IsSaved(i + 1))
                    section.Store(stage.Values[i + 1], x);
            }

            WriteColumns(writer, stage, code, [section.Close()]);
        }

        if (end < stage.Chain.Count)
        {
            var statistics = new ElementCode(v, ImageWalk.Instance);
            IEnumerable<string> lines = ((INormaliser)stage.Chain[end]).EmitStatisticsOfImage(statistics, stage.Values[end]);
            WriteColumns(writer, stage, statistics, lines.Select(line => (ColumnStep)line).ToList());
        }

        return new Pass(code.Constants, writer.Content);
    }

    /// <summary>All layers in inference, in place.</summary>
    public Pass Infer(Stage stage)
    {
        var code = new ElementCode(v, ImageWalk.Instance);
        var section = new Section(code, v);
        string x = section.Load(stage.Result, "input");
        foreach (LayerSpec layer in stage.Chain)
        {
            x = layer is INormaliser normaliser
                ? normaliser.EmitInfer(code, x)
                : ((IElementwise)layer).Infer(code, x);
        }

        section.Store(stage.Result, x);
        var writer = new SourceWriter();
        WriteColumns(writer, stage, code, [section.Close()]);
        return new Pass(code.Constants, writer.Content);
    }

    /// <summary>
    /// Back through the layers from end to start.
    /// </summary>
    /// <param name="throughNormaliser">Whether it begins with the normaliser at end, whose sums are known.</param>
    /// <param name="endsInSums">Whether the first layer is a normaliser, of which only the sums can be had yet.</param>
    public Pass Backward(Stage stage, int start, int end, bool throughNormaliser, bool endsInSums)
    {
        var code = new ElementCode(v, ImageWalk.Instance);
        int lowest = endsInSums ? start + 1 : Math.Max(start, stage.BackwardEnd);
        var writer = new SourceWriter();
        if (!throughNormaliser && !endsInSums && end <= lowest)
            return new Pass([], "");
        var section = new Section(code, v);
        string gradient = section.Load(stage.Delta, "gradient");
        if (throughNormaliser)
        {
            string input = section.Load(stage.Values[end], stage.Chain[end].LocalName("Input"));
            gradient = ((INormaliser)stage.Chain[end]).EmitBackward(code, gradient, input);
        }

        for (int i = end - 1; i >= lowest; i--)
        {
            LayerSpec layer = stage.Chain[i];
            if (stage.IsGated(i))
            {
                string output = section.Load(stage.Values[i + 1], layer.LocalName("Output"));
                gradient = ((IGate)layer).BackwardThroughGate(code, gradient, output);
                i--; // the ReLU is done with it
                continue;
            }

            var element = (IElementwise)layer;
            string x = (element.Needs & Saved.Input) != 0 ? section.Load(stage.Values[i], layer.LocalName("Input")) : "";
            string y = (element.Needs & Saved.Output) != 0 ? section.Load(stage.Values[i + 1], layer.LocalName("Output")) : "";
            gradient = element.Backward(code, gradient, x, y);
        }

        if (endsInSums)
        {
            string input = section.Load(stage.Values[start], stage.Chain[start].LocalName("Input"));
            ((INormaliser)stage.Chain[start]).EmitSums(code, gradient, input);
        }

        section.Store(stage.Delta, gradient);
        WriteColumns(writer, stage, code, [section.Close()]);
        return new Pass(code.Constants, writer.Content);
    }

    /// <summary>Prints what merges the images' statistics, or their sums on the way back, for a range of channels.</summary>
    public void EmitMerge(SourceWriter writer, Stage stage, LayerSpec layer, string method, bool backward)
    {
        var normaliser = (INormaliser)layer;
        var code = new ElementCode(v);
        int places = stage.Layout.Values.Places;
        IReadOnlyList<string> lines = (backward
            ? normaliser.EmitMergeOfSums(code, places)
            : normaliser.EmitMerge(new ElementCode(v, ImageWalk.Instance), places)).ToList();
        if (!backward)
            code.Constant("oneOverRows", "1f / s->Rows");
        writer.Line(backward
            ? $"// {layer.Name}: the images' sums, added in their order, for the channels from first to end."
            : $"// {layer.Name}: mean and variance of all images from those of each (Chan et al. 1979), for the channels from first to end.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void {method}{CSharpLiteral.Of(width.Bits)}(Step* s, int first, int end)"))
        {
            writer.Lines(code.Constants);
            using (writer.Block($"for (int column = first; column < end; column += {v.Lanes})"))
            {
                writer.Lines(code.Columns);
                writer.Lines(lines);
            }
        }

        writer.Line();
    }

    private void WriteColumns(SourceWriter writer, Stage stage, ElementCode code, IReadOnlyList<ColumnStep> steps)
    {
        using (writer.Block($"for (int column = 0; column < {stage.Layout.Values.ChannelStride}; column += {v.Lanes})"))
        {
            writer.Lines(code.Columns);
            ColumnStep.Write(writer, steps);
            writer.Lines(code.AfterRows);
        }
    }
}
