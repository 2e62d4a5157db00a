namespace DeepTrain.Gen.Model;

/// <summary>The values of <c>DeepTrain.Padding</c>, in its order.</summary>
internal enum Padding
{
    Valid,
    Same,
}
