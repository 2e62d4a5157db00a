namespace DeepTrain.Distributed.Ranks;

/// <summary>Whatever a step can leave behind: masks, moving averages, moments, a clipped gradient, a penalty.</summary>
[Network]
[Input(8)]
[Dense(24, L2 = 1e-3f)]
[BatchNorm]
[ReLU]
[Dropout(0.2f)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f, ClipNorm = 0.5f)]
public partial class Small;

/// <summary>Enough numbers to be summed in slices.</summary>
[Network]
[Input(8)]
[Dense(256)]
[BatchNorm]
[Tanh]
[Dense(160)]
[Dropout(0.1f)]
[Dense(2)]
[MeanSquaredError]
[SGD(LearningRate = 0.02f, Momentum = 0.9f)]
public partial class Wide;
