namespace DeepTrain.Gen.Layers;

/// <summary>A layer that draws random numbers in training: it has a key of its own for every batch.</summary>
internal interface IRandomLayer;
