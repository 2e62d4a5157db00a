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
    public static IEnumerable<string> EmitStatistics(ElementCode code, BatchNormLayer layer, ValueBuffer input)
    {
        VectorType v = code.V;
        string bits = CSharpLiteral.Of(v.Bits);
        string mean = code.Name(layer, "Mean"), variance = code.Name(layer, "Variance");
        string oneOverRows = code.Constant("oneOverRows", "1f / s->Rows");
        string column = $"&{input.Pointer}[column], {input.Stride}, s->Rows";
        yield return $"{v.Float} {mean} = {Import.ColumnMath}.Sum{bits}({column}) * {oneOverRows};";
        yield return $"{v.Float} {variance} = {Import.ColumnMath}.Squares{bits}({column}, {mean}) * {oneOverRows};";
        foreach (string line in EmitFromMoments(code, layer, mean, variance, "s->Rows", "one row says nothing of the variance"))
            yield return line;
    }

    /// <summary>Statements that keep what passes over the batch need, and move the averages.</summary>
    /// <param name="count">How many numbers mean and variance are of.</param>
    private static IEnumerable<string> EmitFromMoments(
        ElementCode code, BatchNormLayer layer, string mean, string variance, string count, string aboutOne)
    {
        VectorType v = code.V;
        string pascal = layer.PascalName;
        string inverseStd = code.Name(layer, "InverseStd"), scale = code.Name(layer, "Scale");
        string epsilon = v.Broadcast(CSharpLiteral.Of(layer.Epsilon));
        yield return $"{v.Float} {inverseStd} = {v.Broadcast("1f")} / {v.Class}.Sqrt({variance} + {epsilon});";
        yield return $"{v.Load($"s->{pascal}Mean", "column")} = {mean};";
        yield return $"{v.Load($"s->{pascal}InverseStd", "column")} = {inverseStd};";
        if (!code.Walk.IsCut)
            yield return $"{v.Float} {scale} = {v.Load("s->Parameters", $"{pascal}Weight + column")} * {inverseStd};";
        if (layer.Momentum > 0)
        {
            string momentum = CSharpLiteral.Of(layer.Momentum);
            string kept = v.Broadcast(CSharpLiteral.Of((float)(1 - layer.Momentum.AsDecimal())));
            string runningMean = v.Load("s->Running", $"{pascal}RunningMean + column");
            string runningVariance = v.Load("s->Running", $"{pascal}RunningVar + column");
            string unbiased = v.Broadcast($"{momentum} * {count} / ({count} - 1)");
            string movedMean = v.Fma(mean, v.Broadcast(momentum), $"{runningMean} * {kept}");
            string movedVariance = v.Fma(variance, unbiased, $"{runningVariance} * {kept}");
            yield return $"{runningMean} = {v.Math("FlushToZero", movedMean)};";
            yield return $"if ({count} > 1) // {aboutOne}";
            yield return $"    {runningVariance} = {v.Math("FlushSquareToZero", movedVariance)}; // unbiased";
        }
    }

    /// <summary>Statements for each image: the mean of each channel, and the squared distances from it.</summary>
    public static IEnumerable<string> EmitStatisticsOfImage(ElementCode code, BatchNormLayer layer, ValueBuffer input)
    {
        VectorType v = code.V;
        string bits = CSharpLiteral.Of(v.Bits), pascal = layer.PascalName;
        string mean = code.Name(layer, "Mean");
        string column = $"{Emission.Images.ImageCode.First(input) + "column"}, {input.Layout.ChannelStride}, {input.Layout.Places}";
        string share = v.Broadcast(CSharpLiteral.Of((float)(1.0 / input.Layout.Places)));
        yield return $"{v.Float} {mean} = {Import.ColumnMath}.Sum{bits}({column}) * {share};";
        yield return $"{v.Load(code.Walk.TargetOfSum(layer, "Mean", default))} = {mean};";
        yield return $"{v.Load(code.Walk.TargetOfSum(layer, "Squares", default))} = {Import.ColumnMath}.Squares{bits}({column}, {mean});";
    }

    /// <summary>
    /// Statements for each vector of channels: the images' statistics merged in their order (Chan et al. 1979), and what
    /// follows from them.
    /// </summary>
    public static IEnumerable<string> EmitMerge(ElementCode code, BatchNormLayer layer, int places)
    {
        VectorType v = code.V;
        string bits = CSharpLiteral.Of(v.Bits), pascal = layer.PascalName;
        string mean = code.Name(layer, "Mean"), variance = code.Name(layer, "Variance");
        string oneOverRows = code.Constant("oneOverRows", "1f / s->Rows");
        int stride = MemoryPlan.SumsOfImages(layer).First().Stride;
        string means = $"&s->{pascal}MeanOfImages[column], {stride}, s->Rows";
        string squares = $"&s->{pascal}SquaresOfImages[column], {stride}, s->Rows";
        string count = places == 1 ? "s->Rows" : $"({CSharpLiteral.Of(places)}f * s->Rows)";
        yield return $"{v.Float} {mean} = {Import.ColumnMath}.Sum{bits}({means}) * {oneOverRows};";
        yield return $"{v.Float} {variance} = {Import.ColumnMath}.Sum{bits}({squares}) * {v.Broadcast($"1f / {count}")};";
        yield return $"{variance} = {v.Fma($"{Import.ColumnMath}.Squares{bits}({means}, {mean})", oneOverRows, variance)};";
        foreach (string line in EmitFromMoments(code, layer, mean, variance, count, "one number says nothing of the variance"))
            yield return line;
    }

    public static string EmitForward(ElementCode code, BatchNormLayer layer, string x)
    {
        VectorType v = code.V;
        // of images, what was measured has been merged meanwhile
        bool isCut = code.Walk.IsCut;
        string mean = isCut ? KeptOfColumn(code, layer, "Mean") : code.Name(layer, "Mean");
        string scale = isCut ? ScaleOfColumn(code, layer) : code.Name(layer, "Scale");
        string beta = code.Column(layer.LocalName("Beta"), v.Load("s->Parameters", $"{layer.PascalName}Bias + column"));
        return code.Let(layer.LocalName(), v.Fma($"{x} - {mean}", scale, beta));
    }

    /// <summary>Inference: scale = gamma / sqrt(var + eps), shift = beta - mean scale, from the moving averages.</summary>
    public static string EmitInfer(ElementCode code, NormalisationLayer layer, string x)
    {
        VectorType v = code.V;
        string pascal = layer.PascalName;
        string mean = v.Load("s->Running", $"{pascal}RunningMean + column");
        string beta = v.Load("s->Parameters", $"{pascal}Bias + column");
        string scale = FrozenScale(code, layer);
        string shift = code.Column(layer.LocalName("Shift"), v.Fma($"-{mean}", scale, beta));
        return code.Let(layer.LocalName(), v.Fma(x, scale, shift));
    }

    private static string ScaleOfColumn(ElementCode code, BatchNormLayer layer)
    {
        VectorType v = code.V;
        string gamma = v.Load("s->Parameters", $"{layer.PascalName}Weight + column");
        return code.Column(layer.LocalName("Scale"), $"{gamma} * {v.Load($"s->{layer.PascalName}InverseStd", "column")}");
    }

    /// <summary>gamma / sqrt(var + eps) from the moving averages.</summary>
    public static string FrozenScale(ElementCode code, NormalisationLayer layer)
    {
        VectorType v = code.V;
        string variance = v.Load("s->Running", $"{layer.PascalName}RunningVar + column");
        string gamma = v.Load("s->Parameters", $"{layer.PascalName}Weight + column");
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
        if (!code.Walk.IsCut)
            return;
        code.StoreSum(layer, "Sum", default);
        code.StoreSum(layer, "Products", default);
    }

    /// <summary>Statements for each vector of channels: the images' sums, and what follows from them.</summary>
    public static IEnumerable<string> EmitMergeOfSums(ElementCode code, BatchNormLayer layer, int places)
    {
        VectorType v = code.V;
        string bits = CSharpLiteral.Of(v.Bits), pascal = layer.PascalName;
        int stride = MemoryPlan.SumsOfImages(layer).First().Stride;
        string sum = code.Name(layer, "Sum"), products = code.Name(layer, "Products");
        string inverseStd = code.Column(layer.LocalName("InverseStd"), v.Load($"s->{pascal}InverseStd", "column"));
        string oneOver = code.Constant("oneOverCount", places == 1 ? "1f / s->Rows" : $"1f / ({CSharpLiteral.Of(places)}f * s->Rows)");
        yield return $"{v.Float} {sum} = {Import.ColumnMath}.Sum{bits}(&s->{pascal}SumOfImages[column], {stride}, s->Rows);";
        yield return $"{v.Float} {products} = {Import.ColumnMath}.Sum{bits}(&s->{pascal}ProductsOfImages[column], {stride}, s->Rows);";
        yield return $"{v.Load("s->Gradients", $"{pascal}Bias + column")} = {sum};";
        yield return $"{v.Load("s->Gradients", $"{pascal}Weight + column")} = {products} * {inverseStd};";
        yield return $"{v.Load($"s->{pascal}MeanGradient", "column")} = {sum} * {oneOver};";
        yield return "// xhat mean(g xhat) = (x - mean) slope";
        yield return $"{v.Load($"s->{pascal}Slope", "column")} = {products} * {oneOver} * {inverseStd} * {inverseStd};";
    }

    /// <summary>Statements between two loops: stores the gradients, takes their means.</summary>
    public static IEnumerable<string> EmitMeans(ElementCode code, BatchNormLayer layer)
    {
        VectorType v = code.V;
        string pascal = layer.PascalName;
        string sum = code.Name(layer, "Sum"), products = code.Name(layer, "Products");
        string scale = code.Name(layer, "Scale"), slope = code.Name(layer, "Slope");
        string oneOverRows = code.Constant("oneOverRows", "1f / s->Rows");
        string inverseStd = code.Column(layer.LocalName("InverseStd"), v.Load($"s->{pascal}InverseStd", "column"));
        yield return $"{v.Load("s->Gradients", $"{pascal}Bias + column")} = {sum};";
        yield return $"{v.Load("s->Gradients", $"{pascal}Weight + column")} = {products} * {inverseStd};";
        yield return $"{v.Float} {scale} = {v.Load("s->Parameters", $"{pascal}Weight + column")} * {inverseStd};";
        yield return $"{v.Float} {code.Name(layer, "MeanGradient")} = {sum} * {oneOverRows};";
        yield return "// xhat mean(g xhat) = (x - mean) slope";
        yield return $"{v.Float} {slope} = {products} * {oneOverRows} * {inverseStd} * {inverseStd};";
    }

    public static string EmitBackward(ElementCode code, BatchNormLayer layer, string gradient, string x)
    {
        bool isCut = code.Walk.IsCut;
        string centred = Centred(code, layer, x);
        string meanGradient = isCut ? KeptOfColumn(code, layer, "MeanGradient") : code.Name(layer, "MeanGradient");
        string slope = isCut ? KeptOfColumn(code, layer, "Slope") : code.Name(layer, "Slope");
        string scale = isCut ? ScaleOfColumn(code, layer) : code.Name(layer, "Scale");
        string rest = code.V.Fma($"-{slope}", centred, $"{gradient} - {meanGradient}");
        return code.Let(layer.LocalName("InputGradient"), $"{scale} * {rest}");
    }

    private static string Centred(ElementCode code, BatchNormLayer layer, string x) =>
        code.Let(layer.LocalName("Centred"), $"{x} - {KeptOfColumn(code, layer, "Mean")}");

    private static string KeptOfColumn(ElementCode code, BatchNormLayer layer, string kept) =>
        code.Column(layer.LocalName(kept), code.V.Load($"s->{layer.PascalName}{kept}", "column"));
}
