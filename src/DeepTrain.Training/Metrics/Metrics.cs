namespace DeepTrain;

/// <summary>The metrics there are. Without any row each of them is NaN.</summary>
/// <remarks>
/// <para>Metrics of classes are for networks with a cross-entropy. With softmax the highest output is the prediction, the
/// first of equal ones; a target row's highest is its class. With a single output of binary cross-entropy the classes are 0
/// and 1, and 1 is predicted from 0.5. With several such outputs, each is a yes or no of its own from 0.5, and so are
/// targets. NaN predicts nothing, which is never right.</para>
/// <para>Metrics of numbers are in the units of the targets that the network sees: where these were scaled, in scaled
/// units.</para>
/// </remarks>
public static class Metrics
{
    /// <summary>The share of rows whose class is predicted; with several yes-or-no outputs, the share of right
    /// outputs.</summary>
    public static Metric Accuracy { get; } = new AccuracyMetric();

    /// <summary>The share of rows whose class is among the highest outputs.</summary>
    /// <param name="k">How many of the highest, at least 1.</param>
    public static Metric TopK(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return new TopKMetric(k);
    }

    /// <summary>
    /// The share of the rows predicted to be of a class that are: <c>TP / (TP + FP)</c>. A class that occurs and is never
    /// predicted has 0; one that is neither there nor predicted is left out. With a single output, that of class 1.
    /// </summary>
    public static Metric Precision(ClassAverage average = ClassAverage.Macro) => new CountedMetric(
        "precision", average, counts => (counts.True, counts.True + counts.Wrong));

    /// <summary>
    /// The share of the rows of a class that are predicted to be: <c>TP / (TP + FN)</c>. A class that is predicted and does
    /// not occur has 0; one that is neither there nor predicted is left out. With a single output, that of class 1.
    /// </summary>
    public static Metric Recall(ClassAverage average = ClassAverage.Macro) => new CountedMetric(
        "recall", average, counts => (counts.True, counts.True + counts.Missed));

    /// <summary>
    /// The harmonic mean of precision and recall, class by class: <c>2 TP / (2 TP + FP + FN)</c>. A class that is neither
    /// there nor predicted is left out. With a single output, that of class 1.
    /// </summary>
    public static Metric F1(ClassAverage average = ClassAverage.Macro) => new CountedMetric(
        "F1", average, counts => (2 * counts.True, 2 * counts.True + counts.Wrong + counts.Missed));

    /// <summary>
    /// The area under the ROC curve: the probability that a row of a class gets a higher output for it than a row of none,
    /// equal ones counting half. The mean over classes; those that all or no rows are of are left out. Keeps the outputs of
    /// all rows while it measures.
    /// </summary>
    public static Metric AreaUnderCurve { get; } = new AreaUnderCurveMetric();

    /// <summary>The mean of <c>|y - t|</c> over rows and outputs.</summary>
    public static Metric MeanAbsoluteError { get; } = new DistanceMetric(
        "MAE", distance => Math.Abs(distance), mean => mean);

    /// <summary>The mean of <c>(y - t)^2</c> over rows and outputs.</summary>
    public static Metric MeanSquaredError { get; } = new DistanceMetric(
        "MSE", distance => distance * distance, mean => mean);

    /// <summary>The root of the mean of <c>(y - t)^2</c> over rows and outputs.</summary>
    public static Metric RootMeanSquaredError { get; } = new DistanceMetric(
        "RMSE", distance => distance * distance, Math.Sqrt);

    /// <summary>
    /// The share of the targets' variance that outputs explain, <c>1 - sum (y - t)^2 / sum (t - mean t)^2</c>, the mean over
    /// outputs; below 0 where their mean would do better. Outputs whose targets are all the same are left out.
    /// </summary>
    public static Metric R2 { get; } = new DeterminationMetric();
}
