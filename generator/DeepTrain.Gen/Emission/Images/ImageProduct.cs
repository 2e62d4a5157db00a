using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>
/// A product of the windows of an image with packed weights: a convolution's forward pass, or one phase of its input gradient
/// with the transposed copy.
/// </summary>
/// <param name="Name">The start of its methods' names: <c>Conv1Forward</c>.</param>
/// <param name="Equation">For the comment.</param>
/// <param name="Columns">Real columns of the result: filters, or channels.</param>
/// <param name="Epilogue">Wraps a sum, and what it reads of <c>h</c>, before it is stored. Null: stored as it is.</param>
/// <param name="EpilogueKey">What tells epilogues apart.</param>
/// <param name="ReadsH">Whether the epilogue reads a second image.</param>
/// <param name="StoresFirst">Whether the epilogue reads its sums from where they are stored (<see cref="EpilogueEmitter.ComesAfterSums"/>).</param>
internal sealed record ImageProduct(
    string Name, string Equation, int Columns, Window Window, PlaceGrid Places, bool HasBias,
    Func<string, string, string>? Epilogue = null, string EpilogueKey = "", bool ReadsH = false, bool StoresFirst = false)
{
    /// <summary>The different widths of its panels: the usual one, and that of the last if it differs.</summary>
    public IReadOnlyList<int> PanelWidths => TilePolicy.PanelWidths(Columns);

    /// <summary>Everything that the methods depend on.</summary>
    public FormattableString Key(VectorType v, int width) =>
        $"image {v.Bits} {width} {Columns <= 8} {Window} {Places} {HasBias} {EpilogueKey} {ReadsH}";

    public string Parameters => $"float* x, float* w{(HasBias ? ", float* b" : "")}, float* y{(ReadsH ? ", float* h" : "")}";
}
