using System.Globalization;
using System.Text;

namespace DeepTrain.Benchmarks.Predictor;

/// <summary>A network of equal hidden layers, as the bench draws it.</summary>
internal record NetworkSettings
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
    public virtual string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Depth} x {Width} {Activation}, {Init}{(InitScale is { } scale ? $" {scale:G3}" : "")}"
        + $"{(BatchNorm ? ", batch norm" : "")}{(Dropout > 0 ? $", dropout {Dropout:G2}" : "")}, {Optimizer}");

    /// <summary>What follows the weights of a hidden layer, one step to a line.</summary>
    protected string Followers
    {
        get
        {
            string dropout = $"[{(UsesAlphaDropout ? "Alpha" : "")}Dropout({Number(Dropout)})]\n";
            return (BatchNorm ? "[BatchNorm]\n" : "") + (IsMaxout ? "" : $"[{Activation}]\n") + (Dropout > 0 ? dropout : "");
        }
    }

    /// <summary>The named arguments of a hidden layer's weights.</summary>
    protected string Weights => Drawing + (BatchNorm ? ", Bias = false" : "");

    private bool IsMaxout => Activation == "Maxout";

    private string Drawing => $", Init = Init.{Init}" + (InitScale is { } scale ? $", InitScale = {Number(scale)}" : "");

    /// <summary>The declaration of a class, one step to a line.</summary>
    public virtual string Declare(string className, LearningTask task)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"[Network]\n[Input({task.Inputs})]\n");
        for (int layer = 0; layer < Depth; layer++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{(IsMaxout ? "Maxout" : "Dense")}({Width}{Weights})]\n")
                .Append(Followers);
        }

        return text.Append(End(className, task)).ToString();
    }

    /// <summary>The last layer, the loss and the optimizer.</summary>
    protected string End(string className, LearningTask task) => string.Create(
        CultureInfo.InvariantCulture,
        $"[Dense({task.Classes}{Drawing})]\n[SoftmaxCrossEntropy]\n[{Optimizer}]\npublic partial class {className};\n");

    public static string Number(double value) => ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";
}
