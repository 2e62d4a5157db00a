using DeepTrain.Tests.Compilation;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Prediction;

/// <summary>Ten convolutions deep: what <c>Description</c> predicts of feature maps is what <c>Inspect</c> shows.</summary>
public sealed class TenConvolutionTests
{
    private const int Rows = 16, Draws = 64;

    // beyond what the draws leave uncertain
    private const double Tolerance = 0.05;

    private const string He = "[Conv2D(32, 3, Padding = Padding.Same, Init = Init.HeNormal)] [ReLU] ";
    private const string Xavier = "[Conv2D(32, 3, Padding = Padding.Same, Init = Init.GlorotNormal)] [Tanh] ";

    private static readonly (string Name, string Layers)[] Networks =
    [
        ("ReluHe", "[Input(3, 12, 12)] " + Times(He, 10)),
        ("TanhXavier", "[Input(3, 12, 12)] " + Times(Xavier, 10)),
        ("AverageReluHe", $"[Input(3, 16, 16)] {Times(He, 3)}[AveragePool2D(2)] {Times(He, 3)}[AveragePool2D(2)] {Times(He, 4)}"),
        ("AverageTanhXavier", $"[Input(3, 16, 16)] {Times(Xavier, 3)}[AveragePool2D(2)] {Times(Xavier, 3)}[AveragePool2D(2)] {Times(Xavier, 4)}"),
        ("MaximumTanhXavier", $"[Input(3, 16, 16)] {Times(Xavier, 3)}[MaxPool2D(2)] {Times(Xavier, 3)}[MaxPool2D(2)] {Times(Xavier, 4)}"),
    ];

    private static CompiledNetworks Compiled => NetworkCompiler.Compile("using DeepTrain;\n" + string.Join("\n", Networks.Select(entry =>
        $"[Network(BatchSize = {Rows})] {entry.Layers}[Flatten] [Dense(10)] [SoftmaxCrossEntropy] [SGD] public partial class {entry.Name};")));

    public static TheoryData<string> Names => [.. Networks.Select(entry => entry.Name)];

    /// <summary>
    /// 32 filters stray more than 500 units: the median of 64 draws has a standard error of up to 6 % in the deepest ReLU layers,
    /// and of below 1 % in the first ones. A layer may be off by 5 %, or by two standard errors where those are more.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_layer_is_predicted_within_5_percent_of_the_median(string name)
    {
        LayerMoments[][] draws = [.. Enumerable.Range(1, Draws).Select(seed => Draw(name, seed))];
        var off = new List<string>();
        for (int i = 0; i < draws[0].Length; i++)
        {
            LayerDescription layer = draws[0][i].Layer;
            Compare("activation", layer.PredictedActivationStd, [.. draws.Select(draw => draw[i].ActivationStd)]);
            Compare("gradient", layer.PredictedGradientStd, [.. draws.Select(draw => draw[i].GradientStd)]);

            void Compare(string what, double predicted, double[] measured)
            {
                double[] logs = [.. measured.Select(value => Math.Log(value)).Order()];
                double median = Math.Exp((logs[Draws / 2 - 1] + logs[Draws / 2]) / 2), mean = logs.Average();
                // of the median of so many normal numbers
                double error = Math.Sqrt(Math.PI / 2 * logs.Average(x => (x - mean) * (x - mean)) / Draws);
                if (!(Math.Abs(predicted / median - 1) <= Math.Max(Tolerance, 2 * error)))
                    off.Add($"{layer.Name}, {what}: predicted is {predicted / median:F3} of measured, standard error {error:F3}");
            }
        }

        Assert.True(off.Count == 0, string.Join(Environment.NewLine, off));
    }

    private static LayerMoments[] Draw(string name, int seed)
    {
        INetwork network = Compiled.Create(name, (ulong)seed);
        var random = new Random(seed);
        float[] inputs = Batch.Normal(random, Rows * network.InputSize);
        float[] targets = new float[Rows * network.OutputSize];
        for (int row = 0; row < Rows; row++)
            targets[row * network.OutputSize + random.Next(network.OutputSize)] = 1;
        var observer = new MomentObserver();
        network.Inspect(inputs, targets, observer);
        return [.. observer.Layers];
    }

    private static string Times(string layers, int times) => string.Concat(Enumerable.Repeat(layers, times));
}
