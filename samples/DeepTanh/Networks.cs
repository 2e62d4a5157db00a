using System.Diagnostics.CodeAnalysis;
using DeepTrain;

// Five networks that differ in activation and initial weights only. SuppressMessage silences what the compiler says of them,
// so that this project builds; CompilerSays quotes it.

/// <summary>Tanh, and weights so small that every layer loses most of the signal.</summary>
[Network]
[Input(500)]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 0.01f)] [Tanh]
[Dense(10, Init = Init.Normal, InitScale = 0.01f)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 3e-4f)]
[SuppressMessage("DeepTrain", "DTG103", Justification = "the signal that fades is what this network shows")]
public partial class SmallTanh
{
    /// <summary>The compiler's messages about this network.</summary>
    public static readonly string[] CompilerSays =
    [
        "DTG103: n Var(w) of 'dense1' is 0.05, but Tanh needs 1: the signal falls from std 1 at the input to 0.00238 at "
        + "'dense4', and the weights of 'dense1' get a gradient of 3.24e-9. Use InitScale = 0.045f.",
    ];
}

/// <summary>Tanh, and weights so large that nearly every unit is saturated.</summary>
[Network]
[Input(500)]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(500, Init = Init.Normal, InitScale = 1f)] [Tanh]
[Dense(10, Init = Init.Normal, InitScale = 1f)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 3e-4f)]
[SuppressMessage("DeepTrain", "DTG104", Justification = "the saturated units are what this network shows")]
[SuppressMessage("DeepTrain", "DTG504", Justification = "nothing is trained here, so nothing needs clipping")]
public partial class LargeTanh
{
    /// <summary>The compiler's messages about this network.</summary>
    public static readonly string[] CompilerSays =
    [
        "DTG104: n Var(w) of 'dense1' is 500, but Tanh needs 1: 92% of 'dense1' are saturated, the outputs have std 22, and "
        + "the loss is predicted to start at 33.8 where knowing nothing costs 2.3. Use InitScale = 0.045f. "
        + "This also explains DTG203 (The gradient explodes), DTG204 (Most units are saturated), DTG405 (The loss starts above that of "
        + "knowing nothing).",
        "DTG504: The weights of 'dense1' are predicted to get a gradient of 1940, those of 'dense11' one of 0.0521, and "
        + "ClipNorm is off. Use ClipNorm = 1f.",
    ];
}

/// <summary>Tanh with the weights that Glorot and Bengio (2010) derived for it.</summary>
[Network]
[Input(500)]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(500, Init = Init.GlorotNormal)] [Tanh]
[Dense(10, Init = Init.GlorotNormal)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 3e-4f)]
public partial class XavierTanh
{
    /// <summary>The compiler's messages about this network.</summary>
    public static readonly string[] CompilerSays = [];
}

/// <summary>ReLU with the weights that are right for tanh.</summary>
[Network]
[Input(500)]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(500, Init = Init.GlorotNormal)] [ReLU]
[Dense(10, Init = Init.GlorotNormal)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 3e-4f)]
[SuppressMessage("DeepTrain", "DTG105", Justification = "the wrong init is what this network shows")]
public partial class XavierReLU
{
    /// <summary>The compiler's messages about this network.</summary>
    public static readonly string[] CompilerSays =
    [
        "DTG105: GlorotNormal before ReLU multiplies the std of the signal by 0.707 in each of 10 layers, 0.0312 in all; "
        + "He's init keeps it. Use Init.Auto and a learning rate of 0.0057f.",
    ];
}

/// <summary>ReLU with the weights that He, Zhang, Ren and Sun (2015) derived for it.</summary>
[Network]
[Input(500)]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(500, Init = Init.HeNormal)] [ReLU]
[Dense(10, Init = Init.HeNormal)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 3e-4f)]
public partial class HeReLU
{
    /// <summary>The compiler's messages about this network.</summary>
    public static readonly string[] CompilerSays = [];
}
