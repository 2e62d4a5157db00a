using DeepTrain.Gen.Model;
using DeepTrain.Gen.Prediction;

namespace DeepTrain.Gen.Emission;

/// <summary>The network in a table, for the XML documentation above its class.</summary>
internal static class SummaryTable
{
    public static IEnumerable<string> Lines(NetworkSpec spec)
    {
        yield return "<summary>";
        IEnumerable<LayerSpec> products = spec.Layers.Where(layer => layer.MultiplyAdds > 0);
        IEnumerable<string> shapes = products.Select(layer => layer.Output.ToString()).Prepend(spec.Input.ToString());
        string widths = string.Join(" -> ", shapes).Replace(">", "&gt;");
        string parameters = CSharpLiteral.Grouped(spec.ParameterCount);
        string multiplyAdds = CSharpLiteral.Grouped(spec.Layers.Sum(layer => layer.MultiplyAdds));
        yield return $"{spec.Header.Name}: {widths}, {spec.Loss.Title}, {spec.Optimizer.Kind}. "
            + $"{parameters} parameters, {multiplyAdds} multiply-adds a row.";
        yield return "<code>";
        var rows = new List<string[]>
        {
            new[] { "layer", "output", "parameters", "multiply-adds", "activation std", "gradient std" },
        };
        IReadOnlyList<LayerPrediction> predictions = NetworkPrediction.Of(spec).Layers;
        for (int i = 0; i < spec.Layers.Count; i++)
        {
            LayerSpec layer = spec.Layers[i];
            rows.Add(
            [
                layer.Label, layer.Output.ToString(), Number(layer.ParameterCount), Number(layer.MultiplyAdds),
                CSharpLiteral.ThreeDigits(predictions[i].ActivationStd),
                CSharpLiteral.ThreeDigits(predictions[i].GradientStd),
            ]);
        }

        int[] columns = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        foreach (string[] row in rows)
        {
            IEnumerable<string> numbers = row.Skip(1).Select((cell, i) => "   " + cell.PadLeft(columns[i + 1]));
            yield return (row[0].PadRight(columns[0]) + string.Concat(numbers)).TrimEnd();
        }

        yield return "</code>";
        yield return "The last two columns are predicted for the start of training, "
            + "on standardised inputs in batches of 64 rows.";
        yield return "</summary>";
    }

    private static string Number(long value) => value == 0 ? "" : CSharpLiteral.Grouped(value);
}
