namespace DeepTrain;

/// <summary>Ends a fit after so many epochs, while its schedule reckons with all of them: a later trial goes on from
/// there.</summary>
internal sealed class EpochLimit(int epochs) : ICallback
{
    // a trial that was killed behind its last checkpoint has nothing left to train
    public void OnFitBegin(FitContext context) => StopAt(context, context.Epoch);

    public void OnEpochEnd(FitContext context, EpochRecord epoch) => StopAt(context, epoch.Epoch + 1);

    private void StopAt(FitContext context, int done)
    {
        if (done >= epochs)
            context.RequestStop();
    }
}
