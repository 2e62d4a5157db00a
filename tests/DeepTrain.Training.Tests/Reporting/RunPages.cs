namespace DeepTrain.Training.Tests.Pages;

/// <summary>Runs of every kind, as pages.</summary>
internal static class RunPages
{
    /// <summary>A good rate, one that is too high, one that is too low, and units that are dead from the start: what each page says.</summary>
    public static IEnumerable<(string Name, INetwork Network, float Rate, string[] Words)> All() =>
    [
        ("good", new Watching.Mild(1), 0.01f, ["curve is good"]),
        ("high", new Reading.ReluGradientOf8(1), 1e4f, ["explodes", "is too high"]),
        ("low", new Watching.Mild(1), 1e-6f, ["too low"]),
        ("dead", new Checking.BornDead(1), 0.001f, ["of relu1 are dead", "(init)", "lets next to nothing through"]),
    ];

    public static string Page(INetwork network, float rate, SanityOptions? checks = null)
    {
        network.LearningRate = rate;
        Dataset data = Rows.Labelled(300);
        CheckReport? report = checks == null ? null : Sanity.Check(network, data, checks);
        return Write(Trainer.Fit(network, data, new FitOptions
        {
            Epochs = 5 * (rate == 0.01f ? 1 : 2), Validation = Rows.Labelled(80, 2), Metrics = [Metrics.Accuracy], Monitor = new(),
        }), report);
    }

    public static string Write(FitResult run, CheckReport? checks = null, ReportOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "report.html");
        Report.Write(path, run, checks, options);
        return File.ReadAllText(path);
    }
}
