namespace DeepTrain;

/// <summary>
/// The schedules there are. Where a number counts steps it may be a share of all of them: each says which. All but
/// <see cref="ReduceOnPlateau"/> are functions of the step alone.
/// </summary>
public static class Schedules
{
    /// <summary>The network's own rate throughout.</summary>
    public static Schedule Constant() => new ConstantSchedule(null);

    /// <summary>One rate throughout.</summary>
    /// <param name="rate">Finite, at least 0.</param>
    public static Schedule Constant(float rate) => new ConstantSchedule(FromZero(rate, nameof(rate)));

    /// <summary>The rate is multiplied by a factor each so many steps: <c>base * factor^floor(step / every)</c>.</summary>
    /// <param name="every">Steps between two changes, at least 1.</param>
    /// <param name="factor">Above 0, at most 1.</param>
    public static Schedule Step(long every, float factor = 0.1f) =>
        new StepSchedule(AtLeastOne(every, nameof(every)), Factor(factor, nameof(factor)));

    /// <summary>The rate falls to a share of itself at the end of the fit, by the same factor each step:
    /// <c>base * final^(step / total)</c>.</summary>
    /// <param name="final">Above 0, at most 1.</param>
    public static Schedule Exponential(float final = 0.01f) => new ExponentialSchedule(Factor(final, nameof(final)));

    /// <summary>The rate falls as <c>base / (1 + decay * step)</c>.</summary>
    /// <param name="decay">Finite, at least 0.</param>
    public static Schedule InverseTime(float decay) => new InverseTimeSchedule(FromZero(decay, nameof(decay)));

    /// <summary>
    /// The rate falls along half a cosine from the network's own to a share of it; with restarts, each cycle is
    /// <paramref name="growth"/> times as long as the one before, and together they are the whole fit (Loshchilov and Hutter
    /// 2017).
    /// </summary>
    /// <param name="restarts">How often it begins anew, at least 0.</param>
    /// <param name="floor">The share at the end of a cycle, from 0 to 1.</param>
    /// <param name="growth">At least 1.</param>
    public static Schedule Cosine(int restarts = 0, float floor = 0, float growth = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(restarts);
        if (!(growth >= 1) || !float.IsFinite(growth))
            throw new ArgumentOutOfRangeException(nameof(growth), growth, "Expected a finite growth of at least 1.");
        return new CosineSchedule(restarts, Share(floor, nameof(floor)), growth);
    }

    /// <summary>
    /// The rate rises from <c>highest / 25</c> to the highest and falls to <c>highest / 250,000</c>, along half cosines: one
    /// cycle (Smith 2018), as in PyTorch.
    /// </summary>
    /// <param name="highest">The highest rate, finite and above 0, whatever the network's own.</param>
    /// <param name="warmUp">The share of all steps in which it rises, from 0 and below 1.</param>
    public static Schedule OneCycle(float highest, float warmUp = 0.3f)
    {
        if (!(highest > 0) || !float.IsFinite(highest))
            throw new ArgumentOutOfRangeException(nameof(highest), highest, "Expected a finite rate above 0.");
        if (!(warmUp is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(warmUp), warmUp, "Expected a share from 0 and below 1.");
        return new OneCycleSchedule(highest, warmUp);
    }

    /// <summary>
    /// The rate is multiplied by a factor each time the validation loss, or without validation rows the training loss, has
    /// not improved for some epochs. What it has seen goes into checkpoints.
    /// </summary>
    /// <param name="factor">Above 0, below 1.</param>
    /// <param name="patience">Epochs without an improvement, at least 1.</param>
    /// <param name="lowest">The lowest rate, finite, at least 0.</param>
    /// <param name="threshold">The share by which a loss has to be lower to be an improvement, from 0 and below 1.</param>
    public static Schedule ReduceOnPlateau(
        float factor = 0.1f, int patience = 10, float lowest = 0, double threshold = 1e-4)
    {
        if (!(factor is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Expected a factor above 0 and below 1.");
        if (!(threshold is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Expected a share from 0 and below 1.");
        AtLeastOne(patience, nameof(patience));
        return new PlateauSchedule(factor, patience, FromZero(lowest, nameof(lowest)), threshold);
    }

    /// <summary>The rate rises along a line in the first steps; what is left of the fit is the schedule's.</summary>
    /// <param name="schedule">What follows.</param>
    /// <param name="steps">Steps of the rise, at least 1: step <c>i</c> has <c>(i + 1) / steps</c> of what the schedule
    /// begins with.</param>
    public static Schedule WithWarmUp(this Schedule schedule, long steps)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        AtLeastOne(steps, nameof(steps));
        if (schedule is PlateauSchedule plateau)
            return plateau with { WarmUp = steps };
        return new WarmUpSchedule(steps, schedule);
    }

    private static long AtLeastOne(long number, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, name);
        return number;
    }

    private static float FromZero(float number, string name) => number >= 0 && float.IsFinite(number)
        ? number : throw new ArgumentOutOfRangeException(name, number, "Expected a finite number of at least 0.");

    private static float Factor(float number, string name) => number is > 0 and <= 1
        ? number : throw new ArgumentOutOfRangeException(name, number, "Expected a factor above 0, at most 1.");

    private static float Share(float number, string name) => number is >= 0 and <= 1
        ? number : throw new ArgumentOutOfRangeException(name, number, "Expected a share from 0 to 1.");
}
