using System;
using System.Collections.Generic;
using System.Linq;

namespace DeepTrain.Gen.Signal;

/// <summary>
/// The signal in one layer on its way back, for one output f of the network. A sensitivity is the sum over the layer of
/// (df/dz)^2; its distances tell how much of it two inputs do not share.
/// </summary>
/// <remarks>The gradient kernel of Jacot et al. 2018, layer by layer.</remarks>
internal sealed record BackwardSignal
{
    /// <summary>With respect to the weighted sums.</summary>
    public double Sensitivity { get; init; }

    /// <summary>With respect to what the nonlinearity sees: after batch norm.</summary>
    public double NormalisedSensitivity { get; init; }

    /// <summary>With respect to the nonlinearity's output, before pooling and dropout.</summary>
    public double ActivationSensitivity { get; init; }

    /// <summary>With respect to the layer's output, after pooling and dropout.</summary>
    public double OutputSensitivity { get; init; }

    public double SensitivityDistance { get; init; }

    public double SensitivityClassDistance { get; init; }

    /// <summary>T: the sum over weights of (df/dw)^2.</summary>
    public double Kernel { get; init; }

    /// <summary>The part of T that two different inputs share.</summary>
    public double SharedKernel { get; init; }

    /// <summary>What two inputs of one class share beyond that: it tells classes apart.</summary>
    public double KernelGap { get; init; }

    /// <summary>One signal for every layer of the network.</summary>
    public static IReadOnlyList<BackwardSignal> Propagate(SignalNetwork network, IReadOnlyList<ForwardSignal> forward)
    {
        var signals = new BackwardSignal[forward.Count];
        double s = 1, d = 0, dClass = 0;
        PlaceProfile? profile = null;
        int outputs = Enumerable.Range(0, forward.Count).LastOrDefault(i => network.Layers[i].HasWeights);
        for (int i = signals.Length - 1; i >= 0; i--)
        {
            ForwardSignal f = forward[i];
            SignalLayer layer = network.Layers[i];
            double output = s, activation = s;
            if (i < signals.Length - 1)
            {
                SignalLayer next = network.Layers[i + 1];
                double share = next.TapShare, e = f.SlopeSquare;
                if (next.Vertical is { } vertical && next.Horizontal is { } horizontal)
                {
                    profile = PlaceProfile.Of(profile, vertical.Outputs, horizontal.Outputs)
                        .Scatter(vertical, horizontal, out share);
                }

                double gain = next.FanIn * share * next.WeightVariance;
                output = s * gain;
                if (layer.Pooling is { } pooling)
                {
                    gain *= pooling.SensitivityFactor;
                    if (pooling.Vertical is { } lines && pooling.Horizontal is { } columns)
                        profile = PlaceProfile.Of(profile, lines.Outputs, columns.Outputs).Scatter(lines, columns, out _);
                }

                if (f.Profile is not null)
                {
                    // slopes at fainter places are others
                    profile = f.Profile.To(f.SlopeElasticity).Times(profile);
                }
                else if (layer.HasWeights)
                {
                    profile = null;
                }

                // two inputs have masks of their own: what they share is not amplified
                activation = layer.Dropout?.Sensitivity(s * gain) ?? s * gain;
                double common = gain * (layer.Dropout?.SharedFactor ?? 1);
                double all = activation * e;
                double shared = common * (e - f.SlopeDistance) * (s - d);
                double sharedByClass = common * (e - f.SlopeClassDistance) * (s - dClass);
                (s, d, dClass) = (all, all - shared, all - sharedByClass);
            }

            double normalised = s;
            ForwardSignal inputs = f;
            if (layer.BatchNorm is not null && i >= outputs)
            {
                // outputs less their mean over a batch: all inputs share the slope, and what they share of their signal is gone
                s *= f.NormalisationGain;
                inputs = f with { InputSquare = f.InputDistance };
            }
            else if (layer.BatchNorm is not null)
            {
                // subtracting the batch mean takes away what all inputs share
                double gap = (s - dClass) - (s - d);
                s *= f.NormalisationGain;
                (d, dClass) = (s, s - gap * f.NormalisationGain);
            }

            signals[i] = Weights(layer, inputs, s, d, dClass) with
            {
                NormalisedSensitivity = normalised,
                ActivationSensitivity = activation,
                OutputSensitivity = output,
            };
            if (s > Ceiling)
                (s, d, dClass) = (Ceiling, d / s * Ceiling, dClass / s * Ceiling);
        }

        return signals;
    }

    // beyond any trainable network, and its product with the forward ceiling is still a double
    private const double Ceiling = 1e120;

    private static BackwardSignal Weights(SignalLayer layer, ForwardSignal f, double s, double d, double dClass)
    {
        if (!layer.HasWeights)
            return new BackwardSignal { Sensitivity = s, SensitivityDistance = d, SensitivityClassDistance = dClass };
        double a = f.InputSquare, fan = layer.FanIn * f.TapShare;
        double shared = fan * (a - f.InputDistance) * (s - d);
        // two nearly equal products lose the gap between them: expand it instead
        double gap = f.InputDistance < 1e-6 * a && d < 1e-6 * s
            ? fan * (a * (d - dClass) + s * (f.InputDistance - f.InputClassDistance))
            : fan * (a - f.InputClassDistance) * (s - dClass) - shared;
        return new BackwardSignal
        {
            Sensitivity = s,
            SensitivityDistance = d,
            SensitivityClassDistance = dClass,
            Kernel = fan * a * s,
            SharedKernel = shared,
            KernelGap = gap,
        };
    }
}
