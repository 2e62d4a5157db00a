using System.Globalization;

namespace DeepTrain.Training.Tests.Reading;

/// <summary>
/// Trainings whose rate is known to be too low, good or too high, by what trainings of other seeds came to: how often the reader of
/// curves says the same from one curve alone.
/// </summary>
public sealed class RateScoringTests(ITestOutputHelper output)
{
    private const int Trainings = 200;
    private const double Required = 0.9;

    // the reader's thresholds were set on the seeds 1 to 6
    private const int ReferenceSeeds = 3;
    private const int FirstFreshSeed = 2_025_000;

    // of the initial loss, beyond the best final one
    private const double GoodWithin = 0.1;
    private const double BadBeyond = 0.5;

    // of the bad ones to each side, those next to the good: farther away it is no riddle
    private const int Nearest = 4;

    private static readonly double[] Decades = [.. Enumerable.Range(0, 17).Select(step => -6 + 0.5 * step)];

    [Fact]
    public void Nine_of_ten_rates_are_recognised()
    {
        (RateTask Task, Dictionary<RateVerdict, double[]> Rates)[] known = [.. RateTask.All.Select(task => (task, Known(task)))];
        RateVerdict[] verdicts = [RateVerdict.TooLow, RateVerdict.Good, RateVerdict.TooHigh];
        var counts = new Dictionary<(RateVerdict Is, RateVerdict Said), int>();
        for (int training = 0; training < Trainings; training++)
        {
            int seed = FirstFreshSeed + training;
            (RateTask task, Dictionary<RateVerdict, double[]> rates) = known[training % known.Length];
            RateVerdict verdict = verdicts[training / known.Length % verdicts.Length];
            double decade = rates[verdict][new Random(seed).Next(rates[verdict].Length)];
            FitResult run = task.Train((float)Math.Pow(10, decade), seed);
            RateVerdict said = RunDiagnosis.Of(run).Rate;
            counts[(verdict, said)] = counts.GetValueOrDefault((verdict, said)) + 1;
            if (said != verdict)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{task.Name}, 1e{decade}, seed {seed}: {verdict}, said {said}; {run.History.InitialLoss:G3}: ")
                    + string.Join(' ', run.History.Select(epoch => epoch.TrainingLoss.ToString("G3", CultureInfo.InvariantCulture))));
            }
        }
        foreach (((RateVerdict actual, RateVerdict said), int count) in counts.OrderBy(count => count.Key))
            output.WriteLine($"{actual}, said {said}: {count}");

        int right = verdicts.Sum(verdict => counts.GetValueOrDefault((verdict, verdict)));
        Assert.True(right >= Required * Trainings, $"{right} of {Trainings} are right.");
        foreach (RateVerdict verdict in verdicts)
        {
            int all = counts.Where(count => count.Key.Is == verdict).Sum(count => count.Value);
            Assert.True(counts.GetValueOrDefault((verdict, verdict)) >= 0.8 * all, $"{verdict}: of {all}, less than 80 % are right.");
        }
    }

    /// <summary>Rates by what the median of trainings comes to; those in between are of no kind.</summary>
    private Dictionary<RateVerdict, double[]> Known(RateTask task)
    {
        var final = new double[Decades.Length];
        double initial = 0;
        for (int rate = 0; rate < Decades.Length; rate++)
        {
            FitResult[] runs = [.. Enumerable.Range(1, ReferenceSeeds).Select(seed => task.Train((float)Math.Pow(10, Decades[rate]), seed))];
            final[rate] = runs.Select(RateTask.Final).Order().ElementAt(ReferenceSeeds / 2);
            initial = runs.Select(run => run.History.InitialLoss).Order().ElementAt(ReferenceSeeds / 2);
        }
        int best = Array.IndexOf(final, final.Min());
        double Share(int rate) => (final[rate] - final[best]) / (initial - final[best]);
        int[] all = [.. Enumerable.Range(0, Decades.Length)];
        var rates = new Dictionary<RateVerdict, double[]>
        {
            [RateVerdict.TooLow] = [.. all.Where(rate => rate < best && Share(rate) > BadBeyond).TakeLast(Nearest).Select(rate => Decades[rate])],
            [RateVerdict.Good] = [.. all.Where(rate => Share(rate) < GoodWithin).Select(rate => Decades[rate])],
            [RateVerdict.TooHigh] = [.. all.Where(rate => rate > best && Share(rate) > BadBeyond).Take(Nearest).Select(rate => Decades[rate])],
        };
        output.WriteLine($"{task.Name}: " + string.Join("; ", rates.Select(kind =>
            $"{kind.Key} {string.Join(' ', kind.Value.Select(decade => decade.ToString(CultureInfo.InvariantCulture)))}")));
        Assert.All(rates.Values, some => Assert.NotEmpty(some));
        return rates;
    }
}
