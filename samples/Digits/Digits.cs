using DeepTrain;

/// <summary>Reads a handwritten digit: 64 pixels in, ten probabilities out.</summary>
[Network]
[Input(64)]
[Dense(256)]
[BatchNorm]
[ReLU]
[Dropout(0.4f)]
[Dense(128)]
[BatchNorm]
[ReLU]
[Dropout(0.4f)]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 3e-3f)]
public partial class Digits;
