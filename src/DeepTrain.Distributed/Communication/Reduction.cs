namespace DeepTrain;

/// <summary>What becomes of the numbers of all ranks.</summary>
public enum Reduction
{
    /// <summary>They are added up.</summary>
    Sum,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,
}
