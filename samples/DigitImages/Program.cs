using System.Diagnostics;
using System.Globalization;
using System.Text;
using DeepTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return Settings.Parse(args, Run);

static int Run(Settings settings)
{
    try
    {
        Train(settings);
        return 0;
    }
    catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    }
}

static void Train(Settings settings)
{
    PictureTask task = settings.Data is null ? DigitsTask.Create(settings.Seed) : FolderTask.Create(settings.Data);
    Augmentation? augmentation = settings.Plain ? null : task.Augmentation;
    if (settings.Sheet is string sheet)
    {
        ContactSheet.Write(sheet, task.Training, augmentation, new() { Seed = (ulong)settings.Seed });
        Console.WriteLine($"What the network sees: {sheet}");
    }

    // whatever is measured, is measured on the training part
    Preprocessing prepare = task.Prepare.FitTo(task.Training);
    Dataset training = prepare.Apply(task.Training), test = prepare.Apply(task.Test);
    INetwork network = task.Create((ulong)settings.Seed);
    Console.WriteLine(network.Description);
    Console.WriteLine();
    using var interrupt = new ConsoleInterrupt();
    var watch = Stopwatch.StartNew();
    FitResult run = Trainer.Fit(network, training, new FitOptions
    {
        Epochs = settings.Epochs ?? task.Epochs,
        BatchSize = task.BatchSize,
        Seed = (ulong)settings.Seed,
        Schedule = Schedules.Cosine(),
        Augmentation = augmentation,
        Averaging = new(),
        Threads = settings.Threads,
        Workers = 1,
        Progress = ConsoleProgress.Auto(),
    }, interrupt.Token);
    Console.WriteLine($"{run.Diagnosis} {watch.Elapsed.TotalSeconds:F0} s.");

    double accuracy = Trainer.Evaluate(network, test, Metrics.Accuracy)[Metrics.Accuracy];
    Console.WriteLine();
    Console.WriteLine($"{network.Description.Name}: {accuracy:F4} of {test.Rows} test pictures right, {(augmentation is null ? "without" : "with")} augmentation.");
    if (settings.Data is null)
        Compare(settings.Seed);
    Console.WriteLine("By line what it is, by column what it is read as:");
    Console.WriteLine(ConfusionMatrix.Of(network, test));
    Console.WriteLine();
    ShowMistakes(network, task.Test, test);
    if (settings.Save is string path)
        Model.Save(path, network, prepare, task.Training);
    if (settings.Report is string page)
        Report.Write(page, run, options: new() { Rows = test });
}

// the dense network of the other sample, on the same split
static void Compare(int seed)
{
    (LabelledPictures training, LabelledPictures test) = DigitsData.Split(seed);
    Standardization standardization = Standardization.Of(training);
    var dense = new Digits((ulong)seed);
    Training.Fit(dense, standardization.Apply(training), seed);
    LabelledPictures prepared = standardization.Apply(test);
    double accuracy = Trainer.Evaluate(dense, Dataset.FromArrays(prepared.Pixels, prepared.Labels), Metrics.Accuracy)[Metrics.Accuracy];
    Console.WriteLine($"Digits, the dense network: {accuracy:F4} of the same pictures right.");
    Console.WriteLine();
}

static void ShowMistakes(INetwork network, Dataset pictures, Dataset prepared)
{
    const int Most = 12, InALine = 4;
    float[] row = new float[prepared.InputSize], outputs = new float[network.OutputSize];
    var mistakes = new List<(int Row, string Caption)>();
    int count = 0;
    for (int next = 0; next < prepared.Rows; next++)
    {
        prepared.CopyInputs(next, row);
        network.Predict(row, outputs);
        int read = Array.IndexOf(outputs, outputs.Max()), actual = prepared.Labels[next];
        if (read == actual || ++count > Most)
            continue;
        mistakes.Add((next, $"{prepared.ClassNames[actual]}, read as {prepared.ClassNames[read]} ({outputs[read]:P0})"));
    }
    Console.WriteLine($"It misreads {count} of {prepared.Rows}:");
    foreach ((int Row, string Caption)[] line in mistakes.Chunk(InALine))
        TerminalPicture.Draw(pictures, line);
}
