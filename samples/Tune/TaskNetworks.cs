using DeepTrain;

/// <summary>Wines by a small network whose regularisation counts.</summary>
[Network]
[Input(13)]
[Dense(24, L2 = 1e-2f)] [Tanh] [Dense(3, L2 = 1e-2f)]
[SoftmaxCrossEntropy]
[SGD(Momentum = 0.9f)]
internal partial class WineNet;

/// <summary>Arms of a spiral.</summary>
[Network]
[Input(2)]
[Dense(32, L2 = 1e-3f)] [ReLU] [Dense(32, L2 = 1e-3f)] [ReLU] [Dense(3, L2 = 1e-3f)]
[SoftmaxCrossEntropy]
[Adam]
internal partial class SpiralNet;
