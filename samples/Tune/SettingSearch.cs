using DeepTrain;

/// <summary>Searches rate, regularisation and one of three classes of networks on the digits.</summary>
internal static class SettingSearch
{
    public static async Task RunAsync(string folder, int parallel)
    {
        using Dataset digits = TuneData.Digits();
        (Dataset training, Dataset validation, Dataset test) = digits.Split(0.6, 0.2, 0.2, new SplitOptions { Seed = 1 });
        Preprocessing prepare = Preprocessing.ZeroMean().UnitVariance().FitTo(training);
        using var interrupt = new ConsoleInterrupt();
        SearchResult found = await Search.RunAsync(new SearchOptions
        {
            Space = new() { LearningRate = Space.LogUniform(1e-5f, 1e-1f), Regularization = Space.LogUniform(1e-3f, 1e3f) },
            Networks = [Candidate.Of<Rectified>(), Candidate.Of<Normalized>(), Candidate.Of<SelfNormalizing>()],
            Strategy = Strategies.CoarseToFine(trials: 60, coarseEpochs: 5),
            Directory = folder,
            Parallel = parallel,
            Seed = 1,
            Training = new() { Epochs = 25, Metrics = [Metrics.Accuracy], EarlyStopping = new() { Patience = 5 } },
            Progress = new Lines(),
        }, prepare.Apply(training), prepare.Apply(validation), interrupt.Token);

        Console.WriteLine();
        Console.WriteLine(found);
        string report = Path.Combine(folder, "report.html");
        Report.Write(report, found, "Settings for the digits");
        Console.WriteLine($"The report is {report}.");
        if (found.Stopped != StopReason.Completed || found.Best is not { } best)
        {
            Console.WriteLine("Started again, it goes on where it ended.");
            return;
        }
        // the test is looked at once, with the best settings
        FitResult run = found.Train(best, prepare.Apply(training), prepare.Apply(validation));
        Console.WriteLine($"On the test: {Trainer.Evaluate(run.Network, prepare.Apply(test), Metrics.Accuracy)}.");
        Model.Save(Path.Combine(folder, "digits.safetensors"), run.Network, prepare);
    }

    // called from one worker at a time
    private sealed class Lines : IProgress<SearchProgress>
    {
        public void Report(SearchProgress value) => Console.WriteLine(
            $"{value.Done}/{value.Total}: trial {value.Latest.Number} {value.Latest.Score:G4}, best so far {value.Best?.Score:G4}");
    }
}
