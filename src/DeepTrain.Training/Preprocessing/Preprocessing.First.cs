namespace DeepTrain;

public sealed partial class Preprocessing
{
    /// <summary>Subtracts each column's mean.</summary>
    public static Preprocessing ZeroMean() => None.ZeroMean();

    /// <summary>Divides each column by its standard deviation over all rows.</summary>
    public static Preprocessing UnitVariance() => None.UnitVariance();

    /// <summary>Brings each column to the range from 0 to 1; rows that come later may lie outside.</summary>
    public static Preprocessing MinMax() => None.MinMax();

    /// <summary>
    /// Subtracts each column's median and divides by the distance of its quartiles: what outliers do not move.
    /// </summary>
    public static Preprocessing Robust() => None.Robust();

    /// <summary>Takes <c>sign(x) log(1 + |x|)</c>: for counts, prices and what else spans decades.</summary>
    /// <param name="columns">Which columns, from 0; null for all.</param>
    public static Preprocessing Log1P(IReadOnlyList<int>? columns = null) => None.Log1P(columns);

    /// <summary>
    /// Replaces a column of whole numbers by one column for each value; a value that the training rows have not becomes
    /// zeros.
    /// </summary>
    /// <param name="column">Which, from 0, counted behind the steps before.</param>
    public static Preprocessing OneHot(int column) => None.OneHot(column);

    /// <summary>Turns rows to their principal axes, those of the most variance first.</summary>
    /// <param name="components">How many, at least 1; null for all that have any variance.</param>
    public static Preprocessing PrincipalComponents(int? components = null) => None.PrincipalComponents(components);

    /// <summary>
    /// Turns rows to their principal axes and divides by the standard deviation there: all columns are uncorrelated and of
    /// variance 1.
    /// </summary>
    /// <param name="components">How many, at least 1; null for all that have any variance.</param>
    public static Preprocessing Whiten(int? components = null) => None.Whiten(components);

    /// <summary>Subtracts the mean image, pixel by pixel.</summary>
    public static Preprocessing ImageMean() => None.ImageMean();

    /// <summary>Subtracts each channel's mean over all pixels.</summary>
    public static Preprocessing ChannelMean() => None.ChannelMean();

    /// <summary>
    /// Brings targets to mean 0 and standard deviation 1; <see cref="InvertTargets"/> turns predictions back.
    /// </summary>
    public static Preprocessing ScaleTargets() => None.ScaleTargets();
}
