using System.Globalization;
using System.Text;

/// <summary>The declaration of a network, as one would write it.</summary>
/// <param name="Text">The whole source file.</param>
public sealed record NetworkSource(string Text)
{
    /// <summary>The network's class.</summary>
    public const string ClassName = "TrainedNetwork";

    public const int BatchSize = 32;

    private const int ManyRows = 1000, LeastUnits = 8, MostUnits = 256, VectorUnits = 8;

    /// <summary>What suits a number of rows, where nothing else is said.</summary>
    public static NetworkSize SizeFor(int rows) => rows < ManyRows ? NetworkSize.Small : NetworkSize.Medium;

    /// <param name="size">Which network.</param>
    /// <param name="kind">What it predicts.</param>
    /// <param name="inputs">Columns after preparation.</param>
    /// <param name="outputs">Classes, or 1.</param>
    /// <param name="rows">Rows to train on.</param>
    /// <param name="epochs">How often they are seen at most.</param>
    public static NetworkSource Of(NetworkSize size, TargetKind kind, int inputs, int outputs, int rows, int epochs)
    {
        // one output tells two classes apart, as several tell several
        bool isBinary = kind == TargetKind.Classification && outputs == 2;
        int units = isBinary ? 1 : outputs;
        long steps = (long)epochs * Math.Max(1, rows / BatchSize);
        var text = new StringBuilder();
        text.Append("using DeepTrain;\n\n");
        text.Append(CultureInfo.InvariantCulture, $"[Network(Samples = {rows}, BatchSize = {BatchSize}, Steps = {steps})]\n");
        text.Append(CultureInfo.InvariantCulture, $"[Input({inputs})]\n");
        int width = Width(size, inputs, units, rows);
        for (int layer = 0; layer < HiddenLayers(size); layer++)
        {
            text.Append(CultureInfo.InvariantCulture, $"[Dense({width})]\n");
            if (size == NetworkSize.Deep)
                text.Append("[BatchNorm]\n");
            text.Append("[ReLU]\n");
            if (size != NetworkSize.Small && width >= 2 * LeastUnits)
                text.Append(size == NetworkSize.Deep ? "[Dropout(0.1f)]\n" : "[Dropout(0.2f)]\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"[Dense({units})]\n");
        text.Append(kind == TargetKind.Regression ? "[MeanSquaredError]\n" : isBinary ? "[BinaryCrossEntropy]\n" : "[SoftmaxCrossEntropy]\n");
        text.Append("[AdamW(LearningRate = 1e-3f)]\n");
        text.Append(CultureInfo.InvariantCulture, $"public partial class {ClassName};\n");
        return new NetworkSource(text.ToString());
    }

    private static int HiddenLayers(NetworkSize size) => size switch { NetworkSize.Small => 1, NetworkSize.Medium => 2, _ => 6 };

    // the width at which all layers have so many parameters together: a w^2 + b w = budget
    private static int Width(NetworkSize size, int inputs, int outputs, int rows)
    {
        double a = HiddenLayers(size) - 1, b = inputs + outputs + HiddenLayers(size);
        double budget = size == NetworkSize.Small ? rows : 4.0 * rows;
        double width = a == 0 ? budget / b : (Math.Sqrt(b * b + 4 * a * budget) - b) / (2 * a);
        return Math.Clamp((int)width / VectorUnits * VectorUnits, LeastUnits, MostUnits);
    }
}
