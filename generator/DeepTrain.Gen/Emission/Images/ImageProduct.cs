using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// A product of the windows of an image with packed weights: a convolution's forward pass, or one phase of its input gradient
/// with the transposed copy.
/// </summary>
/// <param name="Name">The start of its methods' names: <c>Conv1Forward</c>.</param>
/// <param name="Equation">For the comment.</param>
/// <param name="Columns">Real columns of the result: filters, or channels.</param>
/// <param name="Epilogue">What is done with a sum, and with what it reads of <c>h</c>, before it is stored. Null: stored as it is.</param>
/// <param name="HasBias">Whether there is a bias to begin with.</param>
/// <param name="Inside">Which kernel lines of a place lie within the image, where many lie in its ring; null: all are added.</param>
internal sealed record ImageProduct(
    string Name, string Equation, int Columns, Window Window, PlaceGrid Places, bool HasBias,
    Epilogue? Epilogue = null, LinesInside? Inside = null)
{
    /// <summary>Whether the epilogue reads a second image.</summary>
    public bool ReadsH => Epilogue is { ReadsOutput: true };

    /// <summary>The different widths of its panels: the usual one, and that of the last if it differs.</summary>
    public IReadOnlyList<int> PanelWidths => TilePolicy.PanelWidths(Columns);

    /// <summary>What names of methods for a panel of this width have before their end.</summary>
    public string Suffix(int width) => width == PanelWidths[0] ? "" : "Last";
}

/// <summary>The lines of an image that windows reach over: of the first place's window so many lie above it.</summary>
/// <param name="Above">Kernel lines above the image, at the first line of places.</param>
/// <param name="Lines">Lines of the image.</param>
internal readonly record struct LinesInside(int Above, int Lines)
{
    /// <summary>The share of kernel lines that lie in the ring, over so many lines of places.</summary>
    public double ShareOutside(int places, int kernelLines)
    {
        int inside = 0;
        for (int place = 0; place < places; place++)
            inside += Math.Max(0, Math.Min(kernelLines, Above + Lines - place) - Math.Max(0, Above - place));
        return 1 - (double)inside / (places * kernelLines);
    }
}
