using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>Lays a <see cref="NetworkDescription"/> out as a table of text, 80 columns wide at most.</summary>
internal static class DescriptionTable
{
    private const string Gap = "  ";
    private const string Cut = "...";
    private const int Width = 80;

    // what is left of a name at least
    private const int ShortestName = 8;

    public static string Write(NetworkDescription network)
    {
        bool predicted = network.Layers.Any(
            layer => !double.IsNaN(layer.PredictedActivationStd) || !double.IsNaN(layer.PredictedGradientStd));
        List<string[]> rows = Rows(network, predicted, kinds: true);
        if (TotalOf(Widths(rows)) > Width)
            rows = Rows(network, predicted, kinds: false);
        if (TotalOf(Widths(rows)) is var total && total > Width)
            CutNames(rows, Math.Max(ShortestName, Widths(rows)[0] - (total - Width)));
        int[] widths = Widths(rows);
        string rule = new('-', TotalOf(widths));

        var text = new StringBuilder();
        Line(text, network.Name);
        Line(text, rule);
        Cells(text, rows[0], widths);
        Line(text, rule);
        foreach (string[] row in rows.Skip(1))
            Cells(text, row, widths);
        Line(text, rule);
        if (predicted)
        {
            Line(text, "signal, gradient: the predicted standard deviation of a layer's output, and of");
            Line(text, "the loss's gradient there, at the start of training");
        }
        Totals(text, network);
        return text.ToString();
    }

    private static int TotalOf(int[] widths) => widths.Sum() + Gap.Length * (widths.Length - 1);

    private static void CutNames(List<string[]> rows, int width)
    {
        foreach (string[] row in rows)
        {
            if (row[0].Length > width)
                row[0] = row[0][..(width - Cut.Length)] + Cut;
        }
    }

    private static List<string[]> Rows(NetworkDescription network, bool predicted, bool kinds)
    {
        List<string[]> rows =
        [
            [kinds ? "layer (kind)" : "layer", "output", "parameters", "multiply-adds", "signal", "gradient"],
            ["input", Shapes.Text(network.InputShape), "", "", "", ""],
        ];
        foreach (LayerDescription layer in network.Layers)
        {
            rows.Add([
                kinds ? $"{layer.Name} ({layer.Kind})" : layer.Name, Shapes.Text(layer.OutputShape), Count(layer.ParameterCount),
                Count(layer.MultiplyAdds), Std(layer.PredictedActivationStd), Std(layer.PredictedGradientStd)]);
        }
        if (!predicted)
            rows = rows.ConvertAll(row => row[..^2]);
        return rows;
    }

    private static int[] Widths(List<string[]> rows)
    {
        int[] widths = new int[rows[0].Length];
        foreach (string[] row in rows)
        {
            for (int column = 0; column < widths.Length; column++)
                widths[column] = Math.Max(widths[column], row[column].Length);
        }
        return widths;
    }

    // names to the left, everything else to the right
    private static void Cells(StringBuilder text, string[] row, int[] widths)
    {
        var line = new StringBuilder(row[0].PadRight(widths[0]));
        for (int column = 1; column < row.Length; column++)
            line.Append(Gap).Append(row[column].PadLeft(widths[column]));
        Line(text, line.ToString().TrimEnd());
    }

    private static void Totals(StringBuilder text, NetworkDescription network)
    {
        Line(text, $"loss             {network.Loss}");
        Line(text, $"optimizer        {network.Optimizer}");
        Line(text, $"parameters       {Number(network.ParameterCount)} ({Bytes(network.ParameterBytes)})");
        Line(text, $"multiply-adds    {Number(network.MultiplyAdds)} a row ({Number(network.Flops)} FLOPs)");
        text.Append(CultureInfo.InvariantCulture,
            $"training memory  {Bytes(network.TrainingBytes(1))} for 1 row, {Bytes(network.TrainingBytes(32))} for 32 rows");
    }

    // the same line ends on every system, so that a table can be compared
    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Count(long value) => value == 0 ? "" : Number(value);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Std(double value)
    {
        if (double.IsNaN(value))
            return "";
        // three significant digits, without an exponent where that stays readable
        string format = Math.Abs(value) switch
        {
            0 => "0",
            >= 1e6 or < 1e-5 => "0.00e+0",
            >= 100 => "N0",
            >= 10 => "0.0",
            >= 1 => "0.00",
            >= 0.1 => "0.000",
            >= 0.01 => "0.0000",
            >= 0.001 => "0.00000",
            >= 0.0001 => "0.000000",
            _ => "0.0000000",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Bytes(long bytes)
    {
        const double Kilo = 1024;
        (double value, string unit) = bytes switch
        {
            < 1024 => (bytes, "bytes"),
            < 1024 * 1024 => (bytes / Kilo, "KiB"),
            < 1024 * 1024 * 1024 => (bytes / (Kilo * Kilo), "MiB"),
            _ => (bytes / (Kilo * Kilo * Kilo), "GiB"),
        };
        string format = unit == "bytes" ? "N0" : "N1";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }
}
