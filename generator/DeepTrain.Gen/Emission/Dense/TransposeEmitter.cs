using DeepTrain.Gen.Layers.Linear;
using DeepTrain.Gen.Model;
using DeepTrain.Runtime;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// Prints how a layer's transposed copy is made: for a few blocks each by name, otherwise by the general routine.
/// </summary>
internal static class TransposeEmitter
{
    /// <summary>Blocks of 16 x 16 at most that are worth a line each.</summary>
    private const int MostBlocks = 8;

    public static void Emit(SourceWriter writer, LinearLayer linear, int tail, string field, bool inBlocks)
    {
        Address source = Source(linear), destination = Address.At("s->" + field);
        IReadOnlyList<string> blocks = inBlocks ? Blocks(linear, source, destination).Take(MostBlocks + 1).ToList() : [];
        if (blocks.Count is > 0 and <= MostBlocks)
            writer.Lines(blocks);
        else
            writer.Line($"{Import.PackedMatrix}.Transpose({source}, {linear.Pieces}, {linear.Units}, {linear.Inputs}, "
                + $"{destination}{Tail(tail)});");
    }

    /// <summary>Prints how one panel of inputs is transposed, just before a product reads it from there.</summary>
    public static void EmitPanel(SourceWriter writer, LinearLayer linear, int tail, string panel)
    {
        string shape = $"{linear.Pieces}, {linear.Units}, {linear.Inputs}, {panel}";
        writer.Line($"{Import.PackedMatrix}.TransposePanel({Source(linear)}, {shape}, transposed{Tail(tail)});");
    }

    private static Address Source(LinearLayer linear) => Address.At("s->Parameters", linear.PascalName + "Weight");

    private static string Tail(int tail) => tail > 0 ? $", tail: {CSharpLiteral.Of(tail)}" : "";

    // the walk of PackedMatrix.Transpose
    private static IEnumerable<string> Blocks(LinearLayer linear, Address source, Address destination)
    {
        const int block = PanelShape.Granule;
        int padded = PanelShape.Padded(linear.Units), reduction = linear.Pieces * padded;
        for (int column = 0; column < linear.Inputs; column += block)
        {
            int panel = PanelShape.PanelOf(linear.Inputs, column), start = PanelShape.Start(panel);
            int width = PanelShape.Width(linear.Inputs, panel), takes = Math.Min(block, linear.Inputs - column);
            for (int row = 0; row < reduction; row += block)
            {
                int unit = row % padded, unitPanel = PanelShape.PanelOf(linear.Units, unit);
                int stride = PanelShape.Width(linear.Units, unitPanel);
                int from = row / padded * padded * linear.Inputs + PanelShape.Start(unitPanel) * linear.Inputs
                    + column * stride + unit - PanelShape.Start(unitPanel);
                int to = start * reduction + row * width + column - start;
                string pointers = $"{source + from}, {stride}, {destination + to}, {width}";
                string inputs = takes == block ? "" : $", inputs: {takes}";
                yield return $"{Import.PackedMatrix}.TransposeBlock({pointers}{inputs});";
            }
        }
    }
}
