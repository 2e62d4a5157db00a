using System.Globalization;
using System.Text;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// A network of convolutions that have the same kernel and as many filters each, on square images, with pools evenly between.
/// </summary>
internal sealed record ImageSettings : NetworkSettings
{
    private int Kernel { get; init; } = 3;

    /// <summary>Each halves both sides.</summary>
    private int Pools { get; init; }

    private string Pool { get; init; } = "MaxPool2D(2)";

    /// <summary>Whether a mean over the places, and not all of them, goes to the last layer.</summary>
    private bool Averages { get; init; }

    /// <summary>Units of a dense layer before the last; 0 without.</summary>
    private int HiddenUnits { get; init; }

    public override string Summary =>
        $"{base.Summary}, kernel {Kernel}, {Pools} {Pool}, {(Averages ? "averaged" : "flattened")}";

    /// <summary>Draws what <see cref="NetworkDrawing"/> draws of dense layers, of convolutions.</summary>
    public static ImageSettings Draw(Random random)
    {
        NetworkSettings any = NetworkDrawing.Draw(random);
        int depth = (int)random.NextLog(1, 13), pools = Math.Min(depth, random.Pick(0, 1, 1, 2));
        string pool = random.Pick("MaxPool2D(2)", "MaxPool2D(2)", "AveragePool2D(2)");
        return new ImageSettings
        {
            Group = pools == 0 ? "no pools" : pool[..^3],
            Activation = any.Activation == "Maxout" ? "ReLU" : any.Activation,
            Init = any.Init,
            InitScale = any.InitScale,
            Depth = depth,
            Width = random.Pick(4, 8, 12, 16, 24),
            BatchNorm = any.BatchNorm,
            Dropout = any.Dropout,
            UsesAlphaDropout = any.UsesAlphaDropout,
            Optimizer = any.Optimizer,
            Kernel = random.Pick(3, 3, 3, 5, 2),
            Pools = pools,
            Pool = pool,
            Averages = random.Chance(0.3),
            HiddenUnits = random.Chance(0.3) ? random.Pick(32, 64) : 0,
        };
    }

    public override string Declare(string className, LearningTask task)
    {
        int side = (int)Math.Sqrt(task.Inputs);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"[Network]\n[Input(1, {side}, {side})]\n");
        for (int layer = 0; layer < Depth; layer++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[Conv2D({Width}, {Kernel}, Padding = Padding.Same{Weights})]\n")
                .Append(Followers);
            // the k-th pool behind the k-th part of the layers
            if ((layer + 1) * Pools / Depth > layer * Pools / Depth)
                text.Append(CultureInfo.InvariantCulture, $"[{Pool}]\n");
        }

        text.Append(Averages ? "[GlobalAveragePool2D]\n" : "[Flatten]\n");
        if (HiddenUnits > 0)
            text.Append(CultureInfo.InvariantCulture, $"[Dense({HiddenUnits}{Weights})]\n").Append(Followers);
        return text.Append(End(className, task)).ToString();
    }
}
