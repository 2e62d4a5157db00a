namespace DeepTrain;

/// <summary>
/// Says which settings a trial is tried with, and for how long, as a function of the seed, the trial's number and, where it
/// learns from them, the results of a fixed number of earlier trials: never of who does them, or when. See
/// <see cref="Strategies"/>.
/// </summary>
public abstract class SearchStrategy
{
    private protected SearchStrategy()
    {
    }

    /// <summary>What it is, with all that trials depend on; not how many there are, where the first ones do not depend on
    /// it.</summary>
    internal abstract string Identity { get; }

    /// <summary>How many trials there are.</summary>
    /// <exception cref="ArgumentException">It does not suit the space or the epochs.</exception>
    internal abstract int CountTrials(SearchProblem problem);

    /// <summary>How many trials, from the first, have to be known before this one can be said.</summary>
    internal virtual int Needs(SearchProblem problem, int number) => 0;

    /// <summary>The trial.</summary>
    /// <param name="problem">The search.</param>
    /// <param name="number">The trial's number.</param>
    /// <param name="known">The results of as many trials as <see cref="Needs"/> says, in their order.</param>
    internal abstract TrialPlan Plan(SearchProblem problem, int number, IReadOnlyList<TrialResult> known);

    /// <summary>Whether checkpoints are gone on with by later trials.</summary>
    internal virtual bool ContinuesTrials => false;

    /// <summary>What share of trials would lie at one edge of an axis if nothing mattered: it is about that wide.</summary>
    internal virtual double EdgeShare(Axis axis) => axis.Count is int count ? Math.Max(EdgeWidth, 1.0 / count) : EdgeWidth;

    /// <summary>How much of a range is its edge.</summary>
    internal const double EdgeWidth = 0.1;
}

/// <summary>What a strategy may know of a search.</summary>
/// <param name="Axes">What varies.</param>
/// <param name="Seed">The search's seed.</param>
/// <param name="Epochs">Epochs of a whole trial.</param>
/// <param name="Order">Better trials first.</param>
internal sealed record SearchProblem(SearchAxes Axes, ulong Seed, int Epochs, TrialOrder Order)
{
    // sets these numbers apart from others that are drawn from the user's seed
    private const ulong Purpose = 0x7365617263682121;

    /// <summary>The random numbers of a trial.</summary>
    public Runtime.RandomStream Random(int number) => new(Runtime.RandomStream.Mix(Seed ^ Purpose), number);

    /// <summary>Shares of all axes, drawn uniformly.</summary>
    public double[] DrawShares(int number)
    {
        Runtime.RandomStream random = Random(number);
        double[] shares = new double[Axes.Count];
        for (int index = 0; index < shares.Length; index++)
            shares[index] = random.NextUniform();
        return shares;
    }
}

/// <summary>A trial before it is done.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Stage">The strategy's stage.</param>
/// <param name="Values">A value for each axis.</param>
/// <param name="Epochs">Epochs after which it ends, those that it goes on with included.</param>
/// <param name="WholeEpochs">Epochs that a schedule reckons with.</param>
/// <param name="Root">The trial whose checkpoints it has: its own number, or that of the first it goes on with.</param>
/// <param name="ContinuedFrom">The trial that it goes on with; null for none.</param>
internal sealed record TrialPlan(
    int Number, int Stage, double[] Values, int Epochs, int WholeEpochs, int Root, int? ContinuedFrom = null);

/// <summary>Better trials first, those without a score last, equal ones by number.</summary>
internal sealed class TrialOrder(bool higherIsBetter) : IComparer<TrialResult>
{
    public bool HigherIsBetter => higherIsBetter;

    public int Compare(TrialResult? one, TrialResult? other)
    {
        double first = one!.Score, second = other!.Score;
        bool hasFirst = double.IsFinite(first), hasSecond = double.IsFinite(second);
        if (hasFirst != hasSecond)
            return hasFirst ? -1 : 1;
        int order = !hasFirst ? 0 : higherIsBetter ? second.CompareTo(first) : first.CompareTo(second);
        return order != 0 ? order : one.Number.CompareTo(other.Number);
    }
}
