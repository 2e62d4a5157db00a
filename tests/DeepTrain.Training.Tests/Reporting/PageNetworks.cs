// too deep to train, which is of no interest here
#pragma warning disable DTG103, DTG201, DTG202, DTG205, DTG503, DTG601, DTG602

namespace DeepTrain.Training.Tests.Pages;

/// <summary>More classes than a page shows.</summary>
[Network]
[Input(8)] [Dense(16)] [Tanh] [Dense(300)] [SoftmaxCrossEntropy] [Adam]
internal partial class Wide;

/// <summary>More layers than a page shows.</summary>
[Network]
[Input(8)]
[Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh]
[Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh]
[Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh]
[Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh] [Dense(8)] [Tanh]
[Dense(300)] [SoftmaxCrossEntropy] [Adam]
internal partial class Deep;

/// <summary>Pictures of the size that a page shows them in.</summary>
[Network]
[Input(3, 64, 64)] [GlobalAveragePool2D] [Dense(3)] [SoftmaxCrossEntropy] [SGD]
internal partial class LargePictures;
