namespace DeepTrain;

/// <summary>Measures every layer and every trainable parameter of a network that it is shown.</summary>
internal sealed class SignalMeter : ILayerObserver
{
    private float[] _values = [];

    public List<LayerSignal> Layers { get; } = [];

    public List<ParameterSignal> Parameters { get; } = [];

    /// <summary>The loss in training mode without penalty.</summary>
    public double Loss { get; private set; }

    /// <summary>Shows it rows; the network stays as it is.</summary>
    public static SignalMeter Measure(INetwork network, Batch batch)
    {
        var meter = new SignalMeter();
        meter.Loss = network.Inspect(batch, meter) - (double)network.Penalty();
        return meter;
    }

    public void Observe(LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients)
    {
        double sum = 0, least = double.PositiveInfinity, largest = double.NegativeInfinity;
        long finite = 0;
        foreach (float value in activations)
        {
            if (!float.IsFinite(value))
                continue;
            finite++;
            sum += value;
            least = Math.Min(least, value);
            largest = Math.Max(largest, value);
        }
        double mean = finite == 0 ? double.NaN : sum / finite, squares = 0;
        foreach (float value in activations)
        {
            if (float.IsFinite(value))
                squares += (value - mean) * (value - mean);
        }
        (double from, double to) = ActivationKinds.Ends(layer.Kind) is { } ends
            ? (ends.Least, ends.Largest) : finite == 0 ? (0, 0) : (least, largest);
        Layers.Add(new LayerSignal
        {
            Name = layer.Name,
            Kind = layer.Kind,
            Mean = mean,
            Std = finite == 0 ? double.NaN : Math.Sqrt(squares / finite),
            PredictedStd = layer.PredictedActivationStd,
            GradientStd = rows * Norm(gradients) / Math.Sqrt(gradients.Length),
            NonFinite = activations.Length - finite,
            DeadShare = DeadShare(layer, activations),
            SaturatedShare = SaturatedShare(layer, activations),
            Histogram = Histogram.Of(activations, from, to),
        });
    }

    public void ObserveGradient(Parameter parameter, ReadOnlySpan<float> gradient)
    {
        if (_values.Length < parameter.Length)
            _values = new float[parameter.Length];
        Span<float> values = _values.AsSpan(0, parameter.Length);
        parameter.CopyTo(values);
        Parameters.Add(new ParameterSignal { Name = parameter.Name, Norm = Norm(values), GradientNorm = Norm(gradient) });
    }

    public static double Norm(ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values)
            squares += (double)value * value;
        return Math.Sqrt(squares);
    }

    // A filter is one unit, at whatever places it looks.
    private static double DeadShare(LayerDescription layer, ReadOnlySpan<float> activations)
    {
        if (ActivationKinds.DeadBelow(layer.Kind) is not float limit)
            return double.NaN;
        int units = layer.OutputShape[0], places = layer.OutputSize / units;
        bool[] lives = new bool[units];
        for (int next = 0; next < activations.Length; next++)
        {
            // NaN is no dead unit, but a network that is
            if (!(Math.Abs(activations[next]) <= limit))
                lives[next % layer.OutputSize / places] = true;
        }
        return (double)lives.Count(life => !life) / units;
    }

    private static double SaturatedShare(LayerDescription layer, ReadOnlySpan<float> activations)
    {
        if (ActivationKinds.Ends(layer.Kind) is not { } ends)
            return double.NaN;
        int saturated = 0;
        foreach (float value in activations)
        {
            if (value < ends.Low || value > ends.High)
                saturated++;
        }
        return (double)saturated / activations.Length;
    }
}
