namespace DeepTrain;

/// <summary>What a check has found.</summary>
public enum CheckVerdict
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It does not concern this network or these rows; the result says why.</summary>
    Skipped,

    /// <summary>Worth knowing; training works all the same.</summary>
    Note,

    /// <summary>Training will suffer from it.</summary>
    Warning,

    /// <summary>Training cannot work before it is mended.</summary>
    Failed,
}
