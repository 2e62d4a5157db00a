namespace DeepTrain.Interruptions;

/// <summary>Whatever a step can leave behind: masks, moving averages, moments.</summary>
[Network]
[Input(8)]
[Dense(24)]
[BatchNorm]
[ReLU]
[Dropout(0.2f)]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam(LearningRate = 0.01f)]
public partial class Interrupted;
