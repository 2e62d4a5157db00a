using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>Prints the unfused passes of layers on images, which <c>Inspect</c> walks through.</summary>
internal static class InspectedImages
{
    /// <summary>False for a layer that has nothing to do with images.</summary>
    public static bool EmitForward(SourceWriter writer, VectorType v, LayerSpec layer, ValueBuffer input, ValueBuffer output)
    {
        if (layer.Input.IsFlat)
            return false;
        if (layer is IReshaping reshaping)
        {
            OfEachImage(writer, () => reshaping.EmitForward(writer, v, input, output));
            return true;
        }

        var normaliser = layer as INormaliser;
        if (normaliser is not null)
        {
            OfEachImage(writer, () => Columns(writer, v, layer, ImageWalk.Instance, code =>
                normaliser.EmitStatisticsOfImage(code, input).Select(line => (ColumnStep)line)));
            Columns(writer, v, layer, Walk.Rows, code =>
            {
                code.Constant("oneOverRows", "1f / s->Rows");
                var cut = new ElementCode(v, ImageWalk.Instance);
                return normaliser.EmitMerge(cut, input.Layout.Places).Select(line => (ColumnStep)line);
            });
        }

        OfEachImage(writer, () => Columns(writer, v, layer, ImageWalk.Instance, code =>
        {
            var section = new Section(code, v);
            string x = section.Load(input, "input");
            section.Store(output, normaliser is null
                ? ((IElementwise)layer).Forward(code, x)
                : normaliser.EmitForward(code, x));
            return [section.Close()];
        }));
        return true;
    }

    /// <summary>False for a layer that has nothing to do with images.</summary>
    public static bool EmitBackward(
        SourceWriter writer, VectorType v, LayerSpec layer, ValueBuffer input, ValueBuffer output,
        ValueBuffer outputGradient, ValueBuffer inputGradient)
    {
        if (layer.Input.IsFlat)
            return false;
        if (layer is IReshaping reshaping)
        {
            OfEachImage(writer, () => reshaping.EmitBackward(writer, v, new ReshapedGradient(input, output, outputGradient, inputGradient)));
            return true;
        }

        if (layer is INormaliser normaliser)
        {
            OfEachImage(writer, () => Columns(writer, v, layer, ImageWalk.Instance, code =>
            {
                var section = new Section(code, v);
                normaliser.EmitSums(
                    code, section.Load(outputGradient, "gradient"), section.Load(input, "input"));
                return [section.Close()];
            }));
            Columns(writer, v, layer, Walk.Rows, code =>
                normaliser.EmitMergeOfSums(code, input.Layout.Places).Select(line => (ColumnStep)line).ToList());
        }

        OfEachImage(writer, () => Columns(writer, v, layer, ImageWalk.Instance, code =>
        {
            var section = new Section(code, v);
            string gradient = section.Load(outputGradient, "gradient");
            var element = layer as IElementwise;
            string x = element is null || (element.Needs & Saved.Input) != 0 ? section.Load(input, "input") : "";
            string y = element is not null && (element.Needs & Saved.Output) != 0 ? section.Load(output, "output") : "";
            section.Store(inputGradient, element is null
                ? ((INormaliser)layer).EmitBackward(code, gradient, x)
                : element.Backward(code, gradient, x, y));
            return [section.Close()];
        }));
        return true;
    }

    private static void OfEachImage(SourceWriter writer, Action emit)
    {
        using (writer.Block("for (int row = 0; row < s->Rows; row++)"))
            emit();
    }

    private static void Columns(
        SourceWriter writer, VectorType v, LayerSpec layer, Walk walk, Func<ElementCode, IEnumerable<ColumnStep>> write)
    {
        var code = new ElementCode(v, walk);
        List<ColumnStep> steps = write(code).ToList();
        using IDisposable scope = writer.Block("");
        writer.Lines(code.Constants);
        using (writer.Block($"for (int column = 0; column < {ValueLayout.Of(layer.Output).ChannelStride}; column += {v.Lanes})"))
        {
            writer.Lines(code.Columns);
            ColumnStep.Write(writer, steps);
            writer.Lines(code.AfterRows);
        }
    }
}
