namespace DeepTrain;

/// <summary>What lies beyond an image's edge when it is turned, moved or made smaller.</summary>
public enum EdgePolicy
{
    /// <summary>The image again, mirrored at its edge: <c>c b a | a b c | c b a</c>.</summary>
    Reflect,

    /// <summary>The pixel at the edge: <c>a a a | a b c | c c c</c>.</summary>
    Replicate,

    /// <summary>A constant, 0 if nothing else is said.</summary>
    Constant,
}
