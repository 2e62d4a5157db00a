namespace DeepTrain.Training.Tests.Reading;

/// <summary>The curves of the lecture, drawn by hand.</summary>
public sealed class CurveShapeTests
{
    [Theory]
    [InlineData(CurveShape.Good, RateVerdict.Good, new[] { 1.6, 1.0, 0.7, 0.5, 0.4, 0.33, 0.28, 0.25, 0.23, 0.22 })]
    [InlineData(CurveShape.Explodes, RateVerdict.TooHigh, new[] { 2.0, 2.4, 3.9, 7, 20, 90, 400, 2e3, 1e4, 1e5 })]
    [InlineData(CurveShape.Explodes, RateVerdict.TooHigh, new[] { 2.0, 2.4, double.NaN, double.NaN })]
    [InlineData(CurveShape.Slow, RateVerdict.TooLow, new[] { 2.25, 2.2, 2.15, 2.1, 2.05, 2.0, 1.95, 1.9, 1.85, 1.8 })]
    [InlineData(CurveShape.Flat, RateVerdict.TooLow, new[] { 2.3, 2.299, 2.298, 2.297, 2.296, 2.295, 2.294, 2.293, 2.292, 2.291 })]
    [InlineData(CurveShape.SteepThenPlateau, RateVerdict.TooHigh, new[] { 1.5, 1.2, 1.3, 1.1, 1.35, 1.15, 1.3, 1.1, 1.4, 1.25 })]
    [InlineData(CurveShape.FlatThenSudden, RateVerdict.Unknown, new[] { 2.3, 2.3, 2.29, 2.3, 2.28, 2.2, 0.9, 0.4, 0.3, 0.25 })]
    [InlineData(CurveShape.TooShort, RateVerdict.Unknown, new[] { 2.0, 1.5 })]
    public void The_curves_of_the_lecture_are_told_apart(CurveShape shape, RateVerdict rate, double[] losses) =>
        Assert.Equal((shape, rate), CurveRules.Read(LossCurve.Of(2.303, losses, [], [], Math.Log(10), false)));

    [Fact]
    public void A_flat_loss_with_rising_accuracy_is_a_rate_that_is_too_low() => Assert.Equal(
        (CurveShape.FlatWhileAccuracyRises, RateVerdict.TooLow),
        CurveRules.Read(LossCurve.Of(
            2.303, [2.3026, 2.3025, 2.3025, 2.3024, 2.3023], [], [0.1, 0.12, 0.15, 0.19, 0.22], Math.Log(10), false)));

    [Fact]
    public void A_fit_that_learns_noise_by_heart_overfits_and_has_too_few_rows()
    {
        float[] inputs = Rows.Numbers(8 * 24, 1);
        int[] labels = [.. Rows.Numbers(24, 2).Select(number => number > 0 ? 1 : 0)];
        Dataset noise = Dataset.FromArrays(inputs, labels);
        Dataset others = Dataset.FromArrays(Rows.Numbers(8 * 200, 3), [.. Rows.Numbers(200, 4).Select(number => number > 0 ? 1 : 0)]);
        var network = new ReluGradientOf8(1) { LearningRate = 0.3f };
        FitResult run = Trainer.Fit(network, noise, new FitOptions { Epochs = 200, BatchSize = 8, Validation = others });
        RunDiagnosis diagnosis = RunDiagnosis.Of(run);
        Assert.True(diagnosis.Overfits && diagnosis.HasTooFewRows, diagnosis.Text);
        Assert.Contains("too few data", diagnosis.Text, StringComparison.Ordinal);
        Assert.Equal(diagnosis.Text, run.Diagnosis);
    }

    [Fact]
    public void A_run_without_an_epoch_is_too_short()
    {
        FitResult run = Trainer.Fit(new ReluGradientOf8(1), Rows.Labelled(40), token: new CancellationToken(canceled: true));
        Assert.Equal(CurveShape.TooShort, RunDiagnosis.Of(run).Shape);
    }

    [Fact]
    public void A_network_whose_signal_fades_is_told_what_the_compiler_predicts()
    {
        FitResult run = Trainer.Fit(new Fading(1), Rows.Labelled(200), new FitOptions { Epochs = 6 });
        Assert.Contains("DTG103", run.Diagnosis, StringComparison.Ordinal);
    }
}

#pragma warning disable DTG103, DTG202, DTG205, DTG503, DTG201

/// <summary>Weights far too small.</summary>
[Network]
[Input(8)] [Dense(32, Init = Init.Normal, InitScale = 0.01f)] [Tanh] [Dense(32, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(32, Init = Init.Normal, InitScale = 0.01f)] [Tanh] [Dense(3, Init = Init.Normal, InitScale = 0.01f)] [SoftmaxCrossEntropy] [SGD]
internal partial class Fading;
