using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>
/// The lecture experiment: ten layers of 500 units, standard normal inputs, one draw of the weights. Predicted against
/// simulated.
/// </summary>
public class TenLayerExperimentTests
{
    private const int Width = 500, Depth = 10, Samples = 24;

    [Theory]
    [InlineData("tanh", 1e-4)]
    [InlineData("tanh", 1.0)]
    [InlineData("tanh", 1.0 / Width)]
    [InlineData("relu", 1.0 / Width)]
    [InlineData("relu", 2.0 / Width)]
    public void Deviations_are_those_of_a_simulation(string name, double variance)
    {
        SignalPrediction prediction = Predict(name, variance);
        double[] simulated = Simulate(NamedFunction.Create(name), Math.Sqrt(variance));
        for (int i = 0; i < Depth; i++)
        {
            // a mean square within its band, so a deviation within the band's root; and 2 % for the finite sample
            double band = Math.Sqrt(FiniteWidth.Band(prediction.LogVariances[i])) * 1.02;
            double ratio = simulated[i] / prediction.Forward[i].OutputDeviation;
            Assert.InRange(ratio, 1 / band, band);
            Assert.InRange(band, 1, 1.35);
        }
    }

    [Fact]
    public void Small_weights_lose_the_signal()
    {
        SignalPrediction prediction = Predict("tanh", 1e-4);
        Assert.True(prediction.Forward[9].OutputDeviation < 1e-5);
        Assert.True(prediction.Trainability.Fails);
        Assert.Equal(Math.Log(10), prediction.InitialLoss, 1e-6);
    }

    [Fact]
    public void Large_weights_saturate_and_yet_explode_on_the_way_back()
    {
        SignalPrediction prediction = Predict("tanh", 1);
        Assert.Equal(0.92, prediction.Forward[9].Output.Saturated, 0.02);
        Assert.True(prediction.Backward[0].Sensitivity > 1e6 * prediction.Backward[9].Sensitivity);
    }

    [Fact]
    public void Xavier_halves_a_rectified_signal_and_He_keeps_it()
    {
        SignalPrediction xavier = Predict("relu", 1.0 / Width), he = Predict("relu", 2.0 / Width);
        for (int i = 1; i < Depth; i++)
        {
            Assert.Equal(Math.Sqrt(0.5), xavier.Forward[i].OutputDeviation / xavier.Forward[i - 1].OutputDeviation, 1e-6);
            Assert.Equal(1, he.Forward[i].OutputDeviation / he.Forward[i - 1].OutputDeviation, 1e-6);
        }
    }

    private static SignalPrediction Predict(string name, double variance)
    {
        var hidden = new SignalLayer
        {
            Units = Width,
            FanIn = Width,
            WeightVariance = variance,
            Nonlinearity = NamedFunction.Create(name),
        };
        SignalLayer output = hidden with { Units = 10, Nonlinearity = new LinearFunction() };
        return SignalPrediction.Predict(new SignalNetwork { Layers = [.. Enumerable.Repeat(hidden, Depth), output] });
    }

    private static double[] Simulate(ActivationFunction f, double deviation)
    {
        var random = new Random(7);
        double[][] signal = [.. Enumerable.Range(0, Samples).Select(_ => Normals(random, Width))];
        var deviations = new double[Depth];
        for (int layer = 0; layer < Depth; layer++)
        {
            double[][] weights = [.. Enumerable.Range(0, Width).Select(_ => Normals(random, Width))];
            signal = [.. signal.Select(row => weights.Select(w => f.Value(deviation * Dot(w, row))).ToArray())];
            double mean = signal.Average(row => row.Average());
            deviations[layer] = Math.Sqrt(signal.Average(row => row.Average(x => (x - mean) * (x - mean))));
        }

        return deviations;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    // Box and Muller 1958
    private static double[] Normals(Random random, int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }
}
