namespace DeepTrain.Benchmarks.Accuracy;

// scikit-learn's MLPClassifier as it comes: 100 ReLU units, Glorot's uniform weights, Adam at 0.001

[Network]
[Input(4)]
[Dense(100, Init = Init.GlorotUniform)]
[ReLU]
[Dense(3, Init = Init.GlorotUniform)]
[SoftmaxCrossEntropy]
[Adam]
public partial class IrisNetwork;

[Network]
[Input(13)]
[Dense(100, Init = Init.GlorotUniform)]
[ReLU]
[Dense(3, Init = Init.GlorotUniform)]
[SoftmaxCrossEntropy]
[Adam]
public partial class WineNetwork;

[Network]
[Input(30)]
[Dense(100, Init = Init.GlorotUniform)]
[ReLU]
[Dense(1, Init = Init.GlorotUniform)]
[BinaryCrossEntropy]
[Adam]
public partial class BreastCancerNetwork;

[Network]
[Input(64)]
[Dense(100, Init = Init.GlorotUniform)]
[ReLU]
[Dense(10, Init = Init.GlorotUniform)]
[SoftmaxCrossEntropy]
[Adam]
public partial class DigitsNetwork;
