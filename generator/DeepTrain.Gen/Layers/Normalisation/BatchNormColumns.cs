using DeepTrain.Gen.Emission;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Layers.Normalisation;

/// <summary>Batch norm's part of a column pass.</summary>
internal static class BatchNormColumns
{
    public const string Formula = "gamma xhat + beta, xhat = (x - mean) / sqrt(var + eps) over the batch";

    public const string Derivative = "gamma / sqrt(var + eps) (1 - mean(g) - xhat mean(g xhat)), g the gradient of y";

    /// <summary>Statements between two loops: mean and variance of the columns, moving averages.</summary>
    public static IEnumerable<string> EmitStatistics(ElementCode code, BatchNormLayer layer, RowBuffer input)
    {
        VectorType v = code.V;
        string pascal = layer.PascalName, bits = CSharpLiteral.Of(v.Bits);
        string mean = code.Name(layer, "Mean"), variance = code.Name(layer, "Variance");
        string inverseStd = code.Name(layer, "InverseStd"), scale = code.Name(layer, "Scale");
        string oneOverRows = code.Constant("oneOverRows", "1f / s->Rows");
        string column = $"{input.Pointer} + column, {input.Stride}, s->Rows";
        string epsilon = v.Broadcast(CSharpLiteral.Of(layer.Epsilon));
        yield return $"{v.Float} {mean} = ColumnMath.Sum{bits}({column}) * {oneOverRows};";
        yield return $"{v.Float} {variance} = ColumnMath.Squares{bits}({column}, {mean}) * {oneOverRows};";
        yield return $"{v.Float} {inverseStd} = {v.Broadcast("1f")} / {v.Class}.Sqrt({variance} + {epsilon});";
        yield return $"{v.Load($"s->{pascal}Mean + column")} = {mean};";
        yield return $"{v.Load($"s->{pascal}InverseStd + column")} = {inverseStd};";
        yield return $"{v.Float} {scale} = {v.Load($"s->Parameters + {pascal}Weight + column")} * {inverseStd};";
        if (layer.Momentum > 0)
        {
            string momentum = CSharpLiteral.Of(layer.Momentum);
            string kept = v.Broadcast(CSharpLiteral.Of((float)(1 - layer.Momentum.AsDecimal())));
            string runningMean = v.Load($"s->Running + {pascal}RunningMean + column");
            string runningVariance = v.Load($"s->Running + {pascal}RunningVar + column");
            string unbiased = v.Broadcast($"{momentum} * s->Rows / (s->Rows - 1)");
            string movedMean = v.Fma(mean, v.Broadcast(momentum), $"{runningMean} * {kept}");
            string movedVariance = v.Fma(variance, unbiased, $"{runningVariance} * {kept}");
            yield return $"{runningMean} = {v.Math("FlushToZero", movedMean)};";
            yield return "if (s->Rows > 1) // one row says nothing of the variance";
            yield return $"    {runningVariance} = {v.Math("FlushSquareToZero", movedVariance)}; // unbiased";
        }
    }

    public static string EmitForward(ElementCode code, BatchNormLayer layer, string x)
    {
        VectorType v = code.V;
        string mean = code.Name(layer, "Mean"), scale = code.Name(layer, "Scale");
        string beta = code.Column(layer.LocalName("Beta"), v.Load($"s->Parameters + {layer.PascalName}Bias + column"));
        return code.Let(layer.LocalName(), v.Fma($"{x} - {mean}", scale, beta));
    }

    /// <summary>Inference: scale = gamma / sqrt(var + eps), shift = beta - mean scale, from the moving averages.</summary>
    public static string EmitInfer(ElementCode code, NormalisationLayer layer, string x)
    {
        VectorType v = code.V;
        string pascal = layer.PascalName;
        string mean = v.Load($"s->Running + {pascal}RunningMean + column");
        string beta = v.Load($"s->Parameters + {pascal}Bias + column");
        string scale = FrozenScale(code, layer);
        string shift = code.Column(layer.LocalName("Shift"), v.Fma($"-{mean}", scale, beta));
        return code.Let(layer.LocalName(), v.Fma(x, scale, shift));
    }

    /// <summary>gamma / sqrt(var + eps) from the moving averages.</summary>
    public static string FrozenScale(ElementCode code, NormalisationLayer layer)
    {
        VectorType v = code.V;
        string variance = v.Load($"s->Running + {layer.PascalName}RunningVar + column");
        string gamma = v.Load($"s->Parameters + {layer.PascalName}Weight + column");
        string root = $"{v.Class}.Sqrt({variance} + {v.Broadcast(CSharpLiteral.Of(layer.Epsilon))})";
        return code.Column(layer.LocalName("Scale"), $"{gamma} / {root}");
    }

    /// <summary>
    /// Adds up g, the gradient of beta, and g (x - mean), that of gamma times the standard deviation: what the means in the
    /// input's gradient come from too.
    /// </summary>
    public static void EmitSums(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        string sum = code.Sum(layer, "Sum"), products = code.Sum(layer, "Products");
        code.Do($"{sum} += {gradient};");
        code.Do($"{products} = {code.V.Fma(gradient, Centred(code, layer, x), products)};");
    }

    /// <summary>Statements between two loops: stores the gradients, takes their means.</summary>
    public static IEnumerable<string> EmitMeans(ElementCode code, BatchNormLayer layer)
    {
        VectorType v = code.V;
        string pascal = layer.PascalName;
        string sum = code.Name(layer, "Sum"), products = code.Name(layer, "Products");
        string scale = code.Name(layer, "Scale"), slope = code.Name(layer, "Slope");
        string oneOverRows = code.Constant("oneOverRows", "1f / s->Rows");
        string inverseStd = code.Column(layer.LocalName("InverseStd"), v.Load($"s->{pascal}InverseStd + column"));
        yield return $"{v.Load($"s->Gradients + {pascal}Bias + column")} = {sum};";
        yield return $"{v.Load($"s->Gradients + {pascal}Weight + column")} = {products} * {inverseStd};";
        yield return $"{v.Float} {scale} = {v.Load($"s->Parameters + {pascal}Weight + column")} * {inverseStd};";
        yield return $"{v.Float} {code.Name(layer, "MeanGradient")} = {sum} * {oneOverRows};";
        yield return "// xhat mean(g xhat) = (x - mean) slope";
        yield return $"{v.Float} {slope} = {products} * {oneOverRows} * {inverseStd} * {inverseStd};";
    }

    public static string EmitBackward(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        string centred = Centred(code, layer, x), meanGradient = code.Name(layer, "MeanGradient");
        string rest = code.V.Fma($"-{code.Name(layer, "Slope")}", centred, $"{gradient} - {meanGradient}");
        return code.Let(layer.LocalName("InputGradient"), $"{code.Name(layer, "Scale")} * {rest}");
    }

    private static string Centred(ElementCode code, BatchNormLayer layer, string x)
    {
        string mean = code.Column(layer.LocalName("Mean"), code.V.Load($"s->{layer.PascalName}Mean + column"));
        return code.Let(layer.LocalName("Centred"), $"{x} - {mean}");
    }
}
