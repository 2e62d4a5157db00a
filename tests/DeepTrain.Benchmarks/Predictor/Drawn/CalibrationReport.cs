using System.Globalization;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// Whether the bench's mixture is as hard as the task of the calibration set: the same networks must come out alike.
/// </summary>
internal static class CalibrationReport
{
    private const double Goal = 0.95;

    /// <returns>Whether nearly all outcomes agree.</returns>
    public static bool Print(int? count)
    {
        var task = new MixtureTask();
        var measured = CalibrationSet.Read();
        // every so-manieth, because the first ones are alike
        int step = Math.Max(measured.Count / (count ?? measured.Count), 1);
        int[] chosen = [.. Enumerable.Range(0, measured.Count).Where(i => i % step == 0)];
        IReadOnlyList<ScoredNetwork> networks = DrawnNetworks.Train(
            "calibration",
            [.. chosen.Select(i => ((LearningTask)task, measured[i].Settings, Seeds.Of("calibration", task.Name, i)))]);
        int agreeing = 0;
        double difference = 0;
        for (int i = 0; i < chosen.Length; i++)
        {
            double there = measured[chosen[i]].Accuracy, here = networks[i].Accuracy;
            agreeing += (there >= task.Passing) == !networks[i].HasFailed ? 1 : 0;
            difference += Known(here) - Known(there);
        }

        double share = agreeing / (double)chosen.Length;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"calibration: {agreeing} of {chosen.Length} outcomes agree with those measured elsewhere, {share:P1} "
            + $"(two seeds: 98 %); accuracies differ by {difference / chosen.Length:+0.000;-0.000} on average: "
            + $"{(share >= Goal ? "PASS" : "FAIL")}\n"));
        return share >= Goal;

        static double Known(double accuracy) => double.IsNaN(accuracy) ? 0 : accuracy;
    }
}
