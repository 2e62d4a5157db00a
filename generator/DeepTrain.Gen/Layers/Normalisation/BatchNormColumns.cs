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
        string name = layer.LocalName(), pascal = layer.PascalName, bits = CSharpLiteral.Of(v.Bits);
        code.Declare("oneOverRows", $"{v.Float} oneOverRows = {v.Broadcast("1f / s->Rows")};");
        string column = $"{input.Pointer} + column, {input.Stride}, s->Rows";
        string epsilon = v.Broadcast(CSharpLiteral.Of(layer.Epsilon));
        yield return $"{v.Float} {name}Mean = ColumnMath.Sum{bits}({column}) * oneOverRows;";
        yield return $"{v.Float} {name}Variance = ColumnMath.Squares{bits}({column}, {name}Mean) * oneOverRows;";
        yield return $"{v.Float} {name}InverseStd = {v.Broadcast("1f")} / {v.Class}.Sqrt({name}Variance + {epsilon});";
        yield return $"{v.Load($"s->{pascal}Mean + column")} = {name}Mean;";
        yield return $"{v.Load($"s->{pascal}InverseStd + column")} = {name}InverseStd;";
        yield return $"{v.Float} {name}Scale = {v.Load($"s->Parameters + {pascal}Weight + column")} * {name}InverseStd;";
        if (layer.Momentum > 0)
        {
            string momentum = CSharpLiteral.Of(layer.Momentum);
            string kept = v.Broadcast(CSharpLiteral.Of((float)(1 - layer.Momentum.AsDecimal())));
            string mean = v.Load($"s->Running + {pascal}RunningMean + column");
            string variance = v.Load($"s->Running + {pascal}RunningVar + column");
            string unbiased = v.Broadcast($"{momentum} * s->Rows / (s->Rows - 1)");
            string movedMean = v.Fma($"{name}Mean", v.Broadcast(momentum), $"{mean} * {kept}");
            string movedVariance = v.Fma($"{name}Variance", unbiased, $"{variance} * {kept}");
            yield return $"{mean} = {v.Math("FlushToZero", movedMean)};";
            yield return "if (s->Rows > 1) // one row says nothing of the variance";
            yield return $"    {variance} = {v.Math("FlushSquareToZero", movedVariance)}; // unbiased";
        }
    }

    public static string EmitForward(ElementCode code, BatchNormLayer layer, string x)
    {
        VectorType v = code.V;
        string name = layer.LocalName(), pascal = layer.PascalName;
        string beta = code.Column(name + "Beta", v.Load($"s->Parameters + {pascal}Bias + column"));
        return code.Let(name, v.Fma($"{x} - {name}Mean", name + "Scale", beta));
    }

    /// <summary>Inference: scale = gamma / sqrt(var + eps), shift = beta - mean scale, from the moving averages.</summary>
    public static string EmitInfer(ElementCode code, BatchNormLayer layer, string x)
    {
        VectorType v = code.V;
        string name = layer.LocalName(), pascal = layer.PascalName;
        string mean = v.Load($"s->Running + {pascal}RunningMean + column");
        string variance = v.Load($"s->Running + {pascal}RunningVar + column");
        string gamma = v.Load($"s->Parameters + {pascal}Weight + column");
        string beta = v.Load($"s->Parameters + {pascal}Bias + column");
        string root = $"{v.Class}.Sqrt({variance} + {v.Broadcast(CSharpLiteral.Of(layer.Epsilon))})";
        string scale = code.Column(name + "Scale", $"{gamma} / {root}");
        string shift = code.Column(name + "Shift", v.Fma($"-{mean}", scale, beta));
        return code.Let(name, v.Fma(x, scale, shift));
    }

    /// <summary>
    /// Adds up g, the gradient of beta, and g (x - mean), that of gamma times the standard deviation: what the means in the
    /// input's gradient come from too.
    /// </summary>
    public static void EmitSums(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        string name = layer.LocalName();
        string sum = code.Sum(name + "Sum"), products = code.Sum(name + "Products");
        code.Do($"{sum} += {gradient};");
        code.Do($"{products} = {code.V.Fma(gradient, Centred(code, layer, x), products)};");
    }

    /// <summary>Statements between two loops: stores the gradients, takes their means.</summary>
    public static IEnumerable<string> EmitMeans(ElementCode code, BatchNormLayer layer)
    {
        VectorType v = code.V;
        string name = layer.LocalName(), pascal = layer.PascalName;
        code.Declare("oneOverRows", $"{v.Float} oneOverRows = {v.Broadcast("1f / s->Rows")};");
        string inverseStd = code.Column(name + "InverseStd", v.Load($"s->{pascal}InverseStd + column"));
        yield return $"{v.Load($"s->Gradients + {pascal}Bias + column")} = {name}Sum;";
        yield return $"{v.Load($"s->Gradients + {pascal}Weight + column")} = {name}Products * {inverseStd};";
        yield return $"{v.Float} {name}Scale = {v.Load($"s->Parameters + {pascal}Weight + column")} * {inverseStd};";
        yield return $"{v.Float} {name}MeanGradient = {name}Sum * oneOverRows;";
        yield return "// xhat mean(g xhat) = (x - mean) slope";
        yield return $"{v.Float} {name}Slope = {name}Products * oneOverRows * {inverseStd} * {inverseStd};";
    }

    public static string EmitBackward(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        string name = layer.LocalName();
        string rest = code.V.Fma($"-{name}Slope", Centred(code, layer, x), $"{gradient} - {name}MeanGradient");
        return code.Let(layer.LocalName("InputGradient"), $"{name}Scale * {rest}");
    }

    private static string Centred(ElementCode code, BatchNormLayer layer, string x)
    {
        string mean = code.Column(layer.LocalName("Mean"), code.V.Load($"s->{layer.PascalName}Mean + column"));
        return code.Let(layer.LocalName("Centred"), $"{x} - {mean}");
    }
}
