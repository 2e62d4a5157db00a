using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// Prints a stage that works image by image: its head with the first pass over its layers, the passes behind each normaliser,
/// and the way back. A range of images is what a thread takes at once.
/// </summary>
internal sealed class ImageStageEmitter(NetworkPlan plan, VectorType v, SharedMethods.FileMethods methods)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);
    private ImagePassEmitter _passes = new(v, v);

    public void Emit(SourceWriter writer, Stage stage)
    {
        _passes = new ImagePassEmitter(stage.Layout.Values.VectorOf(v), v);
        if (stage.IsImage && stage.Epilogue is not null)
            EpilogueEmitter.Emit(writer, methods, stage.Layout.Values.VectorOf(v), stage);
        EmitForward(writer, stage);
        if (stage.NeedsBackward)
            EmitBackward(writer, stage);
        if (stage.Convolution is { Trainable: true })
            new ConvolutionGradientEmitter(plan, stage.Delta.Layout.VectorOf(v), v, methods).Emit(writer, stage);
    }

    private Stage? Below(Stage stage) => stage.Index > 0 ? plan.Stages[stage.Index - 1] : null;

    private void EmitForward(SourceWriter writer, Stage stage)
    {
        IReadOnlyList<(int Start, int End)> passes = ImagePasses.Of(stage);
        IReadOnlyList<(ImageProduct Product, ValueBuffer Target)> products =
            stage.Convolution is null ? [] : ConvolutionProducts.Forward(plan, stage, v);
        Action? Head(ValueBuffer target, bool infer) => stage.Reshaping is null ? null
            : stage.Convolution is null ? () => EmitHead(writer, stage, target)
            : () => EmitHead(writer, stage, target, products[infer ? 1 : 0].Product);
        if (stage.Layers.Count > 0)
        {
            ValueBuffer target = stage.Values[stage.Landing];
            (int start, int end) = passes[0];
            ImagePassEmitter.Pass first = stage.IsImage && stage.Epilogue is null ? _passes.Forward(stage, start, end) : new([], "");
            string names = ImagePhases.Names(stage, start, end, withHead: true);
            EmitMethod(writer, names + ", forward", ImagePhases.Forward(stage), first, Head(target, infer: false));
            if (!stage.InfersAsItTrains)
            {
                ImagePassEmitter.Pass infer = stage.IsImage && ImagePasses.ActsInInference(stage) ? _passes.Infer(stage) : new([], "");
                EmitMethod(
                    writer, ImagePhases.Names(stage, 0, stage.Chain.Count, withHead: true) + ", inference", ImagePhases.Infer(stage), infer,
                    Head(stage.Result, infer: true));
            }
        }

        foreach ((ImageProduct product, ValueBuffer target) in products)
            ProductsOf(target.Layout).Emit(writer, product);
        writer.Line();
        if (!stage.IsImage)
            return;
        foreach ((int start, int end) in passes.Skip(1))
        {
            LayerSpec layer = stage.Chain[start];
            _passes.EmitMerge(writer, stage, layer, ImagePhases.Merge(layer), backward: false);
            EmitMethod(
                writer, ImagePhases.Names(stage, start, end, withHead: false) + ", forward", ImagePhases.Forward(layer),
                _passes.Forward(stage, start, end));
        }
    }

    private ImageProductEmitter ProductsOf(ValueLayout result) => new(ImageTiles.Of(result, v), methods);

    /// <summary>The statements of a head for the image <c>row</c>.</summary>
    private void EmitHead(SourceWriter writer, Stage stage, ValueBuffer target)
    {
        writer.Line($"// {stage.Head!.Name}: {stage.Reshaping!.Formula}");
        stage.Reshaping.EmitForward(writer, v, Below(stage)!.Result, target);
    }

    /// <summary>The same of a convolution.</summary>
    private void EmitHead(SourceWriter writer, Stage stage, ValueBuffer target, ImageProduct product)
    {
        string name = stage.Convolution!.PascalName;
        ProductsOf(target.Layout).EmitCalls(
            writer, product, ImageCode.WithRing(Below(stage)!.Result), Address.At("s->Parameters", name + "Weight"),
            Address.At("s->Parameters", name + "Bias"), ImageCode.First(target), default);
    }

    private void EmitBackward(SourceWriter writer, Stage stage)
    {
        if (stage.IsImage)
        {
            IReadOnlyList<(int Start, int End)> passes = ImagePasses.Of(stage);
            for (int i = passes.Count - 1; i >= 0; i--)
            {
                (int start, int end) = passes[i];
                bool isTop = i == passes.Count - 1;
                if (!isTop && !stage.ReachesBack(end))
                    break;
                if (isTop)
                {
                    // what comes back through the head above is still in the cache
                    Stage above = plan.Stages[stage.Index + 1];
                    IReadOnlyList<GradientPhase> phases = above.Convolution is null ? [] : [.. ConvolutionProducts.Backward(stage, above, v)];
                    bool rides = stage.Epilogue is not null && above.Reshaping!.CarriesActivation;
                    ImagePassEmitter.Pass pass = rides ? new([], "") : _passes.Backward(stage, start, end, throughNormaliser: false, endsInSums: i > 0);
                    string layers = ImagePhases.Names(stage, start, end, withHead: false);
                    EmitMethod(
                        writer, $"through {above.Head!.Name}{(layers.Length > 0 ? $", then {layers}" : "")}, backward",
                        ImagePhases.Backward(stage), pass, () => EmitHeadBackward(writer, stage, above, phases));
                    foreach (GradientPhase phase in phases)
                        ProductsOf(stage.Delta.Layout).Emit(writer, phase.Product);
                }
                else
                {
                    EmitMethod(
                        writer, $"{ImagePhases.Names(stage, start, end + 1, withHead: false)}, backward",
                        ImagePhases.Backward(stage.Chain[end]),
                        _passes.Backward(stage, start, end, throughNormaliser: true, endsInSums: i > 0));
                }

                writer.Line();
                if (i > 0)
                {
                    LayerSpec layer = stage.Chain[start];
                    _passes.EmitMerge(writer, stage, layer, ImagePhases.MergeSums(layer), backward: true);
                }
            }
        }
        else if (stage.Index + 1 < plan.Stages.Count && plan.Stages[stage.Index + 1].Reshaping is not null)
        {
            // rows of features below a head that works image by image
            Stage above = plan.Stages[stage.Index + 1];
            EmitMethod(
                writer, $"through {above.Head!.Name}, backward", ImagePhases.Backward(stage), new([], ""),
                () => EmitHeadBackward(writer, stage, above, []));
        }
    }

    private void EmitHeadBackward(SourceWriter writer, Stage below, Stage stage, IReadOnlyList<GradientPhase> phases)
    {
        if (stage.Convolution is not { } layer)
        {
            writer.Line($"// {stage.Head!.Name}: dy/dx = {stage.Reshaping!.Derivative}");
            stage.Reshaping.EmitBackward(writer, v, new ReshapedGradient(
                below.Result, stage.IsSaved(0) ? stage.Values[0] : null, stage.Delta, below.Delta,
                stage.Reshaping.CarriesActivation ? Epilogue.Backward(below.Layout.Values.VectorOf(v), below)?.In(methods) : null));
            return;
        }

        foreach (GradientPhase phase in phases)
        {
            using (writer.Block(""))
            {
                Address x = ImageCode.First(stage.Delta) + phase.Delta;
                Address weights = Address.At($"s->{layer.PascalName}Transposed", phase.WeightOffset);
                ProductsOf(below.Delta.Layout).EmitCalls(
                    writer, phase.Product, x, weights, default, ImageCode.First(below.Delta) + phase.Target,
                    ImageCode.First(below.Result) + phase.H);
            }
        }
    }

    private void EmitMethod(SourceWriter writer, string comment, string method, ImagePassEmitter.Pass pass, Action? emitHead = null)
    {
        writer.Line($"// {comment} for the images from first to end.");
        writer.Line(TileCode.Attribute);
        using (writer.Block($"public static void {method}{_bits}(Step* s, int first, int end)"))
        {
            writer.Lines(pass.Constants);
            using (writer.Block("for (int row = first; row < end; row++)"))
            {
                // a head and a pass may name their pointers alike
                using (pass.IsEmpty || emitHead is null ? null : writer.Block(""))
                    emitHead?.Invoke();
                if (!pass.IsEmpty)
                    writer.Line(pass.Loops);
            }
        }

        writer.Line();
    }
}
