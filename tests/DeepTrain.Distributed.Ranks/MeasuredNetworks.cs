namespace DeepTrain.Distributed.Ranks;

/// <summary>Network a of the benchmarks: a controller.</summary>
[Network]
[Input(2)]
[Dense(16)]
[Tanh]
[Dense(1)]
[MeanSquaredError]
[Adam]
public partial class NetworkA;

/// <summary>Network b of the benchmarks: pictures of digits.</summary>
[Network]
[Input(784)]
[Dense(128)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkB;

/// <summary>Network c of the benchmarks: half a million parameters.</summary>
[Network]
[Input(784)]
[Dense(512)]
[BatchNorm]
[ReLU]
[Dropout(0.5f)]
[Dense(256)]
[BatchNorm]
[ReLU]
[Dropout(0.5f)]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkC;

/// <summary>The network of the benchmarks for pictures of CIFAR's size.</summary>
[Network]
[Input(3, 32, 32)]
[Conv2D(32, 3, Padding = Padding.Same)]
[BatchNorm]
[ReLU]
[Conv2D(32, 3, Padding = Padding.Same)]
[BatchNorm]
[ReLU]
[MaxPool2D(2)]
[Conv2D(64, 3, Padding = Padding.Same)]
[BatchNorm]
[ReLU]
[Conv2D(64, 3, Padding = Padding.Same)]
[BatchNorm]
[ReLU]
[MaxPool2D(2)]
[Flatten]
[Dense(128)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[SGD]
public partial class NetworkCifar;
