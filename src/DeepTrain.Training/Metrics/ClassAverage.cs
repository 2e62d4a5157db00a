namespace DeepTrain;

/// <summary>How a metric of single classes becomes one of all.</summary>
public enum ClassAverage
{
    /// <summary>The mean over classes, however many rows they have.</summary>
    Macro,

    /// <summary>That of all classes' counts together: rare classes count little.</summary>
    Micro,
}
