namespace DeepTrain;

/// <summary>What a dataset may be used for, as a split has marked it.</summary>
public enum DatasetPart
{
    /// <summary>It has not been split.</summary>
    Whole,

    /// <summary>To train on, and to fit preprocessing on.</summary>
    Training,

    /// <summary>To choose between networks, and to stop early.</summary>
    Validation,

    /// <summary>To be looked at once, at the end.</summary>
    Test,
}
