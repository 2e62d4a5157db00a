namespace DeepTrain;

/// <summary>What the compiler's prediction, which the description of a class holds, says about a run that does not go well.</summary>
internal static class SignalFindings
{
    private const double Faded = 1e-2;
    private const double Exploded = 100;
    private const double FadedGradient = 1e-3;
    private const double ExplodedGradient = 70;

    /// <summary>A sentence that names the rule; null where the prediction has nothing to say.</summary>
    public static string? Of(NetworkDescription network)
    {
        LayerDescription[] layers = [.. network.Layers.Where(layer =>
            layer.PredictedActivationStd >= 0 && layer.PredictedGradientStd >= 0)];
        if (layers.Length < 2)
            return null;
        LayerDescription least = layers.MinBy(layer => layer.PredictedActivationStd)!;
        LayerDescription most = layers.MaxBy(layer => layer.PredictedActivationStd)!;
        double gradient = layers[0].PredictedGradientStd / layers[^1].PredictedGradientStd;
        if (most.PredictedActivationStd > Exploded)
        {
            return $"The compiler predicts outputs of std {Words.Number(most.PredictedActivationStd)} at {most.Name} before training: see DTG104 and "
                + "DTG203, initial weights that are too large.";
        }
        if (least.PredictedActivationStd < Faded)
        {
            return $"The compiler predicts a signal of std {Words.Number(least.PredictedActivationStd)} at {least.Name} before training, of inputs of std "
                + "1: see DTG103, initial weights that are too small.";
        }
        if (gradient < FadedGradient)
        {
            return $"The compiler predicts that {layers[0].Name} gets a gradient {Words.Number(gradient)} times that of {layers[^1].Name}: see DTG202, a "
                + "vanishing gradient.";
        }
        return gradient > ExplodedGradient
            ? $"The compiler predicts that {layers[0].Name} gets a gradient {Words.Number(gradient)} times that of {layers[^1].Name}: see DTG203, an "
                + "exploding gradient."
            : null;
    }
}
