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

    [Fact]
    public void Rounds_are_repeated_with_rows_shared_out_anew()
    {
        Dataset data = Rows.Labelled(60);
        KFoldResult once = CrossValidation.Run<Classifier>(data, 3, new FitOptions { Epochs = 1 }, split: new() { Seed = 5 });
        KFoldResult again = CrossValidation.Run<Classifier>(data, 3, new FitOptions { Epochs = 1 }, split: new() { Seed = 5 }, repeats: 2);
        Assert.Equal(Enumerable.Range(0, 6), again.Folds.Select(fold => fold.Fold.Number));
        Assert.Equal(once.Folds.Select(fold => fold.Validation.Loss), again.Folds.Take(3).Select(fold => fold.Validation.Loss));
        // each row is validated on once in each repetition, and not in the same company
        foreach (FoldResult[] repetition in again.Folds.Chunk(3))
            Assert.Equal(Keys(data), Keys([.. repetition.Select(fold => fold.Fold.Validation)]));
        Assert.NotEqual(Keys(again.Folds[0].Fold.Validation), Keys(again.Folds[3].Fold.Validation));
        double mean = again.MeanLoss;
        Assert.Equal(Math.Sqrt(again.Folds.Sum(fold => Math.Pow(fold.Validation.Loss - mean, 2)) / 5), again.StdLoss, 1e-12);
        Assert.Throws<ArgumentException>(() => CrossValidation.Run<Classifier>(data, 3, split: new() { TimeOrdered = true }, repeats: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.Run<Classifier>(data, 3, repeats: 0));
    }

    [Fact]
    public void Members_are_the_same_side_by_side_as_in_turn()
    {
        using var folder = new TemporaryFolder();
        Dataset data = Rows.Labelled(60);
        FitOptions options = new() { Epochs = 2, Seed = 5, Loggers = [new CsvLog(Path.Combine(folder.Path, "log.csv"))] };
        Ensemble<Classifier> inTurn = Ensemble.Train<Classifier>(5, data, options with { Loggers = [] }, seed: 2);
        Ensemble<Classifier> together = Ensemble.Train<Classifier>(5, data, options, seed: 2, parallel: 3);
        Assert.Equal(inTurn.Members.Select(Rows.BytesOf), together.Members.Select(Rows.BytesOf));
        Assert.Equal(5, Directory.GetFiles(folder.Path).Length);
        Assert.Throws<ArgumentException>(() => Ensemble.Train<Classifier>(2, data, new() { Callbacks = [new CallbackOf()] }, parallel: 2));
        // what one of them throws comes out as it is
        Assert.Throws<ArgumentException>(() => Ensemble.Train<Classifier>(3, Rows.Numbered(20), parallel: 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Snapshots_are_the_network_at_the_ends_of_cycles(int accumulate)
    {
        using var folder = new TemporaryFolder();
        Dataset data = Rows.Labelled(80);
        FitOptions options = new() { Epochs = 6, BatchSize = 10, Seed = 5, Accumulate = accumulate, Schedule = Schedules.Cosine(restarts: 2) };
        Ensemble<Classifier> ensemble = Ensemble.Snapshots<Classifier>(3, data, options, seed: 2);
        Assert.Equal(3, ensemble.Members.Count);
        int updates = 6 * 8 / accumulate;
        foreach (int cycle in (int[])[1, 2, 3])
        {
            // the same fit, stopped there
            FitContext? seen = null;
            byte[]? bytes = null;
            var network = new Classifier(2);
            Trainer.Fit(network, data, options with
            {
                Callbacks = [new CallbackOf { Batch = (context, _) =>
                {
                    seen = context;
                    if (context.Step == cycle * updates / 3 && bytes == null)
                        bytes = Rows.BytesOf(context.Network);
                } }],
            });
            Assert.NotNull(seen);
            Assert.Equal(Weights(bytes!), Weights(Rows.BytesOf(ensemble.Members[cycle - 1])));
        }
        Assert.Single(ensemble.Runs);

        // interrupted within the second cycle, and resumed
        using var source = new CancellationTokenSource();
        FitOptions kept = options with { Checkpoint = new(folder.Path) };
        Ensemble<Classifier> part = Ensemble.Snapshots<Classifier>(3, data, kept with
        {
            Callbacks = [new CallbackOf { Batch = (context, _) => { if (context.Step == updates / 2) source.Cancel(); } }],
        }, seed: 2, source.Token);
        Assert.Single(part.Members);
        Ensemble<Classifier> whole = Ensemble.Snapshots<Classifier>(3, data, kept, seed: 2);
        Assert.Equal(ensemble.Members.Select(Rows.BytesOf), whole.Members.Select(Rows.BytesOf));

        Assert.Throws<ArgumentException>(() => Ensemble.Snapshots<Classifier>(2, data, options));
        Assert.Throws<ArgumentException>(() => Ensemble.Snapshots<Classifier>(2, data, new() { Schedule = Schedules.Constant() }));
        Assert.Throws<ArgumentException>(() => Ensemble.Snapshots<Classifier>(2, data, new() { Averaging = new() }));
    }

    [Fact]
    public void An_ensemble_is_saved_and_loaded_as_one_file()
    {
        using var folder = new TemporaryFolder();
        Dataset raw = Rows.Labelled(60);
        Preprocessing prepare = Preprocessing.ZeroMean().UnitVariance().FitTo(raw);
        Ensemble<Classifier> ensemble = Ensemble.Train<Classifier>(3, prepare.Apply(raw), new FitOptions { Epochs = 2 });
        string path = Path.Combine(folder.Path, "ensemble.zip"), other = Path.Combine(folder.Path, "other.zip");
        ensemble.Save(path, prepare);
        ensemble.Save(other, prepare);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(other));
        Ensemble<Classifier> loaded = Ensemble.Load<Classifier>(path);
        Assert.Equal(ensemble.Members.Select(Rows.BytesOf), loaded.Members.Select(Rows.BytesOf));

        Batch rows = Rows.Whole(raw), prepared = Rows.Whole(prepare.Apply(raw));
        float[] inputs = new float[60 * 8], expected = new float[180], outputs = new float[180];
        loaded.Preparation!.Apply(rows.Inputs, inputs);
        ensemble.Predict(prepared.Inputs, expected);
        loaded.Predict(inputs, outputs);
        Assert.Equal(expected, outputs, (a, b) => Math.Abs(a - b) < 1e-5f);

        // a member is a file of its own
        using (var archive = System.IO.Compression.ZipFile.OpenRead(path))
        {
            var alone = new Classifier(9);
            var copy = new MemoryStream();
            archive.GetEntry("member2.safetensors")!.Open().CopyTo(copy);
            copy.Position = 0;
            alone.Load(copy);
            Assert.Equal(Rows.BytesOf(ensemble.Members[2]), Rows.BytesOf(alone));
        }

        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(1);
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] broken = [.. whole];
            int place = random.Next(whole.Length);
            broken[place] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(other, trial % 2 == 0 ? broken : broken[..place]);
            try
            {
                // times, names of systems and comments may be anything; numbers may not
                Assert.Equal(ensemble.Members.Select(Rows.BytesOf), Ensemble.Load<Classifier>(other).Members.Select(Rows.BytesOf));
            }
            catch (InvalidDataException refused)
            {
                Assert.StartsWith(other, refused.Message, StringComparison.Ordinal);
            }
        }
        Assert.Throws<InvalidDataException>(() => Ensemble.Load<PlainClassifier>(path));
        Assert.Throws<FileNotFoundException>(() => Ensemble.Load<Classifier>(Path.Combine(folder.Path, "none.zip")));
        Assert.Throws<InvalidDataException>(() => Ensemble.Load<Classifier>(folder.File("text.zip", "no archive")));
    }

    [Fact]
    public void Disagreement_is_mutual_information_of_classes_and_deviation_of_numbers()
    {
        Dataset data = Rows.Labelled(40);
        Ensemble<Classifier> ensemble = Ensemble.Train<Classifier>(4, data, new FitOptions { Epochs = 1 });
        Batch rows = Rows.Whole(data);
        float[] outputs = new float[120], doubt = new float[40], alone = new float[120];
        ensemble.Predict(rows.Inputs, outputs, doubt);
        ensemble.Predict(rows.Inputs, alone);
        Assert.Equal(alone, outputs);
        double[] expected = new double[40];
        foreach (Classifier member in ensemble.Members)
        {
            member.Predict(rows.Inputs, alone);
            for (int next = 0; next < 120; next++)
                expected[next / 3] += alone[next] * Math.Log(alone[next] / outputs[next]) / 4;
        }
        for (int row = 0; row < 40; row++)
            Assert.Equal(expected[row], doubt[row], 1e-5);
        Assert.True(expected.Average() > 1e-3);

        Dataset numbers = Rows.Numbered(40);
        Ensemble<Regressor> regressors = Ensemble.Train<Regressor>(3, numbers, new FitOptions { Epochs = 1 });
        float[][] each = [.. regressors.Members.Select(member =>
        {
            float[] one = new float[80];
            member.Predict(Rows.Whole(numbers).Inputs, one);
            return one;
        })];
        float[] mean = new float[80];
        regressors.Predict(Rows.Whole(numbers).Inputs, mean, doubt);
        for (int row = 0; row < 40; row++)
        {
            double variance = Enumerable.Range(2 * row, 2).Average(next => each.Average(one => Math.Pow(one[next] - each.Average(all => all[next]), 2)));
            Assert.Equal(Math.Sqrt(variance), doubt[row], 1e-4);
        }
        // of one member there is none
        Ensemble.Train<Classifier>(1, data, new FitOptions { Epochs = 1 }).Predict(rows.Inputs, outputs, doubt);
        Assert.All(doubt, one => Assert.Equal(0, one, 1e-6));
        Assert.Throws<ArgumentException>(() => ensemble.Predict(rows.Inputs, outputs, new float[39]));
        Assert.Equal(
            ensemble.Measure(data, Metrics.Accuracy),
            Enumerable.Range(0, 40).Average(row => Predicted(ensemble, data, row) == data.Labels[row] ? 1.0 : 0), 1e-9);
    }

    private static int Predicted(Ensemble<Classifier> ensemble, Dataset data, int row)
    {
        float[] inputs = new float[8], outputs = new float[3];
        data.CopyInputs(row, inputs);
        ensemble.Predict(inputs, outputs);
        return Array.IndexOf(outputs, outputs.Max());
    }

    // without the learning rate, which a fit gives back at its end
    private static float[] Weights(byte[] file)
    {
        var network = new Classifier();
        network.Load(new MemoryStream(file));
        return [.. network.Parameters.SelectMany(parameter =>
        {
            float[] numbers = new float[parameter.Length];
            parameter.CopyTo(numbers);
            return numbers;
        })];
    }

    private static string[] Keys(params Dataset[] parts) => [.. parts.SelectMany(part => Enumerable.Range(0, part.Rows).Select(row =>
    {
        float[] inputs = new float[8];
        part.CopyInputs(row, inputs);
        return string.Join(' ', inputs);
    })).Order()];
}
