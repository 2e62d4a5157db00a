namespace DeepTrain.Runtime;

/// <summary>
/// How a weight matrix lies in memory: the units are cut into panels of 32 (two vectors of 16), an odd number of vectors
/// ends in a panel of 48, a single vector is a panel of 16. A panel holds, for each input k in turn, the weights from k to
/// its units: <c>packed[start * inputs + k * width + (unit - start)]</c>. Units are padded with zeros to a multiple of 16.
/// </summary>
/// <remarks>
/// The same for all vector widths: kernels of 256 and 128 bits walk a panel in strips of 16 units. The one to four units that are
/// left over when the others fill whole vectors may lie apart, as a <em>tail</em>: they leave the last panel, which is 16
/// narrower then, and stand behind it, a row of padded inputs each. A vector of 16 units with two in it would take
/// eight times the work.
/// </remarks>
public static class PanelShape
{
    /// <summary>Columns are padded to a multiple of this.</summary>
    public const int Granule = 16;

    /// <summary>Units of the widest panel.</summary>
    public const int Widest = 3 * Granule;

    /// <summary>The units with their padding.</summary>
    public static int Padded(int units) => (units + Granule - 1) / Granule * Granule;

    /// <summary>How many panels <paramref name="units"/> units take.</summary>
    public static int Count(int units)
    {
        int vectors = Padded(units) / Granule;
        return vectors == 1 ? 1 : vectors / 2;
    }

    /// <summary>The first unit of a panel.</summary>
    public static int Start(int panel) => panel * 2 * Granule;

    /// <summary>How many units, padding included, a panel holds: 32, in the last panel 16, 32 or 48.</summary>
    public static int Width(int units, int panel) =>
        panel == Count(units) - 1 ? Padded(units) - Start(panel) : 2 * Granule;

    /// <summary>
    /// How many units may lie apart as a tail: up to four, if a unit's inputs fill so many vectors that dot products are less
    /// work than a vector of units that is mostly padding. Their rows then have room in that vector's place.
    /// </summary>
    public static int Tail(int units, int inputs)
    {
        int rest = units % Granule;
        return rest <= 4 && inputs >= rest * Granule ? rest : 0;
    }

    /// <summary>How many units a panel's own weights are for: its width without a tail.</summary>
    public static int PackedWidth(int units, int panel, int tail) =>
        Width(units, panel) - (tail > 0 && panel == Count(units) - 1 ? Granule : 0);

    /// <summary>Where the rows of a tail begin.</summary>
    public static int TailStart(int units, int inputs) => (Padded(units) - Granule) * inputs;

    /// <summary>The panel that holds a unit.</summary>
    public static int PanelOf(int units, int unit) => Math.Min(unit / (2 * Granule), Count(units) - 1);

    /// <summary>Where the weight from input <paramref name="input"/> to unit <paramref name="unit"/> lies.</summary>
    public static int Index(int units, int inputs, int unit, int input)
    {
        int panel = PanelOf(units, unit);
        int start = Start(panel);
        return start * inputs + input * Width(units, panel) + (unit - start);
    }
}
