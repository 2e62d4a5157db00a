// A program that uses all of the training library, to be published as native code: what only reflection would find is not there.
using System.Globalization;
using DeepTrain;

string folder = Directory.CreateTempSubdirectory("deeptrain-whole-").FullName;
try
{
    using var interrupt = new ConsoleInterrupt();
    await TrainOnTable(interrupt.Token);
    TrainOnPictures();
    await SearchSettings(interrupt.Token);
    Console.WriteLine("all done");
}
finally
{
    Directory.Delete(folder, recursive: true);
}

string Path(string name) => System.IO.Path.Combine(folder, name);

static void Require(bool isRight, string what)
{
    if (!isRight)
        throw new InvalidOperationException($"{what} gave something else.");
}

async Task TrainOnTable(CancellationToken token)
{
    var random = new Random(1);
    using (StreamWriter writer = File.CreateText(Path("houses.csv")))
    {
        writer.WriteLine("area,rooms,age,city,price");
        for (int row = 0; row < 300; row++)
        {
            double area = 50 + 100 * random.NextDouble(), age = 50 * random.NextDouble();
            int rooms = random.Next(1, 6);
            string city = random.Next(2) == 0 ? "Graz" : "Wien";
            double price = 2 * area + 10 * rooms - age + (city == "Wien" ? 50 : 0);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{area:F1},{(row % 40 == 0 ? "" : rooms)},{age:F1},{city},{price:F1}"));
        }
    }
    var csv = new CsvOptions { Target = "price", Categorical = ["city"], Missing = Missing.Median };
    Require(CsvSurvey.Read(Path("houses.csv")).Columns.Count == 5, "the survey");
    Dataset data = await Dataset.FromCsvAsync(Path("houses.csv"), csv, token);
    using (Dataset streamed = Dataset.FromCsv(Path("houses.csv"), csv with { Streamed = true, StreamFolder = folder }))
        await foreach (Batch batch in streamed.ReadBatchesAsync(100, token))
            Require(batch.Rows == 100, "a streamed batch");
    DatasetSplit parts = data.Split(0.6, 0.2, 0.2, new SplitOptions { Seed = 1 });
    Require(parts.FindDuplicates().Count == 0, "duplicates");
    Require(parts.Training.Describe().Rows == parts.Training.Rows, "the description");
    Preprocessing prepare = Preprocessing.ZeroMean().UnitVariance().ScaleTargets().FitTo(parts.Training);
    foreach (Preprocessing other in (Preprocessing[])
        [
            Preprocessing.MinMax(), Preprocessing.Robust(), Preprocessing.Log1P([0]), Preprocessing.OneHot(1),
            Preprocessing.ZeroMean().PrincipalComponents(2), Preprocessing.ZeroMean().Whiten(2),
        ])
        Require(other.FitTo(parts.Training).Apply(parts.Test).Rows == parts.Test.Rows, "preparation");
    Dataset train = prepare.Apply(parts.Training), validation = prepare.Apply(parts.Validation);

    CheckReport checks = Sanity.Check<Houses>(train);
    RateRange range = LearningRate.RangeTest<Houses>(train);
    FitOptions options = new()
    {
        Epochs = 4, Seed = 1, Validation = validation, EarlyStopping = new() { Patience = 3 }, Averaging = new(), Workers = 1, Threads = 2,
        Metrics = [Metrics.R2, Metrics.MeanAbsoluteError, Metrics.MeanSquaredError, Metrics.RootMeanSquaredError],
        RowWeights = [.. Enumerable.Repeat(1f, train.Rows)], Progress = ConsoleProgress.Auto(), EvaluateTraining = true,
    };
    int number = 0;
    FitResult<Houses>? run = null;
    foreach (Schedule schedule in (Schedule[])
        [
            Schedules.Constant(), Schedules.Constant(1e-2f), Schedules.Step(10), Schedules.Exponential(), Schedules.InverseTime(0.01f),
            Schedules.Cosine(restarts: 1, growth: 2), Schedules.ReduceOnPlateau(patience: 1), Schedules.Cosine().WithWarmUp(5),
            Schedules.OneCycle(range.Suggestion ?? 1e-2f),
        ])
    {
        string own = $"run{number++}";
        run = Trainer.Fit(new Houses(1), train, options with
        {
            Schedule = schedule, Checkpoint = new(Path(own)) { Every = TimeSpan.Zero },
            Monitor = new() { EveryEpochs = 1, Rows = 64 },
            Loggers = [new CsvLog(Path($"{own}/log.csv")), new TensorBoardLog(Path($"{own}/tb"))],
        }, token);
        Require(run.Stopped is StopReason.Completed or StopReason.EarlyStopping && run.Diagnosis.Length > 0, own);
        FitResult again = Trainer.Fit(new Houses(1), train, options with { Epochs = 5, Schedule = schedule, Checkpoint = new(Path(own)) }, token);
        Require(again.ResumedAt != null, "the checkpoint");
    }
    foreach (FitOptions other in (FitOptions[])
        [
            options with { FullBatch = true }, options with { Accumulate = 2 }, options with { Shards = 4 }, options with { Steps = 7 },
        ])
        Require(Trainer.Fit(new Houses(1), train, other with { Progress = null }, token).History.Count > 0, "a fit of another kind");
    Report.Write(Path("report.html"), run!, checks, new ReportOptions { Range = range });
    Require(File.ReadAllText(Path("report.html")).Contains("<h2>Curves</h2>", StringComparison.Ordinal), "the report");

    Model.Save(Path("houses.safetensors"), run!.Network, prepare, data);
    var loaded = new Houses(2);
    Preparation preparation = Model.Load(Path("houses.safetensors"), loaded)!;
    loaded.ExportOnnx(Path("houses.onnx"), new OnnxOptions { Preparation = preparation });
    Require(new FileInfo(Path("houses.onnx")).Length > 1000, "the graph");

    var folds = new FitOptions { Epochs = 2, Metrics = [Metrics.R2] };
    KFoldResult crossed = CrossValidation.Run<Houses>(data, 3, folds, Preprocessing.ZeroMean().UnitVariance().ScaleTargets(), token: token);
    Require(double.IsFinite(crossed.Mean(Metrics.R2)), "cross-validation");
    Ensemble<Houses> ensemble = Ensemble.Train<Houses>(2, train, folds, parallel: 2, token: token);
    ensemble.Save(Path("ensemble.safetensors"), prepare);
    Require(Ensemble.Load<Houses>(Path("ensemble.safetensors")).Members.Count == 2, "the ensemble");
    Require(Ensemble.Snapshots<Houses>(2, train, folds with { Epochs = 4 }, token: token).Members.Count == 2, "snapshots");
}

