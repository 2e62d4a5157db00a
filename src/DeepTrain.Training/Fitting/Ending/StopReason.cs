namespace DeepTrain;

/// <summary>Why a fit has ended.</summary>
public enum StopReason
{
    /// <summary>All epochs or steps are done.</summary>
    Completed,

    /// <summary>What <see cref="EarlyStopping"/> watches has not improved for as long as it waits.</summary>
    EarlyStopping,

    /// <summary>The token was cancelled.</summary>
    Cancelled,

    /// <summary>A batch had a loss of NaN or infinity.</summary>
    NotFinite,

    /// <summary>The smoothed loss rose above <see cref="FitOptions.DivergenceFactor"/> times the initial one.</summary>
    Diverged,

    /// <summary>A callback called <see cref="FitContext.RequestStop"/>.</summary>
    Requested,
}
