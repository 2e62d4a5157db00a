using DeepTrain.Gen.Model;
using DeepTrain.Gen.Prediction;
using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;
using DeepTrain.Gen.Tests.Harness;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>From a declaration to the predictor's network, and back to its layers.</summary>
public class NetworkPredictionTests
{
    [Fact]
    public void Layers_in_the_usual_order_become_one_signal_layer()
    {
        SignalNetwork network = Map("[Input(20)] [Dense(30)] [BatchNorm] [ReLU] [Dropout(0.2f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam]");
        var hidden = new SignalLayer
        {
            Units = 30,
            FanIn = 20,
            WeightVariance = 2.0 / 20,
            BatchNorm = new SignalBatchNorm(),
            Nonlinearity = new ReluFunction(),
            Dropout = new InvertedDropout(0.8),
        };
        var output = new SignalLayer { Units = 10, FanIn = 30, WeightVariance = 2.0 / 40 };
        Assert.Equal(new SignalNetwork { Layers = [hidden, output], Optimizer = new() { IsAdaptive = true } }, network);
    }

    [Fact]
    public void What_comes_in_another_order_goes_into_a_passage()
    {
        SignalNetwork network = Map("[Input(20)] [Dropout(0.1f)] [Dense(30)] [ReLU] [BatchNorm] [Dense(10)] [Softmax] [MeanSquaredError] [SGD]");
        Assert.Equal([false, true, false, true, false], network.Layers.Select(layer => layer.HasWeights));
        Assert.Equal([20, 30, 30, 10, 10], network.Layers.Select(layer => layer.Units));
        Assert.NotNull(network.Layers[2].BatchNorm);
    }

    [Fact]
    public void Two_activations_are_composed()
    {
        SignalNetwork network = Map("[Input(4)] [Dense(8)] [Tanh] [ReLU] [Dense(1)] [MeanSquaredError] [SGD]");
        Assert.Equal(new ComposedFunction(new TanhFunction(), new ReluFunction()), network.Layers[0].Nonlinearity);
    }

    [Fact]
    public void Facts_about_the_data_shift_and_scale_the_input()
    {
        const string steps = "[Input(4)] [Dense(1)] [MeanSquaredError] [SGD] public partial class Net;";
        SignalNetwork network = NetworkPrediction.Map(Parsing.Spec("[Network(InputMean = 3f, InputStd = 2f)] " + steps));
        Assert.Equal(13, network.InputSquare, 1e-6);
        Assert.Equal(9.0 / 13, network.InputCorrelation, 1e-6);
        Assert.Equal(11.0 / 13, network.ClassCorrelation, 1e-6);
    }

    [Fact]
    public void Facts_about_the_training_and_the_targets_are_the_predictors()
    {
        const string steps = "[Input(4)] [Dense(1)] [MeanSquaredError] [SGD(ClipNorm = 2f, WeightDecay = 0.5f)] public partial class Net;";
        SignalNetwork network = NetworkPrediction.Map(Parsing.Spec(
            "[Network(Steps = 5000, BatchSize = 8, TargetMean = 3f, TargetStd = 2f)] " + steps));
        Assert.Equal((5000, 8), (network.Steps, network.Batch));
        // (3 - 0)^2 + 2^2 at outputs of 0; 2^2 for who answers 3
        Assert.Equal(13, network.Loss.Initial(0, 1), 1e-9);
        Assert.Equal(4, network.Loss.Ignorance(1), 1e-9);
        Assert.Equal((2, 0.5, false), (network.Optimizer.ClipNorm, network.Optimizer.Decay, network.Optimizer.DecaysApart));
    }

    [Theory]
    [InlineData("Normal", 0.01)]
    [InlineData("Uniform", 0.05 / 1.7320508)]
    [InlineData("HeNormal", 0.31622777)]
    [InlineData("HeUniform", 0.31622777)]
    [InlineData("LeCunNormal", 0.2236068)]
    [InlineData("GlorotUniform", 0.2)]
    [InlineData("Orthogonal", 0.18257419)]
    public void Inits_have_their_variance(string init, double deviation)
    {
        SignalNetwork network = Map($"[Input(20)] [Dense(30, Init = Init.{init})] [Tanh] [Dense(1)] [MeanSquaredError] [SGD]");
        Assert.Equal(deviation, Math.Sqrt(network.Layers[0].WeightVariance), 1e-6);
    }

