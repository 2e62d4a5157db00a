namespace DeepTrain.Training.Tests.Repeating;

public sealed class RepeatedRunTests
{
    [Fact]
    public void Each_fold_prepares_by_its_own_training_rows_and_measures_its_others()
    {
        using var folder = new TemporaryFolder();
        Dataset data = Rows.Labelled(90);
        FitOptions options = new()
        {
            Epochs = 3, Metrics = [Metrics.Accuracy], Loggers = [new CsvLog(Path.Combine(folder.Path, "log.csv"))],
            Checkpoint = new(folder.Path),
        };

        KFoldResult result = CrossValidation.Run<Classifier>(
            data, 3, options, Preprocessing.ZeroMean().UnitVariance(), new SplitOptions { Seed = 4 }, seed: 7);

        Assert.Equal(3, result.Folds.Count);
        var losses = new List<double>();
        foreach (Fold fold in data.KFold(3, new SplitOptions { Seed = 4 }))
        {
            Preprocessing prepare = Preprocessing.ZeroMean().UnitVariance().FitTo(fold.Training);
            Dataset validation = prepare.Apply(fold.Validation);
            FitResult run = Trainer.Fit(new Classifier(7 + (ulong)fold.Number), prepare.Apply(fold.Training), new FitOptions
            {
                Epochs = 3, Validation = validation,
            });
            FoldResult got = result.Folds[fold.Number];
            Assert.Equal(Rows.BytesOf(run.Network), Rows.BytesOf(got.Run.Network));
            Assert.Equal(Trainer.Evaluate(run.Network, validation, Metrics.Accuracy)[Metrics.Accuracy], got.Validation[Metrics.Accuracy]);
            losses.Add(got.Validation.Loss);
            Assert.Equal(4, File.ReadAllLines(Path.Combine(folder.Path, $"log.fold{fold.Number}.csv")).Length);
            Assert.True(File.Exists(Path.Combine(folder.Path, $"fold{fold.Number}", "checkpoint.deeptrain")));
        }
        Assert.Equal(losses.Average(), result.MeanLoss);
        Assert.Contains("mean: loss", result.ToString(), StringComparison.Ordinal);
        double mean = result.Mean(Metrics.Accuracy);
        Assert.Equal(
            Math.Sqrt(result.Folds.Sum(fold => Math.Pow(fold.Validation[Metrics.Accuracy] - mean, 2)) / 2), result.Std(Metrics.Accuracy), 1e-12);
        Assert.Throws<ArgumentException>(() => CrossValidation.Run<Classifier>(data, 3, new FitOptions { Validation = data }));
        Assert.Throws<ArgumentException>(() => CrossValidation.Run<Classifier>(data, 3, new FitOptions { Loggers = [new CallbackOf()] }));
    }

    [Fact]
    public void An_ensemble_predicts_the_mean_of_its_members()
    {
        Dataset data = Rows.Labelled(60);
        Ensemble<Classifier> ensemble = Ensemble.Train<Classifier>(3, data, new FitOptions { Epochs = 2, Seed = 5 }, seed: 2);

        Assert.Equal(3, ensemble.Members.Count);
        Batch all = Rows.Whole(data);
        float[] mean = new float[180], outputs = new float[180];
        for (int member = 0; member < 3; member++)
        {
            FitResult alone = Trainer.Fit(
                new Classifier(2 + (ulong)member), data, new FitOptions { Epochs = 2, Seed = 5 + (ulong)member });
            Assert.Equal(Rows.BytesOf(alone.Network), Rows.BytesOf(ensemble.Members[member]));
            ensemble.Members[member].Predict(all.Inputs, outputs);
            for (int next = 0; next < 180; next++)
                mean[next] += outputs[next] / 3;
        }
        ensemble.Predict(all.Inputs, outputs);
        Assert.Equal(mean, outputs, (a, b) => Math.Abs(a - b) < 1e-6f);
        float[] shared = new float[8 * 60];
        Assert.Throws<ArgumentException>(() => ensemble.Predict(shared, shared.AsSpan(0, 180)));
    }

    [Fact]
    public void A_member_that_diverged_does_not_predict()
    {
        float[] inputs = Rows.Numbers(80, 1);
        inputs[7] = float.PositiveInfinity;
        Ensemble<Classifier> ensemble = Ensemble.Train<Classifier>(
            2, Dataset.FromArrays(inputs, new int[10]), new FitOptions { Epochs = 2 });
        Assert.Equal(2, ensemble.Runs.Count);
        Assert.Empty(ensemble.Members);
        Assert.Throws<InvalidOperationException>(() => ensemble.Predict(new float[8], new float[3]));
    }
}
