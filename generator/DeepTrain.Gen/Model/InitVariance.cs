namespace DeepTrain.Gen.Model;

internal static class InitVariance
{
    /// <summary>
    /// The variance of one weight that an init draws; 0 where nothing is drawn. The scale is that of <c>InitScale</c>.
    /// </summary>
    public static double Variance(this Init init, float scale, double fanIn, double fanOut)
    {
        double square = scale.AsDecimal() * scale.AsDecimal();
        return init switch
        {
            Init.Normal => square,
            Init.Uniform => square / 3,
            Init.GlorotNormal or Init.GlorotUniform => square * 2 / (fanIn + fanOut),
            Init.HeNormal or Init.HeUniform => square * 2 / fanIn,
            Init.LeCunNormal or Init.LeCunUniform => square / fanIn,
            Init.Orthogonal => square / Math.Max(fanIn, fanOut),
            _ => 0,
        };
    }
}
