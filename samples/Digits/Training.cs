using DeepTrain;

/// <summary>Mini-batch training: every epoch shows each picture once, in a new order.</summary>
public static class Training
{
    public static void Fit(Digits network, LabelledPictures pictures, int seed)
    {
        // Ctrl+C ends the training, and what has been learnt so far is tested
        using var interrupt = new ConsoleInterrupt();
        FitResult run = Trainer.Fit(network, Dataset.FromArrays(pictures.Pixels, pictures.Labels), new FitOptions
        {
            Epochs = 40,
            BatchSize = 32,
            Seed = (ulong)seed,
            Schedule = Schedules.Cosine(),
            Progress = ConsoleProgress.Auto(),
        }, interrupt.Token);
        Console.WriteLine(run.Diagnosis);
    }
}
