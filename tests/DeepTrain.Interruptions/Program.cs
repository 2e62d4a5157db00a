using System.Globalization;
using DeepTrain;
using DeepTrain.Interruptions;

if (args[0] == "search")
{
    await SearchWorker.RunAsync(args[1..]);
    return;
}
// folder, place to be killed at, milliseconds between checkpoints, epochs: trains, and writes what came of it
string folder = args[0];
var killer = new Killer(args[1]);
CultureInfo culture = CultureInfo.InvariantCulture;
const int Rows = 100;
var random = new Random(1);
float[] inputs = [.. Enumerable.Range(0, Rows * Interrupted.InputSize).Select(_ => random.NextSingle() * 2 - 1)];
int[] labels = [.. Enumerable.Range(0, Rows).Select(row => inputs[row * 8] > 0.3f ? 2 : inputs[row * 8 + 1] > 0 ? 1 : 0)];
Dataset all = Dataset.FromArrays(inputs, labels);
(Dataset training, Dataset validation) = all.Split(0.8, 0.2);
using var interrupt = new ConsoleInterrupt();
FitResult<Interrupted> run = Trainer.Fit(new Interrupted(7), training, new FitOptions
{
    Epochs = int.Parse(args[3], culture),
    BatchSize = 8,
    Seed = 3,
    Validation = validation,
    Metrics = [Metrics.Accuracy],
    EvaluateTraining = true,
    Schedule = Schedules.ReduceOnPlateau(0.5f, patience: 1),
    EarlyStopping = new EarlyStopping { Patience = 1000 },
    Averaging = new WeightAveraging { Decay = 0.9f },
    Augmentation = Augmentation.Noise(0.01f),
    Callbacks = [killer],
    Checkpoint = new Checkpoint(folder) { Every = TimeSpan.FromMilliseconds(double.Parse(args[2], culture)) },
    Progress = ConsoleProgress.Auto(),
}, interrupt.Token);
run.Network.Save(Path.Combine(folder, "best.safetensors"));
run.RestoreLast();
run.Network.Save(Path.Combine(folder, "last.safetensors"));
// everything but the time
File.WriteAllLines(Path.Combine(folder, "history.txt"), run.History.Select(epoch => string.Join(
    ' ', epoch.Epoch, epoch.Steps, epoch.Rows, epoch.TrainingLoss.ToString("R", culture), epoch.TrainingLossInInference?.ToString("R", culture),
    epoch.ValidationLoss?.ToString("R", culture), epoch.Metrics[0].ToString("R", culture), epoch.LearningRate.ToString("R", culture)))
    .Append($"{run.Stopped} best {run.BestEpoch} batches {killer.Batches}"));
Console.WriteLine(run.ResumedAt?.ToString() ?? "from the beginning");
