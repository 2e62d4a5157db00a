using System.Diagnostics;
using System.Globalization;

// without an argument: one prediction, and the end; train: the digits, for so many epochs; latency, where it is built with it: single calls
#if LATENCY
if (args is ["latency"])
{
    DeepTrain.Benchmarks.Verbs.Latency.Run();
    return 0;
}
#endif

if (args.FirstOrDefault() != "train")
{
    float[] pixels = new float[Digits.InputSize], probabilities = new float[Digits.OutputSize];
    new Digits(1).Predict(pixels, probabilities);
    bool adds = probabilities.Sum() is > 0.999f and < 1.001f;
    Console.WriteLine(adds ? "predicted" : "WRONG");
    return adds ? 0 : 1;
}

const int Epochs = 100, Rows = 32;
(LabelledPictures training, LabelledPictures test) = DigitsData.Split(seed: 1);
Standardization standardization = Standardization.Of(training);
(training, test) = (standardization.Apply(training), standardization.Apply(test));
var network = new Digits(1);
var random = new Random(1);
int[] order = [.. Enumerable.Range(0, training.Count)];
long start = Stopwatch.GetTimestamp();
for (int epoch = 0; epoch < Epochs; epoch++)
{
    random.Shuffle(order);
    for (int first = 0; first + Rows <= order.Length; first += Rows)
    {
        LabelledPictures batch = training.Select(order.AsSpan(first, Rows));
        network.TrainBatch(batch.Pixels, batch.Labels);
    }
}

double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{seconds:F3} s {Environment.WorkingSet / 1e6:F1} MB, accuracy {new Predictions(network, test).Accuracy:F3}"));
return 0;
