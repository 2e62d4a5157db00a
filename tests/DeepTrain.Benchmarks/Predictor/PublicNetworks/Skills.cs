namespace DeepTrain.Benchmarks.Predictor;

/// <summary>How much of what there is to know answers know: 0 is who knows nothing, 1 who knows all.</summary>
internal static class Skills
{
    /// <summary>Of the share right beyond guessing; an output alone is the probability of the second of two classes.</summary>
    public static double OfClasses(float[] outputs, int[] labels)
    {
        int width = outputs.Length / labels.Length, right = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> answers = outputs.AsSpan(row * width, width);
            int best = width == 1 && answers[0] > 0.5f ? 1 : 0;
            for (int k = 1; k < width; k++)
                best = answers[k] > answers[best] ? k : best;
            right += best == labels[row] ? 1 : 0;
        }

        double guess = 1.0 / Math.Max(width, 2);
        return (right / (double)labels.Length - guess) / (1 - guess);
    }

    /// <summary>Of the variance of each output.</summary>
    public static double Explained(float[] outputs, float[] targets, int width)
    {
        double left = 0, all = 0;
        for (int column = 0; column < width; column++)
        {
            double sum = 0, squares = 0;
            for (int i = column; i < targets.Length; i += width)
            {
                left += (outputs[i] - targets[i]) * (double)(outputs[i] - targets[i]);
                sum += targets[i];
                squares += targets[i] * (double)targets[i];
            }

            all += squares - sum * sum / (targets.Length / width);
        }

        return 1 - left / all;
    }
}
