namespace DeepTrain.Benchmarks.Predictor;

/// <summary>
/// A part of the judge that the compiler consults, as it is trained. Units and weight decay were chosen by cross-validation on
/// the tuning networks.
/// </summary>
[Network]
[Input(20)]
[Dense(16, Init = Init.GlorotNormal, L2 = 6e-4f)]
[Tanh]
[Dense(1, Init = Init.GlorotNormal, L2 = 6e-4f)]
[BinaryCrossEntropy]
[Adam(LearningRate = 0.01f)]
internal partial class JudgeNetwork;
