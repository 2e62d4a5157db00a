using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// Prints a stage that works image by image: its head with the first pass over its layers, the passes behind each normaliser,
/// and the way back. A range of images is what a thread takes at once.
/// </summary>
internal sealed class ImageStageEmitter(NetworkPlan plan, VectorType v, SharedMethods shared)
{
    private readonly string _bits = CSharpLiteral.Of(v.Bits);
    private ImagePassEmitter _passes = new(v, v);

    public void Emit(SourceWriter writer, Stage stage)
    {
        _passes = new ImagePassEmitter(stage.Layout.Values.VectorOf(v), v);
        if (stage.Epilogue is not null)
            EmitEpilogue(writer, stage);
        EmitForward(writer, stage);
        if (stage.NeedsBackward)
            EmitBackward(writer, stage);
        if (stage.Convolution is { Trainable: true })
            new ConvolutionGradientEmitter(plan, stage.Delta.Layout.VectorOf(v), v, shared).Emit(writer, stage);
    }

    private Stage? Below(Stage stage) => stage.Index > 0 ? plan.Stages[stage.Index - 1] : null;

    private EpilogueCode? EpilogueOf(Stage stage) => stage.Epilogue is { } activation
        ? new EpilogueCode(
            EpilogueEmitter.Name(shared, stage.Layout.Values.VectorOf(v), stage, out _), EpilogueEmitter.Key(stage), (activation.Needs & Saved.Output) != 0,
            EpilogueEmitter.ComesAfterSums(stage.Layout.Values.VectorOf(v), stage))
        : null;

    private void EmitEpilogue(SourceWriter writer, Stage stage)
    {
        VectorType width = stage.Layout.Values.VectorOf(v);
        EpilogueEmitter.Name(shared, width, stage, out bool isNew);
        if (isNew)
            EpilogueEmitter.Emit(writer, shared, width, stage);
    }

    private void EmitForward(SourceWriter writer, Stage stage)
    {
        var methods = new SourceWriter();
        IReadOnlyList<(int Start, int End)> passes = ImagePasses.Of(stage);
        Action? Head(ValueBuffer target, bool infer) =>
            stage.Reshaping is null ? null : () => EmitHead(writer, methods, stage, target, infer);
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

        writer.Line(methods.ToString());
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

    /// <summary>The head's statements for the image <c>row</c>; a convolution's methods go to <paramref name="methods"/>.</summary>
    private void EmitHead(SourceWriter writer, SourceWriter methods, Stage stage, ValueBuffer target, bool infer)
    {
        ValueBuffer input = Below(stage)!.Result;
        if (stage.Convolution is not { } layer)
        {
            writer.Line($"// {stage.Head!.Name}: {stage.Reshaping!.Formula}");
            stage.Reshaping.EmitForward(writer, v, input, target);
            return;
        }

        ImageProduct product = ConvolutionProducts.Forward(layer, input.Layout, target.Layout, EpilogueOf(stage), infer);
        // before the calls: the first claim of a shared method is the one that writes it
        var products = new ImageProductEmitter(target.Layout.VectorOf(v), v, shared);
        products.Emit(methods, product);
        products.EmitCalls(
            writer, product, ImageCode.WithRing(input), Address.At("s->Parameters", layer.PascalName + "Weight"),
            Address.At("s->Parameters", layer.PascalName + "Bias"), ImageCode.First(target), default);
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
                var methods = new SourceWriter();
                if (isTop)
                {
                    // what comes back through the head above is still in the cache
                    Stage above = plan.Stages[stage.Index + 1];
                    bool rides = stage.Epilogue is not null && above.Reshaping!.CarriesActivation;
                    ImagePassEmitter.Pass pass = rides ? new([], "") : _passes.Backward(stage, start, end, throughNormaliser: false, endsInSums: i > 0);
                    string layers = ImagePhases.Names(stage, start, end, withHead: false);
                    EmitMethod(
                        writer, $"through {above.Head!.Name}{(layers.Length > 0 ? $", then {layers}" : "")}, backward",
                        ImagePhases.Backward(stage), pass, () => EmitHeadBackward(writer, methods, stage, above));
                }
                else
                {
                    EmitMethod(
                        writer, $"{ImagePhases.Names(stage, start, end + 1, withHead: false)}, backward",
                        ImagePhases.Backward(stage.Chain[end]),
                        _passes.Backward(stage, start, end, throughNormaliser: true, endsInSums: i > 0));
                }

                writer.Line(methods.ToString());
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
                () => EmitHeadBackward(writer, new SourceWriter(), stage, above));
        }
    }

    private void EmitHeadBackward(SourceWriter writer, SourceWriter methods, Stage below, Stage stage)
    {
        if (stage.Convolution is not { } layer)
        {
            writer.Line($"// {stage.Head!.Name}: dy/dx = {stage.Reshaping!.Derivative}");
            stage.Reshaping.EmitBackward(writer, v, new ReshapedGradient(
                below.Result, stage.IsSaved(0) ? stage.Values[0] : null, stage.Delta, below.Delta,
                stage.Reshaping.CarriesActivation ? EpilogueOf(below) : null));
            return;
        }

        EpilogueCode? epilogue = EpilogueOf(below);
        IEnumerable<GradientPhase> phases = ConvolutionProducts.Backward(
            layer, stage.Delta.Layout, below.Delta.Layout, below.Result.Layout, epilogue);
        var products = new ImageProductEmitter(below.Delta.Layout.VectorOf(v), v, shared);
        foreach (GradientPhase phase in phases)
        {
            products.Emit(methods, phase.Product);
            using (writer.Block(""))
            {
                Address x = ImageCode.First(stage.Delta) + phase.Delta;
                Address weights = Address.At($"s->{layer.PascalName}Transposed", phase.WeightOffset);
                products.EmitCalls(
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
                    writer.Line(pass.Loops.TrimEnd('\n'));
            }
        }

        writer.Line();
    }
}
