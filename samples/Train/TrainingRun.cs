using DeepTrain;

/// <summary>From a file to a network: look, split, prepare, check, find a rate, train, test, write.</summary>
public static class TrainingRun
{
    private const double TrainingPart = 0.7, ValidationPart = 0.15, TestPart = 0.15;

    public static void Run(Settings settings)
    {
        using var interrupt = new ConsoleInterrupt();

        // the file
        var survey = CsvSurvey.Read(settings.File, new() { MissingTexts = ColumnChoice.MissingTexts, Delimiter = settings.Delimiter });
        ColumnChoice choice = ColumnChoice.Of(survey, settings);
        if (File.Exists(settings.Out))
            throw new InvalidDataException($"Expected a folder in --out; {settings.Out} is a file.");
        Directory.CreateDirectory(settings.Out);
        Dataset data = Dataset.FromCsv(settings.File, choice.Options);
        TargetKind kind = data.HasLabels ? TargetKind.Classification : TargetKind.Regression;
        Console.WriteLine($"{settings.File}: {data.Rows} rows, {choice.Options.Features!.Count} columns that are {data.InputSize} inputs");
        foreach (string note in choice.Notes)
            Console.WriteLine($"  {note}");

        // whatever is measured, is measured on the training part
        (Dataset training, Dataset validation, Dataset test) = data.Split(
            TrainingPart, ValidationPart, TestPart, new() { Seed = (ulong)settings.Seed, TimeOrdered = settings.TimeOrdered, AllowAbsentClasses = true });
        Preprocessing prepare = Preprocessing.ZeroMean().UnitVariance();
        if (kind == TargetKind.Regression)
            prepare = prepare.ScaleTargets();
        prepare = prepare.FitTo(training);
        Dataset preparedTraining = prepare.Apply(training), preparedTest = prepare.Apply(test);
        Console.WriteLine($"  {training.Rows} rows to train on, {validation.Rows} to stop by, {test.Rows} to test on");
        Console.WriteLine();

        // the network
        NetworkSize size = settings.Size ?? NetworkSource.SizeFor(training.Rows);
        NetworkSource source = NetworkSource.Of(size, kind, preparedTraining.InputSize, Math.Max(1, data.ClassNames.Count), training.Rows, settings.Epochs);
        NetworkCompiler compiled = NetworkCompiler.Compile(source);
        INetwork network = compiled.Create((ulong)settings.Seed);
        Console.WriteLine(network.Description);
        foreach (string finding in compiled.Findings)
            Console.WriteLine(finding);

        // what is worth knowing before, and how fast it may learn
        CheckReport checks = Sanity.Check(compiled.Create, preparedTraining, new() { Seed = (ulong)settings.Seed }, interrupt.Token);
        Console.WriteLine();
        Console.WriteLine(checks);
        RateRange range = LearningRate.RangeTest(compiled.Create, preparedTraining, new() { Seed = (ulong)settings.Seed }, interrupt.Token);
        Console.WriteLine(range.Reason);
        Console.WriteLine();
        // what goes well for 200 updates is often too high for thousands
        network.LearningRate = range.Suggestion / 3 ?? network.LearningRate;

        Metric metric = kind == TargetKind.Classification ? Metrics.Accuracy : Metrics.R2;
        FitResult run = Trainer.Fit(network, preparedTraining, new FitOptions
        {
            Epochs = settings.Epochs,
            BatchSize = NetworkSource.BatchSize,
            Seed = (ulong)settings.Seed,
            Validation = prepare.Apply(validation),
            Metrics = [metric],
            Schedule = Schedules.Cosine(),
            EarlyStopping = new() { Patience = Math.Max(10, settings.Epochs / 10) },
            Monitor = new() { EveryEpochs = 1, Rows = 256 },
            Loggers = [new CsvLog(Path.Combine(settings.Out, "log.csv"))],
            Progress = ConsoleProgress.Auto(),
        }, interrupt.Token);
        Console.WriteLine(run.Diagnosis);
        Console.WriteLine();

        TestResult.Print(network, prepare, training, test, preparedTest);
        string model = Path.Combine(settings.Out, "model.safetensors"), page = Path.Combine(settings.Out, "report.html");
        string code = Path.Combine(settings.Out, "Network.cs");
        Model.Save(model, network, prepare, training);
        Report.Write(page, run, checks, new() { Rows = preparedTest, Range = range, Title = $"{settings.Target} of {Path.GetFileName(settings.File)}" });
        File.WriteAllText(code, source.Text);
        Console.WriteLine();
        Console.WriteLine($"The network, with its preparation: {model}");
        Console.WriteLine($"Its source, for your program:      {code}");
        Console.WriteLine($"A page about the run:              {page}");
    }
}
