namespace DeepTrain;

/// <summary>
/// What is in a column of inputs or targets. Mean, standard deviation and range are those of its finite numbers.
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="Mean">NaN without a finite number.</param>
/// <param name="Std">Over all rows; NaN without a finite number.</param>
/// <param name="Least">The least number.</param>
/// <param name="Largest">The largest number.</param>
/// <param name="NonFinite">How many rows have NaN or infinity here.</param>
/// <param name="FirstNonFinite">The first row that has, -1 for none.</param>
/// <param name="Outliers">
/// How many rows are beyond 6 standard deviations of the mean: of a normal distribution 2 in a billion.
/// </param>
public sealed record ColumnReport(
    string Name, double Mean, double Std, float Least, float Largest, int NonFinite, int FirstNonFinite, int Outliers)
{
    /// <summary>Whether all rows have one number: it tells a network nothing.</summary>
    public bool IsConstant => Least == Largest;

    /// <summary>
    /// Whether no number is below 0, and some are above: all weights of a unit then get gradients of one sign, and training
    /// zigzags.
    /// </summary>
    public bool IsAllPositive => Least >= 0 && Largest > 0;
}
