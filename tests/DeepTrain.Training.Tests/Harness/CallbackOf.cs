namespace DeepTrain.Training.Tests;

/// <summary>A callback of a test's own.</summary>
internal sealed class CallbackOf : ICallback
{
    public Action<FitContext>? Begin { get; init; }

    public Action<FitContext, float>? Batch { get; init; }

    public Action<FitContext, EpochRecord>? Epoch { get; init; }

    public Action<FitContext, FitResult>? End { get; init; }

    public void OnFitBegin(FitContext context) => Begin?.Invoke(context);

    public void OnBatchEnd(FitContext context, float loss) => Batch?.Invoke(context, loss);

    public void OnEpochEnd(FitContext context, EpochRecord epoch) => Epoch?.Invoke(context, epoch);

    public void OnFitEnd(FitContext context, FitResult result) => End?.Invoke(context, result);
}
