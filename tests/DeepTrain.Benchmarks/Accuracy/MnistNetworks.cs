namespace DeepTrain.Benchmarks.Accuracy;

/// <summary>One hidden layer of 800 units, as in Simard et al. 2003 (1.6 % test error with cross-entropy).</summary>
[Network(Samples = 55000, BatchSize = 64, Steps = 34000)]
[Input(784)]
[Dense(800)]
[ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[AdamW(LearningRate = 1e-3f, WeightDecay = 0.1f)]
public partial class MnistWide;

/// <summary>
/// Three hidden layers with dropout and max-norm, as in Srivastava et al. 2014 (1.06 %; 1.25 % without max-norm): momentum 0.95 and
/// norms of at most 2 in all layers, as in their appendix B.1.
/// </summary>
#pragma warning disable DTG310 // of dropout's noise at the outputs: these are the paper's settings, and what they reach is measured here
[Network(Samples = 60000, BatchSize = 128, Steps = 37500, InputMean = 0.13f, InputStd = 0.31f)]
[Input(784)]
[Dropout(0.2f)]
[Dense(1024, MaxNorm = 2f)]
[ReLU]
[Dropout(0.5f)]
[Dense(1024, MaxNorm = 2f)]
[ReLU]
[Dropout(0.5f)]
[Dense(1024, MaxNorm = 2f)]
[ReLU]
[Dropout(0.5f)]
[Dense(10, MaxNorm = 2f)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.03f, Momentum = 0.95f)]
public partial class MnistDropout;
#pragma warning restore DTG310
