using DeepTrain.Gen.Signal;
using Xunit;

namespace DeepTrain.Gen.Tests.Signal;

public class ReferenceTests
{
    private const double Tolerance = 1e-6;

    // Here s and noise are a difference of two numbers equal to 1e-11 or closer. They move by more than the tolerance when
    // the reference's own quadrature weights are moved by one unit in the last place, so only their size can be compared.
    private static readonly int[] CancelledLines = [12, 43, 59, 98, 198, 259, 344, 376];

    [Fact]
    public void Every_number_is_the_references()
    {
        var differences = new List<string>();
        foreach (CalibrationNetwork network in CalibrationNetwork.ReadAll())
        {
            SignalPrediction prediction = SignalPrediction.Predict(network.Network, TrainabilityModel.Reference);
            TrainabilityScore score = prediction.Trainability;
            bool cancelled = CancelledLines.Contains(network.Line);
            Compare("std", [.. prediction.Forward.SkipLast(1).Select(f => f.OutputDeviation)], IsClose);
            Compare("grad", [.. score.WeightGradients], IsClose);
            Compare("q_out", [score.OutputVariance], IsClose);
            Compare("R", [score.Stability], IsClose);
            Compare("noise", [score.Noise], cancelled ? IsSameNoise : IsClose);
            Compare("s", [score.Score], cancelled ? IsSameScore : IsClose);

            void Compare(string field, double[] actual, Func<double, double, bool> agree)
            {
                double[] expected = network.Expected(field);
                Assert.Equal(expected.Length, actual.Length);
                for (int i = 0; i < expected.Length; i++)
                    if (!agree(actual[i], expected[i]))
                        differences.Add($"line {network.Line} {field}[{i}]: {actual[i]:R}, reference {expected[i]:R}");
            }
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Fact]
    public void Precision_and_recall_are_the_references()
    {
        int caught = 0, falseAlarms = 0, missed = 0;
        foreach (CalibrationNetwork network in CalibrationNetwork.ReadAll())
        {
            bool predicted = SignalPrediction.Predict(network.Network, TrainabilityModel.Reference).Trainability.Fails;
            caught += predicted && network.Failed ? 1 : 0;
            falseAlarms += predicted && !network.Failed ? 1 : 0;
            missed += !predicted && network.Failed ? 1 : 0;
        }

        Assert.Equal(0.931, caught / (double)(caught + falseAlarms), 3);
        Assert.Equal(0.946, caught / (double)(caught + missed), 3);
    }

    private static bool IsClose(double actual, double expected) =>
        Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected);

    private static bool IsSameNoise(double actual, double expected) =>
        IsClose(actual, expected) || (actual > 1e10 && expected > 1e10);

    private static bool IsSameScore(double actual, double expected) =>
        Math.Abs(actual - expected) < 0.01 || (actual < -40 && expected < -40);
}
