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
        if (layer.Momentum > 0)
        {
            string momentum = CSharpLiteral.Of(layer.Momentum);
            string kept = v.Broadcast(CSharpLiteral.Of((float)(1 - layer.Momentum.AsDecimal())));
            string mean = v.Load($"s->Running + {pascal}RunningMean + column");
            string variance = v.Load($"s->Running + {pascal}RunningVar + column");
            string unbiased = v.Broadcast($"{momentum} * s->Rows / (s->Rows - 1)");
            yield return $"{mean} = {v.Fma($"{name}Mean", v.Broadcast(momentum), $"{mean} * {kept}")};";
            yield return "if (s->Rows > 1) // one row says nothing of the variance";
            yield return $"    {variance} = {v.Fma($"{name}Variance", unbiased, $"{variance} * {kept}")}; // unbiased";
        }
    }

    public static string EmitForward(ElementCode code, BatchNormLayer layer, string x)
    {
        VectorType v = code.V;
        string name = layer.LocalName(), pascal = layer.PascalName;
        string gamma = code.Column(name + "Gamma", v.Load($"s->Parameters + {pascal}Weight + column"));
        string beta = code.Column(name + "Beta", v.Load($"s->Parameters + {pascal}Bias + column"));
        return code.Let(name, v.Fma($"({x} - {name}Mean) * {name}InverseStd", gamma, beta));
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

    /// <summary>Adds up the gradients of beta and gamma, which are also the means that the input's gradient needs.</summary>
    public static void EmitSums(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        string name = layer.LocalName();
        string beta = code.Sum(name + "BetaGradient"), gamma = code.Sum(name + "GammaGradient");
        code.Do($"{beta} += {gradient};");
        code.Do($"{gamma} = {code.V.Fma(gradient, Normalised(code, layer, x), gamma)};");
    }

    /// <summary>Statements between two loops: stores the gradients, takes their means.</summary>
    public static IEnumerable<string> EmitMeans(ElementCode code, BatchNormLayer layer)
    {
        VectorType v = code.V;
        string name = layer.LocalName(), pascal = layer.PascalName;
        code.Declare("oneOverRows", $"{v.Float} oneOverRows = {v.Broadcast("1f / s->Rows")};");
        string inverseStd = code.Column(name + "InverseStd", v.Load($"s->{pascal}InverseStd + column"));
        yield return $"{v.Load($"s->Gradients + {pascal}Bias + column")} = {name}BetaGradient;";
        yield return $"{v.Load($"s->Gradients + {pascal}Weight + column")} = {name}GammaGradient;";
        yield return $"{v.Float} {name}Factor = {v.Load($"s->Parameters + {pascal}Weight + column")} * {inverseStd};";
        yield return $"{v.Float} {name}MeanGradient = {name}BetaGradient * oneOverRows, "
            + $"{name}MeanProduct = {name}GammaGradient * oneOverRows;";
    }

    public static string EmitBackward(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        string name = layer.LocalName();
        string normalised = Normalised(code, layer, x);
        string centred = $"{gradient} - {name}MeanGradient - {normalised} * {name}MeanProduct";
        return code.Let(layer.LocalName("InputGradient"), $"{name}Factor * ({centred})");
    }

    private static string Normalised(ElementCode code, BatchNormLayer layer, string x)
    {
        VectorType v = code.V;
        string mean = code.Column(layer.LocalName("Mean"), v.Load($"s->{layer.PascalName}Mean + column"));
        string inverseStd = code.Column(layer.LocalName("InverseStd"), v.Load($"s->{layer.PascalName}InverseStd + column"));
        return code.Let(layer.LocalName("Normalised"), $"({x} - {mean}) * {inverseStd}");
    }
}
