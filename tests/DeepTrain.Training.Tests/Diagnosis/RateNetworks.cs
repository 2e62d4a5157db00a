// no rate of theirs is used: each training is given one
#pragma warning disable DTG501, DTG502

namespace DeepTrain.Training.Tests.Reading;

[Network]
[Input(20)] [Dense(32)] [ReLU] [Dense(10)] [SoftmaxCrossEntropy] [Adam]
internal partial class ReluAdam;

[Network]
[Input(2)] [Dense(32)] [Tanh] [Dense(32)] [Tanh] [Dense(2)] [SoftmaxCrossEntropy] [SGD(Momentum = 0.9f)]
internal partial class TanhMomentum;

[Network]
[Input(4)] [Dense(32)] [Tanh] [Dense(1)] [MeanSquaredError] [Adam]
internal partial class TanhNumbers;

[Network]
[Input(20)] [Dense(32)] [ReLU] [Dense(5)] [SoftmaxCrossEntropy] [SGD]
internal partial class ReluGradient;

[Network]
[Input(20)] [Dense(32)] [BatchNorm] [ReLU] [Dropout(0.3f)] [Dense(10)] [SoftmaxCrossEntropy] [Adam]
internal partial class NormedDropout;

[Network]
[Input(8)] [Dense(16)] [GELU] [Dense(1)] [BinaryCrossEntropy] [RMSProp]
internal partial class Yes;

[Network]
[Input(8)] [Dense(32)] [ReLU] [Dense(3)] [SoftmaxCrossEntropy] [SGD]
internal partial class ReluGradientOf8;
