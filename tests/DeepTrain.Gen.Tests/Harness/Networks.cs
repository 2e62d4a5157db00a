namespace DeepTrain.Gen.Tests.Harness;

/// <summary>Sources that many tests start from.</summary>
internal static class Networks
{
    public const string Digits = """
        [Network]
        [Input(64)]
        [Dense(32)]
        [BatchNorm]
        [ReLU]
        [Dropout(0.2f)]
        [Dense(10)]
        [SoftmaxCrossEntropy]
        [Adam(LearningRate = 1e-3f)]
        public partial class Digits;
        """;

    /// <summary>A network with these layers between four inputs and a squared error.</summary>
    public static string WithLayers(string layers) => WithSteps($"[Input(4)] {layers} [MeanSquaredError] [SGD]");

    public static string WithSteps(string steps) => $"[Network] {steps} public partial class Net;";

    /// <summary>A valid network whose class has these members.</summary>
    public static string WithMembers(string members, string header = "public partial class Net") =>
        $$"""[Network] [Input(4)] [Dense(2)] [MeanSquaredError] [SGD] {{header}} { {{members}} }""";

    /// <summary>The class, nothing more: what a test of declarations varies is around it.</summary>
    public static string WithHeader(string header) => $"[Network] [Input(4)] [Dense(2)] [MeanSquaredError] [SGD] {header};";
}
