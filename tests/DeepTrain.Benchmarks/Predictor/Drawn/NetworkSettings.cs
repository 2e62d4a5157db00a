using System.Globalization;
using System.Text;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A network of equal hidden layers, as the bench draws it.</summary>
internal sealed record NetworkSettings
{
    /// <summary>Which of the ways to draw it came from.</summary>
    public string Group { get; init; } = "";

    /// <summary>The attribute, with its argument; "Maxout" stands for a linear layer.</summary>
    public string Activation { get; init; } = "ReLU";

    public string Init { get; init; } = "Auto";

    public double? InitScale { get; init; }

    public int Depth { get; init; } = 2;

    public int Width { get; init; } = 32;

    public bool BatchNorm { get; init; }

    public double Dropout { get; init; }

    /// <summary>Dropout of the kind that SELU needs.</summary>
    public bool UsesAlphaDropout { get; init; }

    /// <summary>The attribute, with its arguments.</summary>
    public string Optimizer { get; init; } = "Adam";

    public bool IsSgd => Optimizer.StartsWith("SGD", StringComparison.Ordinal);

    /// <summary>One line that tells it from others.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Depth} x {Width} {Activation}, {Init}{(InitScale is { } scale ? $" {scale:G3}" : "")}"
        + $"{(BatchNorm ? ", batch norm" : "")}{(Dropout > 0 ? $", dropout {Dropout:G2}" : "")}, {Optimizer}");

    /// <summary>The declaration of a class, one step to a line.</summary>
    public string Declare(string className, LearningTask task)
    {
        string init = $", Init = Init.{Init}" + (InitScale is { } scale ? $", InitScale = {Number(scale)}" : "");
        string bias = BatchNorm ? ", Bias = false" : "";
        bool isMaxout = Activation == "Maxout";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"[Network]\n[Input({task.Inputs})]\n");
        for (int layer = 0; layer < Depth; layer++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{(isMaxout ? "Maxout" : "Dense")}({Width}{init}{bias})]\n");
            if (BatchNorm)
                text.Append("[BatchNorm]\n");
            if (!isMaxout)
                text.Append(CultureInfo.InvariantCulture, $"[{Activation}]\n");
            if (Dropout > 0)
                text.Append(UsesAlphaDropout ? "[Alpha" : "[").Append(CultureInfo.InvariantCulture, $"Dropout({Number(Dropout)})]\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"[Dense({task.Classes}{init})]\n[SoftmaxCrossEntropy]\n");
        text.Append(CultureInfo.InvariantCulture, $"[{Optimizer}]\npublic partial class {className};\n");
        return text.ToString();
    }

    public static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";
}
