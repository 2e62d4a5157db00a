using DeepTrain.Gen.Signal;
using DeepTrain.Gen.Signal.Functions;

namespace DeepTrain.Gen.Tests.Signal;

/// <summary>Activation functions by the names that the data files use.</summary>
internal static class NamedFunction
{
    public static readonly string[] Names =
        ["linear", "sigmoid", "tanh", "relu", "leaky", "prelu", "elu", "selu", "softplus", "swish", "gelu"];

    public static ActivationFunction Create(string name, double? parameter = null) => name switch
    {
        "linear" => new LinearFunction(),
        "sigmoid" => new SigmoidFunction(),
        "tanh" => new TanhFunction(),
        "relu" => new ReluFunction(),
        "leaky" => new LeakyReluFunction(parameter ?? 0.01),
        "prelu" => new LeakyReluFunction(parameter ?? 0.25),
        "elu" => new EluFunction(parameter ?? 1),
        "selu" => new SeluFunction(),
        "softplus" => new SoftplusFunction(),
        "swish" => new SwishFunction(),
        "gelu" => new GeluFunction(),
        _ => throw new ArgumentException(name),
    };
}
