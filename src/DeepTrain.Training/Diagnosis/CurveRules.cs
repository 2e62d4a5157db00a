namespace DeepTrain;

/// <summary>
/// What shape a curve has. The thresholds were set on trainings of the seeds 1 to 6 of the tests' tasks, and are held against others.
/// </summary>
internal static class CurveRules
{
    // shares of the initial loss
    private const double Spike = 1.2;
    private const double LearntWell = 0.5;
    private const double LearntNothing = 0.05;
    private const double LearntLittle = 0.3;
    private const double Rough = 0.12;
    private const double Smooth = 0.002;

    // of the fall in the first third: less is a plateau
    private const double GoesOn = 0.04;

    // of steps that go down
    private const double Steady = 0.8;

    // of right answers
    private const double MoreRight = 0.1;

    // of the ignorant loss
    private const double NextTo = 0.03;

    // of the whole fall: how little falls before a sudden fall, how much within it, and how long that may take at most
    private const double BeforeSudden = 0.1;
    private const double WithinSudden = 0.6;
    private const double SuddenEpochs = 0.2;
    private const double FlatEpochs = 0.25;

    public static (CurveShape Shape, RateVerdict Rate) Read(LossCurve curve)
    {
        if (curve.IsBrokenOff || curve.Losses.Any(loss => !double.IsFinite(loss)))
            return (CurveShape.Explodes, RateVerdict.TooHigh);
        if (curve.Losses.Length < LossCurve.FewestEpochs || !(curve.Initial > 0))
            return (CurveShape.TooShort, RateVerdict.Unknown);
        if (curve.Losses.Max() > 2 * Math.Max(curve.Initial, Highest(curve.Ignorance, 0)))
            return (CurveShape.Explodes, RateVerdict.TooHigh);
        if (curve.Losses[0] > Spike * curve.Initial)
            return (CurveShape.SteepThenPlateau, RateVerdict.TooHigh);
        if (curve.Learnt < LearntNothing && curve.Accuracy.Length > 0 && curve.Accuracy[^1] - curve.Accuracy[0] > MoreRight)
            return (CurveShape.FlatWhileAccuracyRises, RateVerdict.TooLow);
        if (IsFlatThenSudden(curve))
            return (CurveShape.FlatThenSudden, RateVerdict.Unknown);
        if (curve.Learnt < LearntWell && IsSlow(curve))
            return (curve.Learnt < LearntNothing ? CurveShape.Flat : CurveShape.Slow, RateVerdict.TooLow);
        if (curve.Rises > Rough * curve.Initial && curve.Last > Rough * curve.Initial)
            return (CurveShape.SteepThenPlateau, RateVerdict.TooHigh);
        if (curve.Learnt < LearntNothing)
            return (CurveShape.Flat, HasNotMoved(curve) ? RateVerdict.TooLow : RateVerdict.Unknown);
        bool isPlateau = curve.LastFall <= GoesOn * Math.Max(curve.FirstFall, 0) + 1e-3 * curve.Initial;
        if (curve.Learnt < LearntLittle && isPlateau)
        {
            return curve.Rises <= Smooth * curve.Initial
                ? (CurveShape.Slow, RateVerdict.TooLow)
                : (CurveShape.SteepThenPlateau, curve.Rises > NextTo * curve.Initial ? RateVerdict.TooHigh : RateVerdict.Unknown);
        }
        return (CurveShape.Good, RateVerdict.Good);
    }

    // Down, evenly, and still on its way.
    private static bool IsSlow(LossCurve curve)
    {
        if (curve.Rises <= LearntLittle * Math.Max(curve.Losses[0] - curve.Last, 0) && curve.LastFall > GoesOn * curve.FirstFall)
            return true;
        // dropout makes the training loss jump, and not that of the validation rows
        double[] quiet = curve.Validation;
        if (quiet.Length == 0 || !(quiet[^1] < quiet[0]))
            return false;
        int third = quiet.Length / 3, down = 0;
        for (int next = 1; next < quiet.Length; next++)
            down += quiet[next] < quiet[next - 1] ? 1 : 0;
        return down >= Steady * (quiet.Length - 1) && quiet[^(1 + third)] - quiet[^1] > GoesOn * (quiet[0] - quiet[third]);
    }

    // Where it began, and not where all end that know nothing: these weights have hardly changed.
    private static bool HasNotMoved(LossCurve curve) =>
        double.IsFinite(curve.Ignorance) && curve.Initial > (1 + NextTo) * curve.Ignorance && curve.Last > (1 + NextTo) * curve.Ignorance;

    private static bool IsFlatThenSudden(LossCurve curve)
    {
        double[] all = [curve.Initial, .. curve.Losses];
        double fall = all[0] - all[^1];
        if (fall < LearntLittle * curve.Initial)
            return false;
        int most = Math.Max(2, (int)Math.Ceiling(SuddenEpochs * all.Length));
        for (int start = Math.Max(2, (int)(FlatEpochs * all.Length)); start + 1 < all.Length; start++)
        {
            double before = Math.Abs(all[0] - all[start]), within = all[start] - all[Math.Min(start + most, all.Length - 1)];
            if (before < BeforeSudden * fall && within > WithinSudden * fall)
                return true;
        }
        return false;
    }

    private static double Highest(double value, double other) => double.IsNaN(value) ? other : Math.Max(value, other);
}
