namespace DeepTrain;

/// <summary>
/// The steps that follow the first. They have the same names, and C# tells those of an object from those of the class only
/// where these stand in a class of their own. A step behind a fit makes preprocessing that has to be fitted anew.
/// </summary>
public static class PreprocessingSteps
{
    /// <inheritdoc cref="Preprocessing.ZeroMean"/>
    public static Preprocessing ZeroMean(this Preprocessing preprocessing) =>
        preprocessing.With(new ZeroMeanStep());

    /// <inheritdoc cref="Preprocessing.UnitVariance"/>
    public static Preprocessing UnitVariance(this Preprocessing preprocessing) =>
        preprocessing.With(new UnitVarianceStep());

    /// <inheritdoc cref="Preprocessing.MinMax"/>
    public static Preprocessing MinMax(this Preprocessing preprocessing) =>
        preprocessing.With(new MinMaxStep());

    /// <inheritdoc cref="Preprocessing.Robust"/>
    public static Preprocessing Robust(this Preprocessing preprocessing) =>
        preprocessing.With(new RobustStep());

    /// <inheritdoc cref="Preprocessing.Log1P"/>
    public static Preprocessing Log1P(this Preprocessing preprocessing, IReadOnlyList<int>? columns = null) =>
        preprocessing.With(new SignedLogStep(columns?.ToArray()));

    /// <inheritdoc cref="Preprocessing.OneHot"/>
    public static Preprocessing OneHot(this Preprocessing preprocessing, int column) =>
        preprocessing.With(new OneHotColumnStep(column));

    /// <inheritdoc cref="Preprocessing.PrincipalComponents"/>
    public static Preprocessing PrincipalComponents(this Preprocessing preprocessing, int? components = null) =>
        preprocessing.With(new PrincipalComponentStep(Checked(components), Whitens: false));

    /// <inheritdoc cref="Preprocessing.Whiten"/>
    public static Preprocessing Whiten(this Preprocessing preprocessing, int? components = null) =>
        preprocessing.With(new PrincipalComponentStep(Checked(components), Whitens: true));

    /// <inheritdoc cref="Preprocessing.ImageMean"/>
    public static Preprocessing ImageMean(this Preprocessing preprocessing) =>
        preprocessing.With(new ImageMeanStep());

    /// <inheritdoc cref="Preprocessing.ChannelMean"/>
    public static Preprocessing ChannelMean(this Preprocessing preprocessing) =>
        preprocessing.With(new ChannelMeanStep());

    /// <inheritdoc cref="Preprocessing.ScaleTargets"/>
    public static Preprocessing ScaleTargets(this Preprocessing preprocessing) =>
        preprocessing.WithScaledTargets();

    private static int? Checked(int? components) => components is null or >= 1
        ? components
        : throw new ArgumentOutOfRangeException(nameof(components), components, "Expected at least 1 component.");
}
