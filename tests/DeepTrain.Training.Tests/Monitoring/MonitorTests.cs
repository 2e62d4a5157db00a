namespace DeepTrain.Training.Tests.Watching;

public sealed class MonitorTests
{
    [Fact]
    public void Watching_changes_no_bit_of_what_is_trained()
    {
        Dataset data = Rows.Labelled(200);
        var options = new FitOptions { Epochs = 4, Seed = 2 };
        Classifier watched = new(1), alone = new(1);
        FitResult run = Trainer.Fit(watched, data, options with { Monitor = new() { EveryEpochs = 1, Rows = 64 } });
        Trainer.Fit(alone, data, options);
        Assert.Equal(Rows.BytesOf(alone), Rows.BytesOf(watched));
        Assert.Equal([0, 1, 2, 3, 4], run.Monitoring!.Select(look => look.Epochs));
    }

    [Fact]
    public void Layers_are_measured_as_a_plain_reference_measures_them()
    {
        Dataset data = Rows.Labelled(40);
        var network = new PlainClassifier(1);
        var reference = new Seen();
        Batch all = Rows.Whole(data);
        network.Inspect(all.Inputs, all.Labels, reference);
        MonitorRecord first = Trainer.Fit(network, data, new FitOptions { Epochs = 1, Monitor = new() }).Monitoring![0];
        Assert.Equal(["dense1", "tanh1", "dense2"], first.Layers.Select(layer => layer.Name));
        foreach (LayerSignal layer in first.Layers)
        {
            (float[] outputs, float[] gradients) = reference.Layers[layer.Name];
            double mean = outputs.Average(), variance = outputs.Average(value => (value - mean) * (value - mean));
            Assert.Equal(mean, layer.Mean, 1e-6);
            Assert.Equal(Math.Sqrt(variance), layer.Std, 1e-6);
            Assert.Equal(40 * Math.Sqrt(gradients.Average(value => (double)value * value)), layer.GradientStd, 1e-6);
            Assert.Equal(outputs.Length, layer.Histogram.Counts.Sum());
        }
        LayerSignal tanh = first.Layers[1];
        Assert.Equal((-1, 1), (tanh.Histogram.Least, tanh.Histogram.Largest));
        // 1 - y^2 < 0.1
        Assert.Equal(
            reference.Layers["tanh1"].Outputs.Count(value => 1 - value * value < 0.1) / (40.0 * 16), tanh.SaturatedShare, 1e-9);
        Assert.True(double.IsNaN(tanh.DeadShare));
    }

    [Fact]
    public void The_update_ratio_is_what_a_step_of_gradient_descent_moves()
    {
        Dataset data = Rows.Labelled(32);
        var network = new PlainClassifier(1);
        ParameterSignal weight = Trainer.Fit(network, data, new FitOptions { Epochs = 1, Monitor = new() }).Monitoring![0].Parameters
            .Single(parameter => parameter.Name == "dense1.weight");
        // w - rate * gradient, and all 32 rows are one batch
        Assert.Equal(0.1 * weight.GradientNorm / weight.Norm, weight.UpdateRatio, 1e-5);
    }

    [Fact]
    public void Dead_units_are_blamed_on_the_rate_where_they_grow_and_on_the_start_where_they_were()
    {
        Dataset data = Rows.Labelled(400);
        var high = new Mild(1) { LearningRate = 5 };
        MonitorLog grown = Trainer.Fit(high, data, new FitOptions { Epochs = 10, Monitor = new(), DivergenceFactor = 1e9 }).Monitoring!;
        MonitorNote rate = Assert.Single(grown.Notes, note => note.Layer == "relu1");
        Assert.Equal((true, UnitCause.Rate), (rate.IsWarning, rate.Cause));
        Assert.Contains("(rate)", rate.Text, StringComparison.Ordinal);

        MonitorLog born = Trainer.Fit(new Checking.BornDead(1), data, new FitOptions { Epochs = 2, Monitor = new() }).Monitoring!;
        MonitorNote init = Assert.Single(born.Notes, note => note.Layer == "relu1");
        Assert.Equal((true, UnitCause.Init), (init.IsWarning, init.Cause));
        Assert.Contains("(init)", init.Text, StringComparison.Ordinal);
        Assert.Empty(Trainer.Fit(new Mild(1), data, new FitOptions { Epochs = 2, Monitor = new() }).Monitoring!.Notes);
    }

