using System.Globalization;
using System.Reflection;
using DeepTrain.Benchmarks.Compilation;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>
/// Looks for convolutions that fall off a cliff: filters, channels, sizes of images, kernels and strides, one varied at a time. A place is
/// suspect when its multiply-adds, those of padded filters and channels included, take over twice as long as at a neighbour.
/// </summary>
internal static class ImageSweep
{
    private const double Suspect = 2;
    private const double SecondsEach = 0.15;
    private const int Rows = 32;

    public static void Run()
    {
        int[] channels = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 128];
        Table("filters, 16 channels of 16 x 16, 3 x 3", channels, filters => new Shape(16, 16, 3, 1, filters));
        Table("filters, 3 channels of 32 x 32, 5 x 5", channels, filters => new Shape(3, 32, 5, 1, filters));
        Table("channels of 16 x 16, 3 x 3 to 16 filters", channels, count => new Shape(count, 16, 3, 1, 16));
        Table("channels of 16 x 16, 3 x 3 to 6 filters", channels, count => new Shape(count, 16, 3, 1, 6));
        Table("sides, 16 channels, 3 x 3 to 16 filters", [3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 23, 24, 25, 28, 32, 33, 48, 64],
            side => new Shape(16, side, 3, 1, 16));
        Table("sides, 1 channel, 5 x 5 to 6 filters", [5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 23, 24, 25, 28, 32, 33, 48, 64],
            side => new Shape(1, side, 5, 1, 6));
        Table("kernels, 16 channels of 24 x 24 to 16 filters", [1, 2, 3, 4, 5, 6, 7, 9, 11], kernel => new Shape(16, 24, kernel, 1, 16));
        Table("strides, 16 channels of 32 x 32, 5 x 5 to 16 filters", [1, 2, 3, 4, 5], stride => new Shape(16, 32, 5, stride, 16));
    }

    // a convolution in front, so that the one in question carries a gradient back, too
    private static string Source(string name, Shape shape) => $"""
        [Network]
        [Input({shape.Channels}, {shape.Side}, {shape.Side})]
        [Conv2D({shape.Channels}, 1)]
        [ReLU]
        [Conv2D({shape.Filters}, {shape.Kernel}, Stride = {shape.Stride}, Padding = Padding.Same)]
        [ReLU]
        [GlobalAveragePool2D]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [SGD(LearningRate = 1e-7f)]
        public partial class {name};
        """;

    private static void Table(string title, int[] places, Func<int, Shape> shapeOf)
    {
        Assembly assembly = InMemoryProject.Load(places.Select(place => Source($"Network{place}", shapeOf(place))));
        double[] trained = new double[places.Length], predicted = new double[places.Length];
        double[] perTrained = new double[places.Length], perPredicted = new double[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            var network = (INetwork)Activator.CreateInstance(assembly.GetType($"Network{places[i]}")!)!;
            double multiplyAdds = shapeOf(places[i]).PaddedMultiplyAdds;
            trained[i] = Time(network, Pass.Train);
            predicted[i] = Time(network, Pass.Predict);
            perTrained[i] = 1e3 * trained[i] / Rows / (3 * multiplyAdds);
            perPredicted[i] = 1e3 * predicted[i] / Rows / multiplyAdds;
        }

        var table = new MarkdownTable(title, "train us", "per multiply-add, ns", "", "predict us", "per multiply-add, ns ", " ");
        for (int i = 0; i < places.Length; i++)
            table.Add(places[i], trained[i], Text(perTrained[i]), Verdict(perTrained, i), predicted[i], Text(perPredicted[i]), Verdict(perPredicted, i));
        Console.WriteLine(table);
    }

    private static double Time(INetwork network, Pass pass) => Timing.MedianMicroseconds(
        new Repetition(new Workload("", "", () => network, pass, Rows), threads: 1).Run, SecondsEach);

    private static string Text(double number) => number.ToString("F4", CultureInfo.InvariantCulture);

    private static string? Verdict(double[] each, int at) =>
        (at > 0 && each[at] > Suspect * each[at - 1]) || (at + 1 < each.Length && each[at] > Suspect * each[at + 1]) ? "suspect" : null;

    private readonly record struct Shape(int Channels, int Side, int Kernel, int Stride, int Filters)
    {
        /// <summary>Of both convolutions for one image: filters fill whole vectors, or half a one.</summary>
        public double PaddedMultiplyAdds
        {
            get
            {
                int side = (Side + Stride - 1) / Stride;
                return (double)Side * Side * Channels * Padded(Channels) + (double)side * side * Kernel * Kernel * Channels * Padded(Filters);
            }
        }

        private static int Padded(int filters) => filters <= 8 ? 8 : (filters + 15) / 16 * 16;
    }
}
