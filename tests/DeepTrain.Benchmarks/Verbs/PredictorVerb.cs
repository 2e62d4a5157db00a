using System.Globalization;
using DeepTrain.Benchmarks.Predictor;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>Holds what the compiler predicts of networks, and what its fixes promise, against trainings.</summary>
internal static class PredictorVerb
{
    /// <summary>Names the networks of the published figures; drawn once, after all thresholds had been fixed.</summary>
    private const string ScoringSeed = "score-3";

    private const int MixtureCount = 800;
    private const int OtherCount = 1000;
    private const int ImageCount = 90;

    public static int Run(string[] arguments)
    {
        var options = Options.Parse(arguments);
        if (options is null)
            return 2;
        if (options.Part == "public")
            return PublicReport.Print(options.Count, options.IsVerbose) ? 0 : 1;
        if (options.Part == "mistakes")
            return MistakesReport.Print(options.Path, options.IsVerbose) ? 0 : 1;
        if (options.Part == "warnings")
        {
            bool isHeldOut = !options.IsTuning;
            return (options.IsOfTold
                ? WarningsReport.PrintPrecision(isHeldOut, options.Count, options.Path)
                : WarningsReport.Print(isHeldOut, options.Count, options.IsVerbose, options.Path)) ? 0 : 1;
        }

        if (options.Part == "fit")
        {
            FitReport.Print(options.Path);
            return 0;
        }

        Console.WriteLine($"seed {options.Seed}\n");
        bool isReached = true;
        if (options.Part is null or "score" or "repairs")
        {
            var all = new List<ScoredNetwork>();
            foreach (LearningTask task in LearningTask.All.Where(each => options.Task is null || each.Name == options.Task))
            {
                int count = options.Count ?? (task is MixtureTask ? MixtureCount : OtherCount);
                IReadOnlyList<ScoredNetwork> networks = DrawnNetworks.Train(task, options.Seed, count);
                if (options.Part != "repairs")
                    isReached &= ScoreReport.Print(task, networks);
                all.AddRange(networks);
            }

            if (options.Part != "score")
                isReached &= RepairReport.Print(all, options.IsVerbose);
        }

        if (options.Part == "images")
            isReached &= ScoreReport.Print("images", 0.85, 0.9, DrawnNetworks.TrainImages(options.Seed, options.Count ?? ImageCount));
        if (options.Part == "calibration")
            return CalibrationReport.Print(options.Count) ? 0 : 1;
        if (options.Part is null or "canonical")
            isReached &= CanonicalReport.Print(options.Seed);
        Console.WriteLine(isReached ? "All goals are reached." : "Not all goals are reached.");
        return isReached ? 0 : 1;
    }

    private sealed record Options(
        string? Part, string Seed, string? Task, int? Count, bool IsVerbose, bool IsTuning, bool IsOfTold, string? Path)
    {
        private const string Usage =
            "predictor [score | images | repairs | canonical | public | warnings | mistakes | calibration | fit] [--tuning] [--told] [--seed NAME] "
            + "[--task mixture | spirals | digits] "
            + "[--count N] [--verbose] [--out FILE] [--from FILE]";

        public static Options? Parse(string[] arguments)
        {
            var options = new Options(null, ScoringSeed, null, null, false, false, false, null);
            for (int i = 0; i < arguments.Length; i++)
            {
                string? value = i + 1 < arguments.Length ? arguments[i + 1] : null;
                switch (arguments[i])
                {
                    case "score" or "images" or "repairs" or "canonical" or "public" or "warnings" or "mistakes" or "calibration" or "fit" when i == 0:
                        options = options with { Part = arguments[i] };
                        break;
                    case "--verbose":
                        options = options with { IsVerbose = true };
                        break;
                    case "--tuning":
                        options = options with { IsTuning = true };
                        break;
                    case "--told":
                        options = options with { IsOfTold = true };
                        break;
                    case "--out" or "--from" when value is not null:
                        options = options with { Path = value };
                        i++;
                        break;
                    case "--seed" when value is not null:
                        options = options with { Seed = value };
                        i++;
                        break;
                    case "--task" when LearningTask.All.Any(task => task.Name == value):
                        options = options with { Task = value };
                        i++;
                        break;
                    case "--count"
                        when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0:
                        options = options with { Count = count };
                        i++;
                        break;
                    default:
                        Console.Error.WriteLine($"'{arguments[i]}' is not understood.\n{Usage}");
                        return null;
                }
            }

            return options;
        }
    }
}
