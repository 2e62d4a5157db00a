// bad on purpose: the compiler says so, and the checks have to find it by measuring
#pragma warning disable DTG104, DTG109, DTG204, DTG205, DTG206, DTG405, DTG501, DTG502, DTG505

namespace DeepTrain.Training.Tests.Checking;

/// <summary>He weights, ReLU: good; its first loss is 1.3 ln 10.</summary>
[Network]
[Input(64)]
[Dense(64, Init = Init.HeNormal)]
[ReLU]
[Dense(10, Init = Init.HeNormal)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 3e-3f)]
internal partial class HeDigits;

/// <summary>Batch norm and dropout, L2 and L1.</summary>
[Network]
[Input(8)]
[Dense(24, L2 = 1e-3f, L1 = 1e-4f)]
[BatchNorm]
[ReLU]
[Dropout(0.4f)]
[Dense(3, L2 = 1e-3f)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f)]
internal partial class Noisy;

/// <summary>A penalty that outweighs all else.</summary>
[Network]
[Input(8)]
[Dense(16, L2 = 10f)]
[Tanh]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.05f)]
internal partial class Shrinking;

/// <summary>Half of its units never fire.</summary>
[Network]
[Input(8)]
[Dense(64, BiasInit = -3.2f)]
[ReLU]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f)]
internal partial class BornDead;

/// <summary>Units at the ends of their range.</summary>
[Network]
[Input(8)]
[Dense(64, Init = Init.Normal, InitScale = 10)]
[Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f)]
internal partial class Saturated;

/// <summary>A rate at which nothing is learnt.</summary>
[Network]
[Input(8)]
[Dense(16)]
[Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 1e-5f)]
internal partial class Slow;

/// <summary>Every loss on numbers, with kinks and random slopes.</summary>
[Network]
[Input(8)]
[Maxout(12, 3)]
[Dense(10)]
[PReLU]
[Dense(10)]
[RReLU]
[AlphaDropout(0.1f)]
[Dense(2)]
[Huber(0.5f)]
[SGD(LearningRate = 0.05f)]
internal partial class Kinks;

/// <summary>Absolute errors.</summary>
[Network]
[Input(8)]
[Dense(12)]
[Swish]
[Dense(2)]
[MeanAbsoluteError]
[Adam(LearningRate = 0.01f)]
internal partial class Absolute;

/// <summary>Images, per filter.</summary>
[Network]
[Input(1, 6, 6)]
[Conv2D(4, 3)]
[BatchNorm]
[ReLU]
[MaxPool2D(2)]
[Flatten]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f)]
internal partial class Pictures;
