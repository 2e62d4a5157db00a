using System.Text.RegularExpressions;
using Net = DeepTrain.Training.Tests.Watching.Mild;
using Other = DeepTrain.Training.Tests.PlainClassifier;

namespace DeepTrain.Training.Tests.Pages;

/// <summary>What the library's page says of the lecture, as code that is compiled and run.</summary>
public sealed class LectureGuideTests
{
    [Fact]
    public async Task Every_example_of_the_page_runs()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "report.html");
        Dataset train = Rows.Labelled(120), validation = Rows.Labelled(40, 2);
        Dataset pictures = Dataset.FromArrays(
            Rows.Numbers(36 * 30, 3), [.. Enumerable.Range(0, 30).Select(row => row % 3)], new() { InputShape = [1, 6, 6] });
        var options = new FitOptions { Epochs = 2 };
        FitOptions[] all =
        [
            new FitOptions { DivergenceFactor = 3 },
            new FitOptions { Metrics = [Metrics.Accuracy] },
            new FitOptions { EvaluateTraining = true },
            new FitOptions { FullBatch = true },
            new FitOptions { Monitor = new() { EveryEpochs = 1, Rows = 256 } },
        ];
        CheckReport checks = Sanity.Check<Net>(train);
        FitResult run = all.Select(each => Trainer.Fit(new Net(1), train, each with { Epochs = 4, Validation = validation })).Last();
        Console.WriteLine(run.Diagnosis);
        Report.Write(path, run, checks);
        var search = new SearchOptions
        {
            Space = new() { LearningRate = Space.LogUniform(1e-5f, 1e-1f) },
            Networks = [Candidate.Of<Net>(), Candidate.Of<Other>()],
            Strategy = Strategies.CoarseToFine(trials: 6, coarseEpochs: 1), Training = options,
        };
        SearchResult found = await Search.RunAsync(search, train, validation);
        string page = Path.Combine(folder.Path, "search.html");
        Report.Write(page, found);
        object?[] results =
        [
            Preprocessing.ZeroMean().UnitVariance().FitTo(train),
            train.Describe().Findings,
            Preprocessing.ChannelMean().FitTo(pictures),
            Augmentation.FlipHorizontal().Rotate(15).Scale(0.9f, 1.1f).Color(brightness: 0.2f),
            Sanity.Check<Net>(train)[CheckKind.InitialLoss],
            checks[CheckKind.Regularization],
            checks[CheckKind.TinySet],
            checks[CheckKind.Gradients],
            LearningRate.RangeTest<Net>(train).Suggestion,
            RunDiagnosis.Of(run).Shape,
            run.Monitoring!.Notes,
            run.Monitoring![^1].Parameters[0].UpdateRatio,
            RunDiagnosis.Of(run).HasTooFewRows,
            CrossValidation.Run<Net>(train, 3, options),
            found.Warnings,
            Ensemble.Train<Net>(2, train, options),
        ];
        Assert.DoesNotContain(null, results);
    }

    [Fact]
    public void The_page_shows_what_is_run_here()
    {
        string here = File.ReadAllText(Repository.PathOf("tests", "DeepTrain.Training.Tests", "Reporting", "LectureGuideTests.cs"));
        string[] rows = [.. File.ReadAllLines(Repository.PathOf("src", "DeepTrain.Training", "README.md"))
            .SkipWhile(line => line != "## From the lecture to the library").Where(line => line.StartsWith('|')).Skip(2)];
        Assert.Equal(26, rows.Length);
        foreach (string row in rows)
        {
            string example = Regex.Match(row, @"`([^`]*)` \|$").Groups[1].Value;
            Assert.True(example.Length > 0 && here.Contains(example, StringComparison.Ordinal), row);
        }
    }
}
