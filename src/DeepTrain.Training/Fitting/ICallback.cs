namespace DeepTrain;

/// <summary>Is told how a fit goes on. All calls come from the thread that called <c>Fit</c>.</summary>
/// <remarks>What a method throws ends the fit and is thrown by it.</remarks>
public interface ICallback
{
    /// <summary>Before the first batch, also of a resumed fit: <see cref="FitContext.ResumedAt"/> says so.</summary>
    void OnFitBegin(FitContext context)
    {
    }

    /// <summary>After a batch. Called often: it should allocate nothing and take next to no time.</summary>
    /// <param name="context">The fit.</param>
    /// <param name="loss">The batch's loss before its update, without penalty.</param>
    void OnBatchEnd(FitContext context, float loss)
    {
    }

    /// <summary>After an epoch and its measurements, which are the last of <see cref="FitContext.History"/>.</summary>
    void OnEpochEnd(FitContext context, EpochRecord epoch)
    {
    }

    /// <summary>When the fit has ended, whatever the reason, with the weights restored that it returns.</summary>
    void OnFitEnd(FitContext context, FitResult result)
    {
    }
}

/// <summary>A callback with a state that goes into checkpoints and comes back when the fit is resumed.</summary>
public interface IStatefulCallback : ICallback
{
    /// <summary>What its state is saved under; no two callbacks of a fit may share it.</summary>
    string StateKey { get; }

    /// <summary>Its state as text.</summary>
    string SaveState();

    /// <summary>Takes back what <see cref="SaveState"/> returned, before <see cref="ICallback.OnFitBegin"/>.</summary>
    void RestoreState(string state);
}
