using System.Diagnostics;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using DeepTrain;

/// <summary>A network of the size of MNIST's, for a figure.</summary>
[Network]
[Input(784)]
[Dense(128)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class Measured;

/// <summary>Figures that the page shows when it is opened with <c>?measure</c>.</summary>
[SupportedOSPlatform("browser")]
public static partial class Measuring
{
    /// <summary>Milliseconds of a training step of 784-128-10 with 32 rows: the median of some, after others.</summary>
    [JSExport]
    public static double StepMilliseconds()
    {
        const int Rows = 32, Warm = 100, Timed = 101;
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, Rows * Measured.InputSize).Select(_ => (float)random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Measured.OutputSize))];
        var network = new Measured(1);
        for (int step = 0; step < Warm; step++)
            network.TrainBatch(inputs, labels);
        double[] times = new double[Timed];
        for (int step = 0; step < Timed; step++)
        {
            long start = Stopwatch.GetTimestamp();
            network.TrainBatch(inputs, labels);
            times[step] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Timed / 2];
    }

    /// <summary>Microseconds of a prediction of one row of the same network.</summary>
    [JSExport]
    public static double PredictionMicroseconds()
    {
        const int Calls = 200;
        float[] inputs = new float[Measured.InputSize], outputs = new float[Measured.OutputSize];
        var network = new Measured(1);
        long start = 0;
        for (int call = -Calls; call < Calls; call++)
        {
            if (call == 0)
                start = Stopwatch.GetTimestamp();
            network.Predict(inputs, outputs);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Calls;
    }
}
