using System.Globalization;
using DeepTrain.Gen.Text;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>A legal network drawn at random: its steps as source, to be written as they are or spoiled first.</summary>
internal sealed class RandomNetwork
{
    /// <summary>Names that the emitted code might want for itself, or might not survive.</summary>
    private static readonly string[] NastyNames =
    [
        "fc", "class", "s", "x", "w", "row", "rows", "sum", "max", "label", "target", "factor", "_", "größe", "gradient",
        "kernels", "state", "event", "value", "field", "await", "var", "d", "z", "t", "scale", "loss", "predict", "threads",
        "rate", "next", "mean", "v",
    ];

    private static readonly string[] Activations =
        ["Sigmoid", "Tanh", "ReLU", "LeakyReLU", "PReLU", "RReLU", "ELU", "SELU", "Softplus", "Swish", "GELU"];

    private static readonly string[] Inits = Enum.GetNames<Init>();

    private readonly Random _random;
    private readonly Queue<string> _names;

    public RandomNetwork(Random random, string className)
    {
        _random = random;
        ClassName = className;
        string[] names = [.. NastyNames];
        random.Shuffle(names);
        _names = new Queue<string>(names);

        IsImage = Chance(0.35);
        int height = Next(1, 9), width = Next(1, 9);
        Steps = [IsImage ? $"Input({Next(1, 3)}, {height}, {width})" : $"Input({Next(1, 70)})"];
        if (IsImage)
            AddImageLayers(height, width);
        AddLayers();
        Steps.Add(Loss());
        Steps.Add(Optimizer());
    }

    public string ClassName { get; }

    public bool IsImage { get; }

    public List<string> Steps { get; }

    public string Network { get; set; } = "Network";

    public string Header => $"{Pick("public ", "internal ", "sealed ", "")}partial class {ClassName}";

    public string Source => Write(Header);

    public string Write(string header, string body = ";") =>
        $"[{Network}]\n{string.Concat(Steps.Select(step => $"[{step}]\n"))}{header}{body}\n";

    private void AddImageLayers(int height, int width)
    {
        for (int count = Next(1, 3); count > 0; count--)
        {
            if (Chance(0.3))
            {
                Steps.Add(Elementwise(canBePerUnit: false));
                continue;
            }

            int kernel = Next(1, Math.Min(3, Math.Min(height, width))), stride = Next(1, 2);
            bool isSame = false;
            string kind = Pick("Conv2D", "Conv2D", "MaxPool2D", "AveragePool2D");
            if (kind == "Conv2D")
            {
                isSame = Chance(0.4);
                Steps.Add(Layer(
                    kind, $"{Next(1, 9)}, {kernel}", $"Stride = {stride}", isSame ? "Padding = Padding.Same" : "", Maybe("Bias = false"),
                    Maybe($"Init = Init.{Pick(Inits)}"), Maybe($"L2 = {Number(0, 0.1)}"), Maybe($"MaxNorm = {Number(0, 4)}")));
            }
            else
                Steps.Add(Layer(kind, $"{kernel}", $"Stride = {stride}"));
            (height, width) = (Of(height), Of(width));

            int Of(int size) => isSame ? (size + stride - 1) / stride : (size - kernel) / stride + 1;
        }

        if (Chance(0.3))
            Steps.Add(Layer("GlobalAveragePool2D"));
        Steps.Add(Layer("Flatten"));
    }

    private void AddLayers()
    {
        for (int count = Next(1, 6); count > 0; count--)
        {
            Steps.Add(_random.Next(6) switch
            {
                0 or 1 => Linear(),
                2 => Layer("BatchNorm", Maybe($"Momentum = {Number(0, 1)}"), Maybe($"Epsilon = {Number(1e-6, 1)}")),
                3 => Layer(Pick("Softmax", "Flatten")),
                _ => Elementwise(canBePerUnit: true),
            });
        }
    }

    private string Elementwise(bool canBePerUnit)
    {
        string name = Pick([.. Activations, "Dropout", "AlphaDropout"]);
        return name switch
        {
            "Dropout" or "AlphaDropout" => Layer(name, Pick("0f", Number(0, 0.99))),
            "LeakyReLU" => Layer(name, Maybe(Number(-0.5, 2))),
            "PReLU" => Layer(name, Maybe(Number(-0.5, 2)), canBePerUnit ? Maybe("PerUnit = true") : ""),
            "ELU" => Layer(name, Maybe(Number(0, 2))),
            "RReLU" => Layer(name, Maybe($"{Number(-1, 0.1)}, {Number(0.1, 1)}")),
            _ => Layer(name),
        };
    }

    private string Linear()
    {
        string kind = Pick("Dense", "Dense", "Maxout");
        string size = Next(1, 70).ToString(CultureInfo.InvariantCulture);
        if (kind == "Maxout" && Chance(0.7))
            size += $", {Next(2, 5)}";
        return Layer(
            kind, size,
            Maybe($"Init = Init.{Pick(Inits)}"), Maybe($"InitScale = {Number(0, 2)}"),
            Maybe("Bias = false"), Maybe($"BiasInit = {Number(-1, 1)}"),
            Maybe($"L1 = {Number(0, 0.1)}"), Maybe($"L2 = {Number(0, 0.1)}"), Maybe($"MaxNorm = {Number(0, 4)}"));
    }

    private string Loss() => Pick(
        "MeanSquaredError", "MeanAbsoluteError", "Huber", $"Huber({Number(0.1, 3)})",
        "BinaryCrossEntropy", "SoftmaxCrossEntropy", "SoftmaxCrossEntropy");

    private string Optimizer()
    {
        string kind = Pick("SGD", "AdaGrad", "RMSProp", "Adam", "AdamW", "Nadam");
        string[] own = kind switch
        {
            "SGD" => Chance(0.3)
                ? [$"Momentum = {Number(0.1, 0.9)}", "Nesterov = true"]
                : [Maybe($"Momentum = {Number(0, 0.9)}"), Maybe($"Dampening = {Number(0, 0.9)}")],
            "AdaGrad" => [Maybe($"LearningRateDecay = {Number(0, 1)}"), Maybe($"InitialAccumulator = {Number(0, 1)}")],
            "RMSProp" => [Maybe($"Alpha = {Number(0, 1)}"), Maybe($"Momentum = {Number(0, 0.9)}"), Maybe("Centered = true")],
            _ =>
            [
                Maybe($"Beta1 = {Number(0, 0.99)}"), Maybe($"Beta2 = {Number(0, 0.99)}"),
                kind == "Nadam" ? Maybe("MomentumDecay = 0.1f") : "",
            ],
        };
        return Attribute(kind, [
            .. own,
            Maybe($"LearningRate = {Number(0, 1)}"),
            Maybe($"WeightDecay = {Number(0, 0.1)}"),
            Maybe($"ClipNorm = {Number(0, 5)}")]);
    }

    private string Layer(string kind, params string[] arguments) =>
        Attribute(kind, [.. arguments, Chance(0.15) ? $"Name = \"{_names.Dequeue()}\"" : ""]);

    private static string Attribute(string kind, string[] arguments)
    {
        string given = string.Join(", ", arguments.Where(argument => argument.Length > 0));
        return given.Length == 0 ? kind : $"{kind}({given})";
    }

    private string Number(double from, double to) => CSharpLiteral.Of((float)(from + (_random.NextDouble() * (to - from))));

    private string Maybe(string text) => Chance(0.3) ? text : "";

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private int Next(int from, int to) => _random.Next(from, to + 1);

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];
}
