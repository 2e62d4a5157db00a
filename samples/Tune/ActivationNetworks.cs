using DeepTrain;

// the compiler advises against sigmoids as the course does; here both are held against a measurement
#pragma warning disable DTG201, DTG205, DTG207
/// <summary>Saturates to both sides, and is never 0 on average.</summary>
[Network]
[Input(13)]
[Dense(16)] [Sigmoid] [Dense(16)] [Sigmoid] [Dense(16)] [Sigmoid] [Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.05f)]
internal partial class SigmoidNet;
#pragma warning restore DTG201, DTG205, DTG207

/// <summary>Saturates to both sides around 0.</summary>
[Network]
[Input(13)]
[Dense(16)] [Tanh] [Dense(16)] [Tanh] [Dense(16)] [Tanh] [Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.05f)]
internal partial class TanhNet;

/// <summary>Saturates to one side only, where it may die.</summary>
[Network]
[Input(13)]
[Dense(16)] [ReLU] [Dense(16)] [ReLU] [Dense(16)] [ReLU] [Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.05f)]
internal partial class ReluNet;

/// <summary>Never saturates and never dies.</summary>
[Network]
[Input(13)]
[Dense(16)] [LeakyReLU] [Dense(16)] [LeakyReLU] [Dense(16)] [LeakyReLU] [Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.05f)]
internal partial class LeakyReluNet;

/// <summary>Smooth, and nearer to 0 on average.</summary>
[Network]
[Input(13)]
[Dense(16)] [ELU] [Dense(16)] [ELU] [Dense(16)] [ELU] [Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.05f)]
internal partial class EluNet;
