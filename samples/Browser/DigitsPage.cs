using System.Diagnostics;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

/// <summary>What the page calls: training in slices short enough for the page to stay responsive, and reading a drawn digit.</summary>
[SupportedOSPlatform("browser")]
public static partial class DigitsPage
{
    private const int BatchRows = 32;

    private static Digits s_network = new(1);
    private static LabelledPictures s_training = null!, s_test = null!;
    private static Standardization s_standardization = null!;
    private static int[] s_order = [];
    private static int s_next;
    private static Random s_random = new(1);

    /// <summary>A new network with weights of its own, and the data in a new order.</summary>
    [JSExport]
    public static void Start(int seed)
    {
        (LabelledPictures training, s_test) = DigitsData.Split(seed: 1);
        s_standardization = Standardization.Of(training);
        s_training = s_standardization.Apply(training);
        s_test = s_standardization.Apply(s_test);
        s_network = new Digits((ulong)seed);
        s_random = new Random(seed);
        s_order = [.. Enumerable.Range(0, s_training.Count)];
        s_next = s_order.Length;
    }

    /// <summary>Trains for about so many milliseconds, one batch at least; returns the mean loss of the batches.</summary>
    [JSExport]
    public static double Train(double milliseconds)
    {
        long start = Stopwatch.GetTimestamp();
        double loss = 0;
        int batches = 0;
        do
        {
            if (s_next + BatchRows > s_order.Length)
            {
                s_random.Shuffle(s_order);
                s_next = 0;
            }

            LabelledPictures batch = s_training.Select(s_order.AsSpan(s_next, BatchRows));
            s_next += BatchRows;
            loss += s_network.TrainBatch(batch.Pixels, batch.Labels);
            batches++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds);
        return loss / batches;
    }

    /// <summary>How often every picture has been seen.</summary>
    [JSExport]
    public static double Epochs() => (double)s_network.Batches * BatchRows / s_training.Count;

    /// <summary>The share of the test's pictures that are read right.</summary>
    [JSExport]
    public static double Accuracy() => new Predictions(s_network, s_test).Accuracy;

    /// <summary>The probabilities of the ten digits for a picture of 8 x 8 pixels from 0 to 16.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Array<JSType.Number>>]
    public static double[] Read([JSMarshalAs<JSType.Array<JSType.Number>>] double[] pixels)
    {
        float[] inputs = s_standardization.Apply(new LabelledPictures(Array.ConvertAll(pixels, pixel => (float)pixel), [0])).Pixels;
        float[] probabilities = new float[Digits.OutputSize];
        s_network.Predict(inputs, probabilities);
        return Array.ConvertAll(probabilities, probability => (double)probability);
    }

    /// <summary>Pixels of one of the test's pictures, from 0 to 16, to begin with.</summary>
    [JSExport]
    [return: JSMarshalAs<JSType.Array<JSType.Number>>]
    public static double[] Picture(int index) =>
        [.. s_test.Picture(index % s_test.Count).ToArray().Select(pixel => Math.Round((double)pixel * s_standardization.StandardDeviation + s_standardization.Mean))];
}
