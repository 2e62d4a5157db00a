using DeepTrain.Gen.Prediction;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>What is predicted of a narrow deep network is its median draw, not the mean over draws.</summary>
public class MedianDrawTests
{
    private const int Rows = 64, Units = 32, Depth = 10, Outputs = 8, Draws = 151;

    private static readonly IReadOnlyList<LayerPrediction> Predicted = NetworkPrediction.Of(Parsing.Spec(Networks.WithSteps(
        $"[Input({Units})] "
        + string.Concat(Enumerable.Repeat($"[Dense({Units})] [ReLU] ", Depth))
        + $"[Dense({Outputs})] [SoftmaxCrossEntropy] [SGD]"))).Layers;

    [Fact]
    public void Narrow_layers_have_the_deviations_of_the_median_draw()
    {
        Random random = new(11);
        Draw[] draws = [.. Enumerable.Range(0, Draws).Select(_ => new Draw(random))];
        for (int i = 0; i < Depth; i++)
        {
            double[] activations = [.. draws.Select(draw => draw.Activations[i])], gradients = [.. draws.Select(draw => draw.Gradients[i])];
            LayerPrediction relu = Predicted[2 * i + 1];
            Assert.InRange(relu.ActivationStd / Median(activations), 0.93, 1.07);
            Assert.InRange(relu.GradientStd / Median(gradients), 0.93, 1.07);
        }

        // the mean over draws is far from it
        double[] last = [.. draws.Select(draw => draw.Activations[Depth - 1])], first = [.. draws.Select(draw => draw.Gradients[0])];
        Assert.True(Math.Sqrt(last.Average(x => x * x)) > 1.2 * Median(last));
        Assert.True(Math.Sqrt(first.Average(x => x * x)) > 1.2 * Median(first));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0.01, 2.5, 0.3)]
    [InlineData(0.25, 0.1, 0.07)]
    [InlineData(1, 3, 2)]
    [InlineData(0, 9, 9)]
    public void Squares_in_closed_form_are_what_a_simulation_finds(double slope, double q, double d)
    {
        PairSquares closed = new LeakyReluFunction(slope).Squares(q, d, 0);
        (double value, double slopes) = Simulate(new LeakyReluFunction(slope), q, d);
        Assert.Equal(1, value / closed.Value, 0.03);
        Assert.Equal(1, slopes / closed.Slope, 0.03);
    }

    [Theory]
    [InlineData("tanh", 1, 0.4)]
    [InlineData("tanh", 0.2, 0)]
    [InlineData("selu", 1, 1)]
    [InlineData("swish", 2, 0.5)]
    [InlineData("sigmoid", 1, 0.1)]
    public void Squares_by_quadrature_are_what_a_simulation_finds(string name, double q, double d)
    {
        ActivationFunction f = NamedFunction.Create(name);
        PairSquares squares = f.Squares(q, d, 0);
        (double value, double slopes) = Simulate(f, q, d);
        Assert.Equal(1, value / squares.Value, 0.03);
        Assert.Equal(1, slopes / squares.Slope, 0.03);
    }

    [Fact]
    public void One_input_and_itself_have_the_fourth_moment()
    {
        var tanh = new TanhFunction();
        Assert.Equal(tanh.Moments(1.5, 0).Fourth, tanh.Squares(1.5, 0, 0).Value, 1e-6);
        Assert.Equal(new MaxoutFunction(3).Moments(2, 0).Fourth, new MaxoutFunction(3).Squares(2, 0, 0).Value, 1e-9);
        // and independent ones the product of the squares
        double square = new MaxoutFunction(3).Moments(2, 0).Square;
        Assert.Equal(square * square, new MaxoutFunction(3).Squares(2, 2, 0).Value, 1e-9);
    }

    private static (double Value, double Slope) Simulate(ActivationFunction f, double q, double d)
    {
        const int samples = 400_000;
        var random = new Random(3);
        double value = 0, slope = 0;
        for (int i = 0; i < samples; i++)
        {
            double common = Math.Sqrt(q - d) * Normal(random);
            f.Evaluate(common + Math.Sqrt(d) * Normal(random), out double y1, out double s1);
            f.Evaluate(common + Math.Sqrt(d) * Normal(random), out double y2, out double s2);
            value += y1 * y1 * (y2 * y2) / samples;
            slope += s1 * s1 * (s2 * s2) / samples;
        }

        return (value, slope);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>One draw of weights, rows and labels, forward and backward in double precision.</summary>
    private sealed class Draw
    {
        public Draw(Random random)
        {
            double[][][] weights = [.. Enumerable.Range(0, Depth).Select(_ => Matrix(Units, Math.Sqrt(2.0 / Units)))];
            double[][] top = Matrix(Outputs, Math.Sqrt(2.0 / (Units + Outputs)));
            double[][] rows = Matrix(Rows, 1);
            var outputs = new List<double>[Depth];
            for (int i = 0; i < Depth; i++)
                outputs[i] = [];
            foreach (double[] row in rows)
            {
                var signals = new double[Depth][];
                double[] x = row;
                for (int i = 0; i < Depth; i++)
                {
                    x = signals[i] = [.. Times(weights[i], x).Select(z => Math.Max(z, 0))];
                    outputs[i].AddRange(x);
                }

                double[] e = [.. Times(top, x).Select(Math.Exp)];
                double sum = e.Sum();
                double[] delta = [.. e.Select(p => p / sum / Rows)];
                delta[random.Next(Outputs)] -= 1.0 / Rows;
                double[][] above = top;
                for (int i = Depth - 1; i >= 0; i--)
                {
                    double[] g = [.. Enumerable.Range(0, Units).Select(unit => above.Zip(delta, (w, value) => w[unit] * value).Sum())];
                    Gradients[i] += g.Sum(value => value * value) / (Units * Rows);
                    delta = [.. g.Zip(signals[i], (value, output) => output > 0 ? value : 0)];
                    above = weights[i];
                }
            }

            for (int i = 0; i < Depth; i++)
            {
                double mean = outputs[i].Average();
                Activations[i] = Math.Sqrt(outputs[i].Average(y => (y - mean) * (y - mean)));
                Gradients[i] = Math.Sqrt(Gradients[i]);
            }

            double[][] Matrix(int height, double deviation) =>
                [.. Enumerable.Range(0, height).Select(_ => Enumerable.Range(0, Units).Select(_ => deviation * Normal(random)).ToArray())];
        }

        public double[] Activations { get; } = new double[Depth];

        public double[] Gradients { get; } = new double[Depth];

        private static double[] Times(double[][] matrix, double[] x) => [.. matrix.Select(row => row.Zip(x, (a, b) => a * b).Sum())];
    }
}
