namespace DeepTrain.Tests.Common;

/// <summary>What the inits and activations of the calibration networks, which another framework trained, are called here.</summary>
internal static class CalibrationNames
{
    public static string InitOf(string name) => name switch
    {
        "glorot" => "GlorotNormal",
        "he" => "HeNormal",
        "lecun" => "LeCunNormal",
        _ => char.ToUpperInvariant(name[0]) + name[1..],
    };

    public static string ActivationOf(string name) => name switch
    {
        "relu" => "ReLU",
        "leaky" => "LeakyReLU",
        "selu" or "elu" or "gelu" => name.ToUpperInvariant(),
        _ => char.ToUpperInvariant(name[0]) + name[1..],
    };
}
