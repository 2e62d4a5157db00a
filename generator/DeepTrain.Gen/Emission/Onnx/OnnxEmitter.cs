using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Emission.Onnx;

/// <summary>Prints what the network is in ONNX; the runtime library makes a file of it.</summary>
internal static class OnnxEmitter
{
    public static void Emit(SourceWriter writer, NetworkSpec spec)
    {
        writer.Line("// The network as nodes of ONNX, in inference mode.");
        using (writer.Block("private static void BuildGraph(OnnxGraph graph)"))
        {
            foreach (LayerSpec layer in spec.Layers)
            {
                var code = new OnnxCode(layer);
                layer.Export(code);
                string key = layer.Key is null ? "" : $", {CSharpLiteral.Of(layer.Key)}";
                if (code.Calls.Length > 0)
                    writer.Line($"graph.Layer({CSharpLiteral.Of(layer.Name)}{key}){code.Calls};");
            }

            if (Predictions(spec) is { } predictions)
            {
                writer.Line("if (graph.Predicts)");
                using (writer.Indent())
                    writer.Line($"graph.Layer(\"predictions\"){predictions};");
            }
        }

        writer.Line();
        foreach (string target in new[] { "string path", "Stream stream" })
        {
            string name = target.Split(' ')[1];
            writer.Line($"public static void ExportOnnx(NetworkState state, {target}, OnnxOptions? options) =>");
            using (writer.Indent())
                writer.Line($"state.ExportOnnx(Description, BuildGraph, {name}, options);");
            writer.Line();
        }
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
