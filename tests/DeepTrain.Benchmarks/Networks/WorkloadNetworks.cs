namespace DeepTrain.Benchmarks.Networks;

/// <summary>Workload a: small enough that calling it is a part of its cost.</summary>
[Network]
[Input(8)]
[Dense(16)]
[ReLU]
[Dense(16)]
[ReLU]
[Dense(4)]
[MeanSquaredError]
[SGD]
public partial class NetworkA;

/// <summary>Workload b: the classic first classifier of handwritten digits.</summary>
[Network]
[Input(784)]
[Dense(128)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkB;

/// <summary>Workload c: its weights and moments do not fit the second-level cache.</summary>
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

/// <summary>Workload c without batch norm and dropout: what the products and the optimizer cost.</summary>
[Network]
[Input(784)]
[Dense(512)]
[ReLU]
[Dense(256)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkCPlainAdam;

/// <summary>The same with the cheapest optimizer: what the products cost.</summary>
[Network]
[Input(784)]
[Dense(512)]
[ReLU]
[Dense(256)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[SGD]
public partial class NetworkCPlainSGD;

/// <summary>The workload that SimpleChains.jl made known, in epochs of 10,000 rows.</summary>
[Network]
[Input(4)]
[Dense(32)]
[ReLU]
[Dense(16)]
[ReLU]
[Dense(4)]
[MeanSquaredError]
[Adam]
public partial class NetworkChains;

/// <summary>No size is a multiple of a vector's.</summary>
[Network]
[Input(100)]
[Dense(50)]
[Tanh]
[Dense(30)]
[ReLU]
[Dense(7)]
[SoftmaxCrossEntropy]
[Adam]
public partial class NetworkOdd;
