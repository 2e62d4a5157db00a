namespace DeepTrain;

/// <summary>What a curve says about the learning rate.</summary>
public enum RateVerdict
{
    /// <summary>There is too little to go by, or something else is wrong.</summary>
    Unknown,

    /// <summary>The loss falls, but would fall faster with a higher one.</summary>
    TooLow,

    /// <summary>The loss falls quickly, and goes on falling or has arrived.</summary>
    Good,

    /// <summary>The loss explodes, jumps, or stays far above what a lower one reaches.</summary>
    TooHigh,
}
