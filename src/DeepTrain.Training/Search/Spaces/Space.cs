using System.Globalization;

namespace DeepTrain;

/// <summary>What a search may set. What is null stays as the networks and <see cref="SearchOptions.Training"/> have
/// it.</summary>
public sealed record Space
{
    /// <summary>The learning rate: what a schedule that starts from the network's own multiplies. At least 0.</summary>
    public Axis<float>? LearningRate { get; init; }

    /// <summary>What multiplies L1, L2 and weight decay: <see cref="INetwork.Regularization"/>. At least 0.</summary>
    public Axis<float>? Regularization { get; init; }

    /// <summary>Rows in a batch, at least 1.</summary>
    public Axis<int>? BatchSize { get; init; }

    /// <summary>The learning rate in the course of a fit; <c>Schedules.Constant()</c> for none.</summary>
    public Axis<Schedule>? Schedule { get; init; }

    /// <summary>What is done to training rows; <c>Augmentation.None</c> for nothing.</summary>
    public Axis<Augmentation>? Augmentation { get; init; }

    /// <summary>
    /// Numbers under names of your own, which <see cref="SearchOptions.Configure"/> makes something of: the length of a
    /// warm-up, the peak of a cycle, a patience.
    /// </summary>
    public IReadOnlyDictionary<string, Axis> Others { get; init; } = new Dictionary<string, Axis>();

    /// <summary>
    /// Numbers of a range, of which equal ratios are equally probable: as many from 1e-5 to 1e-4 as from 1e-2 to 1e-1. For
    /// rates and whatever else is tried by decades.
    /// </summary>
    /// <param name="from">The lowest, above 0.</param>
    /// <param name="to">The highest, above the lowest.</param>
    /// <exception cref="ArgumentException">The range is empty or inverted, or not above 0.</exception>
    public static Axis<float> LogUniform(float from, float to)
    {
        CheckRange(from, to);
        if (!(from > 0))
            throw new ArgumentException($"Expected a logarithmic range above 0; it is {Text(from, to)}.", nameof(from));
        return new RangeAxis(from, to, isLogarithmic: true);
    }

    /// <summary>Numbers of a range, of which equal differences are equally probable.</summary>
    /// <param name="from">The lowest.</param>
    /// <param name="to">The highest, above the lowest.</param>
    /// <exception cref="ArgumentException">The range is empty or inverted.</exception>
    public static Axis<float> Uniform(float from, float to)
    {
        CheckRange(from, to);
        return new RangeAxis(from, to, isLogarithmic: false);
    }

    /// <summary>Whole numbers of a range, each as probable as any other.</summary>
    /// <param name="from">The lowest.</param>
    /// <param name="to">The highest, above the lowest, which may be drawn too.</param>
    /// <exception cref="ArgumentException">The range is empty or inverted.</exception>
    public static Axis<int> Integer(int from, int to)
    {
        CheckRange(from, to);
        return new IntegerAxis(from, to, isLogarithmic: false);
    }

    /// <summary>Whole numbers of a range, of which equal ratios are equally probable.</summary>
    /// <param name="from">The lowest, at least 1.</param>
    /// <param name="to">The highest, above the lowest, which may be drawn too.</param>
    /// <exception cref="ArgumentException">The range is empty or inverted, or not above 0.</exception>
    public static Axis<int> LogInteger(int from, int to)
    {
        CheckRange(from, to);
        if (from < 1)
            throw new ArgumentException($"Expected a logarithmic range from at least 1; it is {Text(from, to)}.", nameof(from));
        return new IntegerAxis(from, to, isLogarithmic: true);
    }

    /// <summary>One of several values, each as probable as any other. Numbers that rise have an upper and a lower
    /// end.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException">There are none, or one is there twice.</exception>
    public static Axis<T> Choice<T>(params IReadOnlyList<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException("Expected at least one value to choose from; there are none.", nameof(values));
        if (values.Contains(default) && default(T) is null)
            throw new ArgumentException("Expected values that are not null; one is.", nameof(values));
        if (values.Distinct().Count() < values.Count)
            throw new ArgumentException("Expected values that differ; one is there twice.", nameof(values));
        return new ChoiceAxis<T>(values);
    }

    private static void CheckRange(double from, double to)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || !(from < to))
            throw new ArgumentException($"Expected a range from a number to a larger one; it is {Text(from, to)}.", nameof(from));
    }

    private static string Text(double from, double to) =>
        string.Create(CultureInfo.InvariantCulture, $"from {from:G7} to {to:G7}");
}