    [Fact]
    public void A_dead_filter_is_one_unit_however_many_places_it_looks_at()
    {
        var network = new Checking.Pictures(1);
        // batch norm's scale and shift: the second filter of four puts out -1 everywhere
        network.Parameters["batchnorm1.weight"].CopyFrom([1, 0, 1, 1]);
        network.Parameters["batchnorm1.bias"].CopyFrom([0, -1, 0, 0]);
        Dataset data = Dataset.FromArrays(
            Rows.Numbers(36 * 60, 3), [.. Enumerable.Range(0, 60).Select(row => row % 3)], new() { InputShape = [1, 6, 6] });
        MonitorRecord first = Trainer.Fit(network, data, new FitOptions { Epochs = 1, Monitor = new() }).Monitoring![0];
        Assert.Equal(0.25, first.Layers.Single(layer => layer.Kind == "ReLU").DeadShare);
    }

    [Fact]
    public void What_was_seen_before_an_interruption_is_there_when_the_fit_goes_on()
    {
        using var folder = new TemporaryFolder();
        Dataset data = Rows.Labelled(100);
        var options = new FitOptions
        {
            Epochs = 6, Monitor = new() { EveryEpochs = 2 }, Checkpoint = new(folder.Path) { Every = TimeSpan.Zero },
        };
        using var stop = new CancellationTokenSource();
        Trainer.Fit(new Classifier(1), data, options with
        {
            Callbacks = [new CallbackOf { Epoch = (_, epoch) => { if (epoch.Epoch == 2) stop.Cancel(); } }],
        }, stop.Token);
        FitResult resumed = Trainer.Fit(new Classifier(1), data, options);
        Assert.NotNull(resumed.ResumedAt);
        MonitorLog whole = Trainer.Fit(new Classifier(1), data, options with { Checkpoint = null }).Monitoring!;
        Assert.Equal([0, 2, 4, 6], resumed.Monitoring!.Select(look => look.Epochs));
        for (int look = 0; look < whole.Count; look++)
        {
            Assert.Equal(whole[look].Steps, resumed.Monitoring![look].Steps);
            Assert.Equal(whole[look].Parameters, resumed.Monitoring![look].Parameters);
            Assert.Equal(whole[look].Layers.Select(layer => layer.Std), resumed.Monitoring![look].Layers.Select(layer => layer.Std));
            Assert.Equal(whole[look].Layers[0].Histogram.Counts, resumed.Monitoring![look].Layers[0].Histogram.Counts);
        }
    }

    [Fact]
    public void Looks_of_a_long_fit_are_thinned_out_and_the_first_stays()
    {
        MonitorLog log = Trainer.Fit(new PlainClassifier(1), Rows.Labelled(8), new FitOptions { Epochs = 300, Monitor = new() { Rows = 4 } }).Monitoring!;
        Assert.InRange(log.Count, 64, MonitorLog.MostRecords);
        Assert.Equal(0, log[0].Epochs);
        Assert.Single(log.Skip(1).Zip(log, (next, before) => next.Epochs - before.Epochs).Distinct());
        Assert.True(log[^1].Epochs > 290);
    }

    [Fact]
    public void A_network_that_has_exploded_is_watched_all_the_same()
    {
        var network = new PlainClassifier(1);
        network.Parameters["dense2.bias"].CopyFrom([float.NaN, 0, 0]);
        LayerSignal last = Trainer.Fit(network, Rows.Labelled(40), new FitOptions { Epochs = 1, Monitor = new() }).Monitoring![0].Layers[^1];
        Assert.Equal(40, last.NonFinite);
        Assert.True(double.IsFinite(last.Std));
    }

    [Fact]
    public void Bad_options_say_what_was_expected()
    {
        foreach (MonitorOptions bad in (MonitorOptions[])[new() { Rows = 0 }, new() { EveryEpochs = 0 }])
        {
            Assert.Contains("Monitor.", Assert.Throws<ArgumentException>(
                () => Trainer.Fit(new PlainClassifier(1), Rows.Labelled(40), new FitOptions { Monitor = bad })).Message, StringComparison.Ordinal);
        }
    }

    private sealed class Seen : ILayerObserver
    {
        public Dictionary<string, (float[] Outputs, float[] Gradients)> Layers { get; } = [];

        public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) =>
            Layers.Add(layer.Name, (activations.ToArray(), gradients.ToArray()));
    }
}

/// <summary>Nothing to be said of it.</summary>
[Network]
[Input(8)] [Dense(32)] [ReLU] [Dense(3)] [SoftmaxCrossEntropy] [Adam]
internal partial class Mild;
