using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission.Onnx;

/// <summary>Prints what the network is in ONNX; the runtime library makes a file of it.</summary>
internal static class OnnxEmitter
{
    public static void Emit(SourceWriter writer, NetworkSpec spec)
    {
        writer.Line("// The network as nodes of ONNX, in inference mode.");
        using (writer.Block($"private static void BuildGraph({Import.OnnxGraph} graph)"))
        {
            foreach (LayerSpec layer in spec.Layers)
            {
                string calls = Calls(layer), key = layer.Key is null ? "" : $", {CSharpLiteral.Of(layer.Key)}";
                if (calls.Length > 0)
                    writer.Line($"graph.Layer({CSharpLiteral.Of(layer.Name)}{key}){calls};");
            }

            if (Predictions(spec) is { } predictions)
            {
                writer.Line("if (graph.Predicts)");
                using (writer.Indent())
                    writer.Line($"graph.Layer(\"predictions\"){predictions};");
            }
        }

        writer.Line();
        foreach ((string type, string name) in new[] { ("string", "path"), (Import.Stream, "stream") })
        {
            writer.Line($"public static void ExportOnnx({Import.NetworkState} state, {type} {name}, {Import.OnnxOptions}? options) =>");
            using (writer.Indent())
                writer.Line($"state.ExportOnnx(Description, BuildGraph, {name}, options);");
            writer.Line();
        }
    }

    /// <summary>
    /// A hash of what the network computes from its parameters. Names are not in it, nor is what matters in training alone: a file
    /// may be loaded after the learning rate, a dropout or a penalty has been changed, but not after an activation has.
    /// </summary>
    public static string Fingerprint(NetworkSpec spec) => StableHash.Of(string.Join("\n",
        spec.Layers.Select(layer => Calls(layer) + string.Concat(layer.Parameters.Select(parameter =>
            $" {parameter.Name} {string.Join(",", parameter.Shape.Select(CSharpLiteral.Of))}")))
            .Where(layer => layer.Length > 0).Prepend(spec.Input.ToString()).Append(Predictions(spec) ?? "")));

    private static string Calls(LayerSpec layer)
    {
        var code = new OnnxCode(layer);
        layer.Export(code);
        return code.Calls;
    }

    /// <summary>What makes predictions of the last layer's rows; null for nothing.</summary>
    private static string? Predictions(NetworkSpec spec)
    {
        var code = new OnnxCode();
        switch (spec.Loss.Output)
        {
            case OutputTransform.Sigmoid:
                code.Node("Sigmoid");
                break;
            case OutputTransform.Softmax:
                // over all numbers of an image
                if (!spec.Output.IsFlat)
                    code.Node("Flatten");
                code.Node("Softmax").Int("axis", -1);
                break;
            default:
                return null;
        }

        return code.Calls;
    }
}
