using DeepTrain;

namespace DeepTrain.Misuse;

/// <summary>More classes than go through lanes, so that a label is an index; small, so that a race is won often.</summary>
[Network]
[Input(6)] [Dense(20)] [BatchNorm] [ReLU] [Dropout(0.2f)] [Dense(30)] [SoftmaxCrossEntropy] [Adam]
public partial class Small;

/// <summary>Steps that threads share.</summary>
[Network]
[Input(300)] [Dense(260)] [ReLU] [Dense(200)] [Tanh] [Dense(40)] [SoftmaxCrossEntropy] [Adam]
public partial class Shared;

/// <summary>One number in, one out, 0 for 0.</summary>
[Network]
[Input(1)] [Dense(1)] [MeanSquaredError] [SGD]
public partial class Line;
