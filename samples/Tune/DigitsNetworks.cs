using DeepTrain;

/// <summary>One hidden layer of rectified units, the first thing to try.</summary>
[Network]
[Input(64)]
[Dense(48, L2 = 1e-3f)] [ReLU]
[Dense(10, L2 = 1e-3f)]
[SoftmaxCrossEntropy]
[Adam]
internal partial class Rectified;

/// <summary>The same with batch norm between.</summary>
[Network]
[Input(64)]
[Dense(48, L2 = 1e-3f)] [BatchNorm] [ReLU]
[Dense(10, L2 = 1e-3f)]
[SoftmaxCrossEntropy]
[Adam]
internal partial class Normalized;

/// <summary>Two smaller layers that normalise themselves.</summary>
[Network]
[Input(64)]
[Dense(40, L2 = 1e-3f)] [SELU]
[Dense(24, L2 = 1e-3f)] [SELU]
[Dense(10, L2 = 1e-3f)]
[SoftmaxCrossEntropy]
[Adam]
internal partial class SelfNormalizing;