    [Fact]
    public void Every_layer_has_a_prediction()
    {
        NetworkSpec spec = Spec("[Input(1, 8, 8)] [Flatten] [Dense(32)] [BatchNorm] [ReLU] [Dropout(0.2f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam]");
        NetworkPrediction prediction = NetworkPrediction.Of(spec);
        Assert.Equal(["flatten1", "dense1", "batchnorm1", "relu1", "dropout1", "dense2"], prediction.Layers.Select(layer => layer.Name));
        double[] activations = [.. prediction.Layers.Select(layer => layer.ActivationStd)];
        // standardised inputs, He's init, batch norm, half a normal distribution, dropout's extra variance
        ForwardSignal hidden = prediction.Signal.Forward[0];
        double[] means =
            [1, Math.Sqrt(hidden.SumVariance), Math.Sqrt(hidden.Variance), hidden.OutputDeviation, hidden.LayerDeviation];
        Assert.Equal(Math.Sqrt(2), means[1], 1e-6);
        Assert.Equal(1, means[2], 1e-4);
        Assert.Equal(Math.Sqrt(0.5 - 0.5 / Math.PI), means[3], 1e-4);
        Assert.Equal(Math.Sqrt(0.625 - 0.5 / Math.PI), means[4], 1e-4);
        // the median draw of 32 units lies a little below the mean
        for (int i = 0; i < means.Length; i++)
            Assert.InRange(activations[i] / means[i], 0.998, 1 + 1e-9);
        Assert.All(prediction.Layers, layer => Assert.InRange(layer.GradientStd, 1e-6, 1));
        // the mask multiplies by 1 / keep, and half of the units pass
        Assert.Equal(prediction.Layers[4].GradientStd / Math.Sqrt(0.8), prediction.Layers[3].GradientStd, 1e-9);
        BackwardSignal back = prediction.Signal.Backward[0];
        Assert.Equal(0.5, back.NormalisedSensitivity / back.ActivationSensitivity, 1e-9);
        Assert.InRange(prediction.Layers[2].GradientStd / prediction.Layers[3].GradientStd, 0.705, Math.Sqrt(0.5));
    }

    [Fact]
    public void The_prediction_of_a_spec_is_computed_once()
    {
        NetworkSpec spec = Spec("[Input(4)] [Dense(1)] [MeanSquaredError] [SGD]");
        Assert.Same(NetworkPrediction.Of(spec), NetworkPrediction.Of(spec));
    }

    /// <summary>Gradients by simulation: a ReLU network on standard normal rows, softmax cross-entropy, random labels.</summary>
    [Fact]
    public void Gradients_are_those_of_a_batch_of_64()
    {
        const int inputs = 40, units = 80, classes = 10, batch = 64;
        NetworkPrediction prediction = NetworkPrediction.Of(Spec(
            $"[Input({inputs})] [Dense({units})] [ReLU] [Dense({classes})] [SoftmaxCrossEntropy] [Adam]"));
        double outputs = 0, activations = 0, sums = 0;
        const int draws = 30;
        var random = new Random(5);
        for (int draw = 0; draw < draws; draw++)
        {
            double[][] w1 = Matrix(random, units, inputs, Math.Sqrt(2.0 / inputs)), w2 = Matrix(random, classes, units, Math.Sqrt(2.0 / (units + classes)));
            foreach (double[] x in Matrix(random, batch, inputs, 1))
            {
                double[] z1 = Times(w1, x), h = [.. z1.Select(z => Math.Max(z, 0))], z2 = Times(w2, h);
                double sum = z2.Sum(Math.Exp);
                double[] d2 = [.. z2.Select(z => Math.Exp(z) / sum / batch)];
                d2[random.Next(classes)] -= 1.0 / batch;
                for (int j = 0; j < units; j++)
                {
                    double d = Enumerable.Range(0, classes).Sum(k => w2[k][j] * d2[k]);
                    activations += d * d / (units * batch * draws);
                    sums += z1[j] > 0 ? d * d / (units * batch * draws) : 0;
                }

                outputs += d2.Sum(d => d * d) / (classes * batch * draws);
            }
        }

        Assert.Equal(1, Math.Sqrt(outputs) / prediction.Layers[2].GradientStd, 0.1);
        Assert.Equal(1, Math.Sqrt(activations) / prediction.Layers[1].GradientStd, 0.1);
        Assert.Equal(1, Math.Sqrt(sums) / prediction.Layers[0].GradientStd, 0.1);
    }

    private static double[] Times(double[][] matrix, double[] x) => [.. matrix.Select(row => row.Zip(x, (a, b) => a * b).Sum())];

    private static double[][] Matrix(Random random, int rows, int columns, double deviation) =>
        [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => deviation * Normal(random)).ToArray())];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static NetworkSpec Spec(string steps) => Parsing.Spec(Networks.WithSteps(steps));

    private static SignalNetwork Map(string steps) => NetworkPrediction.Map(Spec(steps));
}