void TrainOnPictures()
{
    var random = new Random(2);
    foreach (string kind in (string[])["dark", "light"])
    {
        Directory.CreateDirectory(Path($"pictures/{kind}"));
        for (int picture = 0; picture < 20; picture++)
        {
            // portable pixmaps, which need no encoder
            byte[] pixels = [.. Enumerable.Range(0, 8 * 8 * 3).Select(_ => (byte)(random.Next(100) + (kind == "light" ? 150 : 0)))];
            File.WriteAllBytes(Path($"pictures/{kind}/{picture}.ppm"), [.. "P6\n8 8\n255\n"u8, .. pixels]);
        }
    }
    Dataset data = Dataset.FromImageFolder(Path("pictures"), new ImageOptions { Height = 8, Width = 8, Channels = 3 });
    (Dataset train, Dataset test) = data.Split(0.7, 0.3);
    Preprocessing prepare = Preprocessing.ChannelMean().FitTo(train);
    Require(Preprocessing.ImageMean().FitTo(train).IsFitted, "the mean image");
    Augmentation augment = Augmentation.FlipHorizontal().FlipVertical().Rotate(10).Shear(5).Scale(0.9f, 1.1f).Shift(0.1f).Crop(0.9f)
        .Color(brightness: 0.1f, contrast: 0.1f, saturation: 0.1f).Noise(0.01f).Cutout(0.2f).Edges(EdgePolicy.Replicate);
    ContactSheet.Write(Path("sheet.png"), data, augment);
    Dataset prepared = prepare.Apply(test);
    FitResult<Shades> run = Trainer.Fit(new Shades(1), prepare.Apply(train), new FitOptions
    {
        Epochs = 20, BatchSize = 8, Augmentation = augment, Workers = 2, Validation = prepared, ClassWeights = [1, 2],
        Metrics =
        [
            Metrics.Accuracy, Metrics.AreaUnderCurve, Metrics.TopK(2), Metrics.Precision(), Metrics.Recall(ClassAverage.Micro), Metrics.F1(),
        ],
    });
    Require(Trainer.Evaluate(run.Network, prepared, Metrics.Accuracy)[Metrics.Accuracy] > 0.9, "pictures");
    Require(ConfusionMatrix.Of(run.Network, prepared).ClassNames.SequenceEqual(["dark", "light"]), "the confusion matrix");
    Report.Write(Path("pictures.html"), run);
}

