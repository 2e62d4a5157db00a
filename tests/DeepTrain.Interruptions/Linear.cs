namespace DeepTrain.Interruptions;

/// <summary>No more than a product.</summary>
[Network]
[Input(8)]
[Dense(3)]
[SoftmaxCrossEntropy]
[SGD(LearningRate = 0.01f)]
public partial class Linear;
