using System.Globalization;
using System.Text;

namespace DeepTrain;

/// <summary>Lays a <see cref="ParameterList"/> out as a table of text.</summary>
internal static class ParameterTable
{
    private const string Gap = "  ";

    public static string Write(ParameterList parameters)
    {
        List<string[]> rows = [["parameter", "shape", "numbers", "trainable"]];
        long trainable = 0, other = 0;
        foreach (Parameter parameter in parameters)
        {
            rows.Add([
                parameter.Name, Shapes.Brackets(parameter.Shape), Number(parameter.Length), parameter.IsTrainable ? "yes" : "no"]);
            if (parameter.IsTrainable)
                trainable += parameter.Length;
            else
                other += parameter.Length;
        }
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            text.Append(row[0].PadRight(widths[0])).Append(Gap).Append(row[1].PadRight(widths[1])).Append(Gap)
                .Append(row[2].PadLeft(widths[2])).Append(Gap).Append(row[3]).Append('\n');
        }
        return text.Append(CultureInfo.InvariantCulture, $"{trainable:N0} trainable, {other:N0} not").ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