async Task SearchSettings(CancellationToken token)
{
    float[] inputs = [.. Enumerable.Range(0, 200).Select(number => number * 37 % 41 / 20f - 1)];
    Dataset data = Dataset.FromArrays(inputs, [.. Enumerable.Range(0, 100).Select(row => inputs[2 * row] > inputs[2 * row + 1] ? 1 : 0)]);
    (Dataset train, Dataset validation) = data.Split(0.7, 0.3);
    SearchStrategy[] strategies =
        [Strategies.Random(4), Strategies.Grid(2), Strategies.CoarseToFine(6, 1), Strategies.Halving(6), Strategies.Bayesian(6, 3, 2)];
    foreach (SearchStrategy strategy in strategies)
    {
        SearchOptions search = new()
        {
            Space = new()
            {
                LearningRate = Space.LogUniform(1e-3f, 1e-1f), Regularization = Space.LogUniform(0.1f, 10), BatchSize = Space.Choice(8, 16),
            },
            Networks = [Candidate.Of<ReluNet>(), Candidate.Of<TanhNet>()], Strategy = strategy, Parallel = 2, Seed = 1,
            Training = new() { Epochs = 3, Metrics = [Metrics.Accuracy] }, Objective = Metrics.Accuracy,
            Directory = Path($"search{Array.IndexOf(strategies, strategy)}"),
        };
        SearchResult found = await Search.RunAsync(search, train, validation, token);
        Require(found.Best != null && found.ToString().Length > 0 && found.Warnings != null, "the search");
        Report.Write(Path("search.html"), found);
        Require(found.Train(found.Best!, train, validation).History.Count == 3, "the best trial");
    }
}

[Network] [Input(5)] [Dense(16)] [ReLU] [Dense(1)] [MeanSquaredError] [Adam]
public partial class Houses;

[Network]
[Input(3, 8, 8)] [Conv2D(4, 3)] [BatchNorm] [ReLU] [MaxPool2D(2)] [Flatten] [Dense(2)] [SoftmaxCrossEntropy] [Adam(LearningRate = 0.01f)]
public partial class Shades;

[Network] [Input(2)] [Dense(8, L2 = 1e-3f)] [ReLU] [Dense(2)] [SoftmaxCrossEntropy] [SGD]
public partial class ReluNet;

[Network] [Input(2)] [Dense(8, L2 = 1e-3f)] [Tanh] [Dense(2)] [SoftmaxCrossEntropy] [SGD]
public partial class TanhNet;
