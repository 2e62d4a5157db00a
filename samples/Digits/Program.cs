using System.Globalization;
using System.Text;
using DeepTrain;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
int seed = args.Length > 0 ? int.Parse(args[0]) : 1;

// the data: whatever is measured, is measured on the training part
(LabelledPictures trainingPictures, LabelledPictures testPictures) = DigitsData.Split(seed);
Standardization standardization = Standardization.Of(trainingPictures);
LabelledPictures training = standardization.Apply(trainingPictures);
LabelledPictures test = standardization.Apply(testPictures);

// the network
Console.WriteLine(Digits.Description);
Console.WriteLine();
var network = new Digits((ulong)seed);
Training.Fit(network, training, seed);

// the test
ConfusionMatrix confusion = ConfusionMatrix.Of(network, Dataset.FromArrays(test.Pixels, test.Labels));
var predictions = new Predictions(network, test);
Console.WriteLine();
Console.WriteLine($"test accuracy: {predictions.Accuracy:F3}");
Console.WriteLine("digits by line, and by column what they are read as:");
Console.WriteLine(confusion);
Console.WriteLine();

// a file keeps a network
string path = Path.Combine(Path.GetTempPath(), $"digits-{Guid.NewGuid():N}.safetensors");
try
{
    network.Save(path);
    var loaded = new Digits();
    loaded.Load(path);
    bool isSame = new Predictions(loaded, test).Probabilities.SequenceEqual(predictions.Probabilities);
    Console.WriteLine($"saved and loaded again: {(isSame ? "the same predictions" : "DIFFERENT predictions")}");
}
finally
{
    File.Delete(path);
}

// a look at a few pictures
Console.WriteLine();
Console.WriteLine("Pictures of the test and what the network reads:");
Show(Enumerable.Range(0, 5));
int[] wrong = [.. Enumerable.Range(0, test.Count).Where(index => !predictions.IsRight(index))];
Console.WriteLine($"It misreads {wrong.Length} of {test.Count}:");
Show(wrong.Take(5));

void Show(IEnumerable<int> indices) => ConsolePicture.Draw([.. indices.Select(index =>
{
    (int digit, float probability) = predictions.MostProbable(index);
    string truth = predictions.IsRight(index) ? "" : $", is {test.Labels[index]}";
    return (testPictures.Picture(index).ToArray(), $"{digit} ({probability:P1}{truth})");
})]);
