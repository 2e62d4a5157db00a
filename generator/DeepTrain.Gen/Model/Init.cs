namespace DeepTrain.Gen.Model;

/// <summary>The values of <c>DeepTrain.Init</c>, in its order.</summary>
internal enum Init
{
    Auto,
    Zeros,
    Constant,
    Normal,
    Uniform,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LeCunNormal,
    LeCunUniform,
    Orthogonal,
}
