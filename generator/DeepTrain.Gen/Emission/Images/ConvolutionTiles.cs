using DeepTrain.Gen.Layers.Convolution;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>A register tile: inputs, or pairs of neighbours among them, whose numbers lie at these offsets from the window's first.</summary>
/// <param name="Run">Inputs that lie one after the other.</param>
internal sealed record GradientInputs(int Inputs, int Run, EquatableArray<int> Offsets, int Vectors, int Width, bool IsPaired)
{
    public IReadOnlyList<GradientRow> Rows => GradientRow.Of(Inputs, Run, IsPaired);
}

/// <summary>What one vector of a tile's sums is for: an input, or two neighbours.</summary>
/// <param name="Input">The first one.</param>
/// <param name="LeavesFirst">Whether the first one has been added by the pair before, as their number is odd.</param>
internal readonly record struct GradientRow(int Input, bool LeavesFirst)
{
    public static IReadOnlyList<GradientRow> Of(int inputs, int run, bool isPaired)
    {
        if (!isPaired)
            return [.. Enumerable.Range(0, inputs).Select(input => new GradientRow(input, false))];
        int pairs = (run + 1) / 2;
        return [.. Enumerable.Range(0, inputs / run * pairs).Select(row =>
        {
            int first = row % pairs * 2;
            bool isLeft = first + 1 == run;
            return new GradientRow(row / pairs * run + (isLeft ? first - 1 : first), isLeft);
        })];
    }
}

/// <summary>The method of a register tile of a weight gradient.</summary>
/// <param name="X">Floats from line to line and from place to place in the input.</param>
/// <param name="Delta">The same in the gradient of the output.</param>
/// <param name="Places">Places of a line.</param>
internal sealed record GradientInputsShape(VectorType V, GradientInputs Tile, PlaceSteps X, PlaceSteps Delta, int Places) : MethodShape;

/// <summary>The tiles that the weight gradient of a convolution is cut into, and the methods for them.</summary>
/// <param name="v">The vectors that the places of the gradient are made of.</param>
/// <param name="width">The width that the methods are for.</param>
internal sealed class ConvolutionTiles(NetworkPlan plan, VectorType v, VectorType width)
{
    /// <summary>A stage's tiles, each once, with its method.</summary>
    public IEnumerable<(GradientInputs Tile, SharedMethod Method)> Methods(Stage stage) => TilePolicy.PanelWidths(stage.Convolution!.Units)
        .SelectMany(panel => Of(stage, panel).Select(entry => entry.Tile).Distinct())
        .Select(tile => (tile, Method(stage, tile)));

    public SharedMethod Method(Stage stage, GradientInputs tile)
    {
        ValueLayout x = InputOf(stage).Layout, d = stage.Delta.Layout;
        Conv2DLayer layer = stage.Convolution!;
        string last = tile.Width == TilePolicy.PanelWidths(layer.Units)[0] ? "" : "Last";
        return new SharedMethod(
            $"{stage.Name}Gradient{last}{CSharpLiteral.Of(tile.Inputs)}Inputs{CSharpLiteral.Of(SumsOf(tile).Bits)}",
            new GradientInputsShape(v, tile, PlaceSteps.Of(x, layer.Stride), PlaceSteps.Of(d), layer.Output.Width));
    }

    public VectorType SumsOf(GradientInputs tile) => tile.IsPaired ? width : v;

    public ValueBuffer InputOf(Stage stage) => plan.Stages[stage.Index - 1].Result;

    public static Window WindowOf(Conv2DLayer layer, ValueLayout input) =>
        new(layer.Kernel, input.LineStride, layer.Kernel, input.ChannelStride, layer.Input.Channels);

    /// <summary>The tiles of a run of inputs, or the one tile of all inputs where they are few.</summary>
    public IReadOnlyList<(GradientInputs Tile, int Count)> Of(Stage stage, int panel)
    {
        Conv2DLayer layer = stage.Convolution!;
        Window window = WindowOf(layer, InputOf(stage).Layout);
        int vectors = TilePolicy.StripOf(v, layer.Units, panel).Vectors, run = window.Run.Length;
        bool isPaired = TilePolicy.PairsInputs(v, width, window);
        if (IsOneTile(layer, window, vectors))
            return [(Inputs(layer.Inputs, run), 1)];
        if (!isPaired)
        {
            (int height, int count, int lower) = TilePolicy.InputTiles(v, run, vectors);
            return Filled((Inputs(height, height), count), (Inputs(height - 1, height - 1), lower));
        }

        // pairs; where an input is left over, the last tile is another one
        (int pairs, int tiles, int less) = TilePolicy.InputTiles(width, (run + 1) / 2, 1);
        int high = 2 * pairs, low = high - 2, left = run % 2;
        return less == 0
            ? Filled((Inputs(high, high), tiles - left), (Inputs(high - 1, high - 1), left))
            : Filled((Inputs(high, high), tiles), (Inputs(low, low), less - left), (Inputs(low - 1, low - 1), left));

        GradientInputs Inputs(int inputs, int length) => new(
            inputs, length, GradientRow.Of(inputs, length, isPaired).Select(row => window.Offset(row.Input)).ToEquatableArray(),
            vectors, panel, isPaired);

        static IReadOnlyList<(GradientInputs, int)> Filled(params (GradientInputs Tile, int Count)[] tiles) => [.. tiles.Where(tile => tile.Count > 0)];
    }

    // a task of its own for each kernel line is no tile of all of them
    public bool IsOneTile(Conv2DLayer layer, Window window, int vectors)
    {
        int run = window.Run.Length, inputs = layer.Inputs;
        return GradientGroups.Of(layer).IsByRows && (TilePolicy.PairsInputs(v, width, window)
            ? inputs / run * ((run + 1) / 2) <= TileShape.GradientSums(width.Lanes)
            : inputs * vectors <= TileShape.GradientSums(v.Lanes));
    }
}
