using System.Text.Json;
using DeepTrain.Gen.Signal;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>
/// Every number of every layer against the reference, in networks the calibration set has none of: biases, large weights,
/// the scale and shift of batch norm, convolutions.
/// </summary>
public class ScenarioTests
{
    public static TheoryData<string> Names() =>
        [.. Scenarios().Select(s => s.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_number_of_every_layer_is_the_references(string name)
    {
        JsonElement scenario = Scenarios().Single(s => s.GetProperty("name").GetString() == name);
        var network = new SignalNetwork
        {
            Layers = [.. scenario.GetProperty("layers").EnumerateArray().Select(Layer)],
            InputCorrelation = 0.1,
            ClassCorrelation = 0.6,
        };
        SignalPrediction prediction = SignalPrediction.Predict(network);

        var expected = scenario.GetProperty("rows").EnumerateArray().ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            ForwardSignal f = prediction.Forward[i];
            BackwardSignal b = prediction.Backward[i];
            Near("zq", f.SumVariance, f.SumVariance);
            Near("zd", f.SumDistance, f.SumVariance);
            Near("q", f.Variance, f.Variance);
            Near("m", f.Mean, 1);
            Near("d", f.Distance, f.Variance);
            Near("di", f.ClassDistance, f.Variance);
            Near("d0", f.MaskDistance, f.Variance);
            Near("mean", f.Output.Mean, f.OutputDeviation);
            Near("a", f.Output.Square, f.Output.Square);
            Near("e2", f.Output.SlopeSquare, f.Output.SlopeSquare);
            Near("Ddx", f.SlopeDistance, f.Output.SlopeSquare);
            Near("Ddi", f.SlopeClassDistance, f.Output.SlopeSquare);
            Near("kap", f.Kurtosis, 1);
            Near("sat", f.Output.Saturated, 1);
            Near("dead", prediction.DeadShare(i), 1);
            Near("S", b.Sensitivity, b.Sensitivity);
            Near("Dx", b.SensitivityDistance, b.Sensitivity);
            Near("Dsi", b.SensitivityClassDistance, b.Sensitivity);
            Near("T", b.Kernel, b.Kernel);
            Near("Tb", b.SharedKernel, b.Kernel);
            Near("Tib", b.KernelGap, b.Kernel);

            void Near(string field, double actual, double scale)
            {
                double reference = expected[i].GetProperty(field).GetDouble();
                // a field that is a difference has the rounding of what it is a difference of
                double tolerance = 1e-6 * Math.Abs(reference) + 1e-12 * scale;
                Assert.True(
                    Math.Abs(actual - reference) <= tolerance,
                    $"{name}, layer {i}, {field}: {actual:R}, reference {reference:R}");
            }
        }

        double[] variances = [.. scenario.GetProperty("logVariances").EnumerateArray().Select(x => x.GetDouble())];
        for (int i = 0; i < variances.Length; i++)
            Assert.Equal(variances[i], prediction.LogVariances[i], 1e-6 * variances[i]);
    }

    private static IEnumerable<JsonElement> Scenarios() =>
        DataFile.Lines("scenarios.jsonl").Select(line => JsonDocument.Parse(line).RootElement);

    private static SignalLayer Layer(JsonElement layer)
    {
        return new SignalLayer
        {
            Units = layer.GetProperty("n").GetInt32(),
            FanIn = Number("fan_in") ?? 0,
            WeightVariance = Number("wvar") ?? 0,
            BiasVariance = Number("bvar") ?? 0,
            BiasMean = Number("bmean") ?? 0,
            BatchNorm = layer.TryGetProperty("bn", out _)
                ? new SignalBatchNorm(Number("gamma") ?? 1, Number("beta") ?? 0)
                : null,
            Nonlinearity = NamedFunction.Create(layer.GetProperty("act").GetString()!, Number("p")),
            Dropout = Number("keep") is double keep ? new InvertedDropout(keep) : null,
        };

        double? Number(string field) => layer.TryGetProperty(field, out JsonElement value) ? value.GetDouble() : null;
    }
}
