using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Shaping;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Planning;

/// <summary>
/// Cuts a network into stages: whatever changes the shape of values opens one. Images become images in memory only where a
/// layer needs them so; a network that flattens its input first has rows of features throughout.
/// </summary>
internal static class StageList
{
    public static IReadOnlyList<Stage> Of(NetworkSpec spec)
    {
        bool hasImages = HasImages(spec);
        List<(LayerSpec? Head, List<LayerSpec> Chain)> pieces = hasImages ? CutImages(spec) : CutRows(spec);
        var stages = new List<Stage>();
        Shape shape = spec.Input;
        bool layersBefore = !hasImages && spec.Layers[0].OnlyReshapes;
        bool trainableBefore = false, isImage = hasImages;
        int planes = 1;
        for (int i = 0; i < pieces.Count; i++)
        {
            (LayerSpec? head, List<LayerSpec> chain) = pieces[i];
            LayerSpec? next = i + 1 < pieces.Count ? pieces[i + 1].Head : null;
            if (head is not null)
            {
                planes = !head.Output.IsFlat || head.IsProduct ? 1
                    : isImage && head.Output.Size != shape.Channels ? shape.Channels
                    : 1;
                shape = head.Output;
                isImage = !shape.IsFlat;
            }

            StageLayout layout = isImage
                ? OfImages(shape, head, chain, next, trainableBefore)
                : StageLayout.Flat(shape.Size, planes);
            var stage = new Stage(stages.Count, head, chain, layout, layersBefore || stages.Count > (hasImages ? 1 : 0), trainableBefore);
            stages.Add(stage);
            trainableBefore |= stage.Layers.Any(layer => layer.ParameterCount > 0);
        }

        return stages;
    }

    /// <summary>Whether a layer needs images before any other flattens them.</summary>
    private static bool HasImages(NetworkSpec spec)
    {
        if (spec.Input.IsFlat)
            return false;
        LayerSpec? first = spec.Layers.FirstOrDefault(
            layer => layer.OnlyReshapes || layer is IReshaping || (layer.WorksByChannel && !layer.Input.IsFlat));
        return first is { OnlyReshapes: false };
    }

    private static StageLayout OfImages(Shape shape, LayerSpec? head, List<LayerSpec> chain, LayerSpec? next, bool trainsInput)
    {
        Ring reads = (next as IReshaping)?.InputRing ?? Ring.None;
        // a convolution reads its input number by number, so the network's own needs no padding
        bool isCompact = head is null && chain.Count == 0 && next is { IsProduct: true };
        ValueLayout values = isCompact ? ValueLayout.Compact(shape) : ValueLayout.Of(shape);
        Ring back = trainsInput && head is IReshaping reshaping ? reshaping.DeltaRing : Ring.None;
        return new StageLayout(values, values with { Ring = reads }, values with { Ring = back }, IsImage: true);
    }

    private static List<(LayerSpec?, List<LayerSpec>)> CutImages(NetworkSpec spec)
    {
        var pieces = new List<(LayerSpec?, List<LayerSpec>)> { (null, []) };
        foreach (LayerSpec layer in spec.Layers)
        {
            if (layer.IsProduct || (layer is IReshaping && !layer.Input.IsFlat))
                pieces.Add((layer, []));
            else if (!layer.OnlyReshapes)
                pieces[pieces.Count - 1].Item2.Add(layer);
        }

        // outside, outputs are plane by plane
        LayerSpec? lastImage = spec.Layers.LastOrDefault(layer => !layer.Input.IsFlat || !layer.Output.IsFlat);
        int behind = lastImage is null ? 0 : spec.Layers.ToList().IndexOf(lastImage);
        bool endsInPlaces = spec.Layers.Skip(behind + 1).All(layer => !layer.IsProduct);
        if (endsInPlaces && lastImage is not null)
        {
            Shape image = lastImage.Output.IsFlat ? lastImage.Input : lastImage.Output;
            bool isPooled = lastImage.Output.IsFlat && lastImage.Output.Size != image.Size;
            if (!isPooled)
                pieces.Add((PlanesLayer.Of(image, spec.Output), []));
        }

        return pieces;
    }

    private static List<(LayerSpec?, List<LayerSpec>)> CutRows(NetworkSpec spec)
    {
        var pieces = new List<(LayerSpec?, List<LayerSpec>)>();
        LayerSpec? linear = null;
        var chain = new List<LayerSpec>();
        foreach (LayerSpec layer in spec.Layers)
        {
            if (layer.IsProduct)
            {
                Close();
                linear = layer;
            }
            else if (!layer.OnlyReshapes || (spec.Layers.All(other => other.OnlyReshapes) && chain.Count == 0))
            {
                chain.Add(layer);
            }
        }

        Close();
        return pieces;

        void Close()
        {
            if (linear is not null || chain.Count > 0)
                pieces.Add((linear, chain));
            linear = null;
            chain = [];
        }
    }
}
