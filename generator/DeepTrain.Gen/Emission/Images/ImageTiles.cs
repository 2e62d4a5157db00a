using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>The method of a product over places for a panel of columns.</summary>
/// <param name="V">The vectors that places are made of.</param>
/// <param name="Sums">Those that sums are held in.</param>
/// <param name="IsNarrow">Whether there are eight columns or fewer.</param>
internal sealed record ImagePanelShape(
    VectorType V, VectorType Sums, int Panel, bool IsNarrow, Window Window, PlaceGrid Places, bool HasBias, Epilogue? Epilogue,
    LinesInside? Inside) : MethodShape;

/// <summary>
/// The method of a register tile of such products: of any that reads, adds and stores as this one does, however many places it has.
/// </summary>
/// <param name="X">Floats from place to place, and from line to line where the tile has several, in what is read.</param>
/// <param name="Y">The same in what is written, where they are no arguments.</param>
/// <param name="H">The same in what the epilogue reads.</param>
internal sealed record ImageTileShape(
    VectorType V, VectorType Sums, Strip Strip, PlaceTile Tile, Window Window, bool TakesSteps, int PlaceX, PlaceSteps X, PlaceSteps Y, PlaceSteps H,
    bool TakesStart, Epilogue? Epilogue, bool HasInside, bool UsesOne) : MethodShape;

/// <summary>One step of a reduction: a term, or two neighbours.</summary>
/// <param name="IsLast">A single term that is left over where the others go in pairs.</param>
internal readonly record struct TermStep(int Term, bool IsLast = false);

/// <summary>How a product over places is cut into tiles, and the methods for its panels and tiles.</summary>
/// <param name="v">The vectors that the places of the result are made of.</param>
/// <param name="width">The width that the methods are for: twice that of <paramref name="v"/> where the result is narrow.</param>
internal sealed class ImageTiles(VectorType v, VectorType width)
{
    public static ImageTiles Of(ValueLayout result, VectorType width) => new(result.VectorOf(width), width);

    public VectorType V { get; } = v;

    /// <summary>All methods of a product.</summary>
    public IEnumerable<SharedMethod> Methods(ImageProduct product)
    {
        foreach (int panel in product.PanelWidths)
        {
            yield return Panel(product, panel);
            foreach (PlaceTile tile in Bands(product, panel).SelectMany(band => band.Tiles.Select(entry => entry.Tile)))
                yield return Tile(product, panel, tile);
        }
    }

    public SharedMethod Panel(ImageProduct product, int panel) => new(
        product.Name + product.Suffix(panel) + "Panel" + Bits(product),
        new ImagePanelShape(
            V, SumsOf(product), panel, product.Columns <= 8, product.Window, product.Places, product.HasBias, product.Epilogue, product.Inside));

    public SharedMethod Tile(ImageProduct product, int panel, PlaceTile tile)
    {
        PlaceSteps Within(PlaceSteps steps) => new(tile.Lines > 1 ? steps.Line : 0, tile.Width > 1 ? steps.Place : 0);
        PlaceGrid places = product.Places;
        bool takesSteps = TakesSteps(product, tile);
        return new SharedMethod(
            $"{product.Name}{product.Suffix(panel)}{CSharpLiteral.Of(tile.Lines)}x{CSharpLiteral.Of(tile.Width)}Places{Bits(product)}",
            new ImageTileShape(
                V, SumsOf(product), TilePolicy.StripOf(V, product.Columns, panel), tile,
                takesSteps ? product.Window with { LineStep = 0 } : product.Window, takesSteps,
                places.X.Place, Within(places.X), takesSteps ? default : Within(places.Y), product.ReadsH ? Within(places.H) : default,
                TakesStart(product), product.Epilogue, product.Inside is not null, UsesOne(product, tile, panel)));
    }

    /// <summary>The tiles of a panel.</summary>
    public IReadOnlyList<PlaceBand> Bands(ImageProduct product, int panel) => PlaceTiles.Of(
        SumsOf(product), TilePolicy.StripOf(V, product.Columns, panel).Vectors, product.Places.Height, product.Places.Width);

    private string Bits(ImageProduct product) => CSharpLiteral.Of(SumsOf(product).Bits);

    /// <summary>Two terms of the sums share a vector: of its places or, if they are narrow, of twice their width.</summary>
    public bool IsPaired(ImageProduct product) => TilePolicy.PairsTerms(V, width, product.Window);

    /// <summary>The vectors that sums are held in.</summary>
    public VectorType SumsOf(ImageProduct product) => IsPaired(product) ? width : V;

    /// <summary>
    /// Sums begin at <c>b</c>. Where nothing else tells them apart, those without a bias do so too: forward and backward
    /// products of equal shape are then one method. Pairs add their bias at the end, and not in vain.
    /// </summary>
    public bool TakesStart(ImageProduct product) => product.HasBias || (product.Epilogue is null && !IsPaired(product));

    /// <summary>
    /// The tile is told how far lines and results lie apart: images of other sizes then take the same. Not for what is stored with
    /// an epilogue or from pairs, where a pointer that moves would show.
    /// </summary>
    public bool TakesSteps(ImageProduct product, PlaceTile tile) =>
        tile.Lines == 1 && product.Epilogue is null && !IsPaired(product) && product.Window.Reduction > 0;

    /// <summary>
    /// Few channels, or an odd number: a kernel line is unrolled, with a pointer for each tap at an offset that the JIT cannot
    /// know. If it saw that windows overlap it would keep their numbers, for want of registers on the stack.
    /// </summary>
    public bool UsesOne(ImageProduct product, PlaceTile tile, int width)
    {
        Window window = product.Window;
        int vectors = TilePolicy.StripOf(V, product.Columns, width).Vectors;
        return window.Taps > 1 && window.Channels % 4 != 0
            && tile.Places * vectors * StepsOfLine(product).Count <= (IsPaired(product) ? Machine.PairedKernelLine : Machine.KernelLine)
            && window.Channels <= product.Places.X.Place;
    }

    public int TermsOfStep(ImageProduct product) => IsPaired(product) ? 2 : 1;

    /// <summary>The steps over a kernel line, run by run.</summary>
    public IReadOnlyList<TermStep> StepsOfLine(ImageProduct product)
    {
        (int length, int count) = product.Window.Run;
        int terms = TermsOfStep(product);
        return
        [
            .. Enumerable.Range(0, count).SelectMany(run => Enumerable.Range(0, (length + terms - 1) / terms)
                .Select(step => step * terms + terms > length
                    ? new TermStep(run * length + length - 1, IsLast: true)
                    : new TermStep(run * length + step * terms))),
        ];
    }
}
