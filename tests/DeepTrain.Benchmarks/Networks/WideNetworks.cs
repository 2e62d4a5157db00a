namespace DeepTrain.Benchmarks.Networks;

/// <summary>Weights of half a megabyte each: they stay in the second-level cache.</summary>
[Network]
[Input(512)]
[Dense(512)]
[ReLU]
[Dense(512)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkWide512;

/// <summary>Weights of 4 MB each.</summary>
[Network]
[Input(1024)]
[Dense(1024)]
[ReLU]
[Dense(1024)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkWide1024;

/// <summary>A batch of 128 rows is as large as a second-level cache.</summary>
[Network]
[Input(2000)]
[Dense(2000)]
[ReLU]
[Dense(2000)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkWide2000;

/// <summary>Weights of 64 MB each, in main memory.</summary>
[Network]
[Input(4000)]
[Dense(4000)]
[ReLU]
[Dense(4000)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkWide4000;
