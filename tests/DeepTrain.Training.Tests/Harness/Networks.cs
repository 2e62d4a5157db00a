namespace DeepTrain.Training.Tests;

/// <summary>Classes, with all that training mode does otherwise than inference.</summary>
[Network]
[Input(8)]
[Dense(24)]
[BatchNorm]
[ReLU]
[Dropout(0.2f)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f)]
internal partial class Classifier;

/// <summary>Classes, with nothing random.</summary>
[Network]
[Input(8)]
[Dense(16)]
[Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.1f)]
internal partial class PlainClassifier;

/// <summary>Numbers, with a penalty.</summary>
[Network]
[Input(8)]
[Dense(16, L2 = 0.01f)]
[Tanh]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.05f)]
internal partial class Regressor;

/// <summary>Yes or no.</summary>
[Network]
[Input(8)]
[Dense(8)]
[Tanh]
[Dense(1)]
[BinaryCrossEntropy]
[SGD(LearningRate = 0.1f)]
internal partial class Decider;

/// <summary>Several times yes or no.</summary>
[Network]
[Input(8)]
[Dense(8)]
[Tanh]
[Dense(4)]
[BinaryCrossEntropy]
[SGD(LearningRate = 0.1f)]
internal partial class Tagger;

/// <summary>The size of a classifier of MNIST.</summary>
[Network]
[Input(784)]
[Dense(128)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
internal partial class Mnist;
