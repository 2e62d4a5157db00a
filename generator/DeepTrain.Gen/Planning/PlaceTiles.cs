using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Planning;

/// <summary>A register tile over places: so many lines of so many places each.</summary>
internal readonly record struct PlaceTile(int Lines, int Width)
{
    public int Places => Lines * Width;
}

/// <summary>So many lines of an image, cut into tiles side by side.</summary>
/// <param name="Tiles">Which tiles follow each other, and how many of each.</param>
/// <param name="Count">How many such bands there are below each other.</param>
internal sealed record PlaceBand(int Lines, IReadOnlyList<(PlaceTile Tile, int Count)> Tiles, int Count);

/// <summary>How the places of an image are cut into register tiles, so that none is left over.</summary>
internal static class PlaceTiles
{
    public static IReadOnlyList<PlaceBand> Of(VectorType v, int vectors, int height, int width)
    {
        int most = Machine.Places(v, vectors);
        if (width > most)
            return [new PlaceBand(1, Across(1, width, most), height)];

        // whole lines: as many as fit, about equally many in each band
        int bands = (height + most / width - 1) / (most / width);
        int lines = (height + bands - 1) / bands, lower = lines * bands - height;
        var result = new List<PlaceBand> { new(lines, [(new PlaceTile(lines, width), 1)], bands - lower) };
        if (lower > 0)
            result.Add(new PlaceBand(lines - 1, [(new PlaceTile(lines - 1, width), 1)], lower));
        return result;
    }

    private static IReadOnlyList<(PlaceTile, int)> Across(int lines, int width, int most)
    {
        int tiles = (width + most - 1) / most, wide = (width + tiles - 1) / tiles, narrower = wide * tiles - width;
        var result = new List<(PlaceTile, int)> { (new PlaceTile(lines, wide), tiles - narrower) };
        if (narrower > 0)
            result.Add((new PlaceTile(lines, wide - 1), narrower));
        return result;
    }
}
