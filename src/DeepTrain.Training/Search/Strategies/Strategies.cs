namespace DeepTrain;

/// <summary>The ways there are to search.</summary>
/// <remarks>
/// Whichever it is, the trials of one seed are the same for any number of workers: a strategy that learns from results looks
/// at them at fixed trials, and workers that come there early wait.
/// </remarks>
public static class Strategies
{
    /// <summary>
    /// Every trial is drawn anew from the whole space. Better than a grid where a few settings matter and others do not:
    /// each trial has other values of those that do (Bergstra and Bengio 2012).
    /// </summary>
    /// <param name="trials">How many, at least 1. More of them, later, go on with those that are done.</param>
    public static SearchStrategy Random(int trials = 60) => new RandomStrategy(AtLeast(trials, 1, nameof(trials)));

    /// <summary>All combinations: of each range values at equal distances, its ends included; of choices and whole numbers
    /// all, if there are no more of them.</summary>
    /// <param name="perAxis">Values of a range, at least 2.</param>
    public static SearchStrategy Grid(int perAxis = 4) => new GridStrategy(AtLeast(perAxis, 2, nameof(perAxis)));

    /// <summary>
    /// First half of the trials at random for a few epochs; then the other half, for as many as
    /// <see cref="SearchOptions.Training"/> says, in the region of the best five of them.
    /// </summary>
    /// <param name="trials">How many in all, at least 2.</param>
    /// <param name="coarseEpochs">Epochs of a coarse trial, at least 1.</param>
    public static SearchStrategy CoarseToFine(int trials = 60, int coarseEpochs = 5) =>
        new CoarseToFineStrategy(AtLeast(trials, 2, nameof(trials)), AtLeast(coarseEpochs, 1, nameof(coarseEpochs)));

    /// <summary>
    /// Successive halving (Jamieson and Talwalkar 2016): all begin with few epochs, and the best of each rung go on from
    /// their checkpoints, to <paramref name="reduction"/> times as many, until the last have done all. Each rung's trials
    /// are counted as trials of their own.
    /// </summary>
    /// <param name="trials">How many begin, at least 2.</param>
    /// <param name="reduction">One of so many goes on, at least 2.</param>
    /// <param name="leastEpochs">The fewest epochs to judge a trial by, at least 1.</param>
    public static SearchStrategy Halving(int trials = 60, int reduction = 3, int leastEpochs = 1) => new HalvingStrategy(
        AtLeast(trials, 2, nameof(trials)), AtLeast(reduction, 2, nameof(reduction)), AtLeast(leastEpochs, 1, nameof(leastEpochs)));

    /// <summary>
    /// Bayesian, by a tree-structured Parzen estimator (Bergstra et al. 2011, with kernels over all settings together as in
    /// Falkner et al. 2018): after some trials at random, each is drawn where good ones are denser than others.
    /// </summary>
    /// <param name="trials">How many, at least 1. More of them, later, go on with those that are done.</param>
    /// <param name="startUp">The first ones, at random, at least 1.</param>
    /// <param name="together">Trials that are drawn before results are looked at again, at least 1: what as many workers can
    /// do at once.</param>
    public static SearchStrategy Bayesian(int trials = 60, int startUp = 10, int together = 4) => new BayesianStrategy(
        AtLeast(trials, 1, nameof(trials)), AtLeast(startUp, 1, nameof(startUp)), AtLeast(together, 1, nameof(together)));

    private static int AtLeast(int number, int least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, least, name);
        return number;
    }
}
