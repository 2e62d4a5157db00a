using System.Diagnostics;
using System.Globalization;

namespace DeepTrain.Interruptions;

/// <summary>Kills its own process at a place of the fit. Its state is a count of batches, which a resumed fit has to go on
/// with.</summary>
/// <param name="place">begin, batch:n (after n batches in all), epoch:n (after n epochs), save:n (within the n-th save),
/// never.</param>
internal sealed class Killer(string place) : IStatefulCallback
{
    private readonly string _kind = place.Split(':')[0];
    private readonly long _at = place.Contains(':') ? long.Parse(place.Split(':')[1], CultureInfo.InvariantCulture) : 0;
    private long _saves;

    public long Batches { get; private set; }

    public string StateKey => "killer";

    public string SaveState()
    {
        KillIf("save", ++_saves);
        return Batches.ToString(CultureInfo.InvariantCulture);
    }

    public void RestoreState(string state) => Batches = long.Parse(state, CultureInfo.InvariantCulture);

    public void OnFitBegin(FitContext context) => KillIf("begin", 0);

    public void OnBatchEnd(FitContext context, float loss)
    {
        Batches++;
        KillIf("batch", Batches);
    }

    public void OnEpochEnd(FitContext context, EpochRecord epoch) => KillIf("epoch", epoch.Epoch + 1);

    private void KillIf(string kind, long number)
    {
        if (_kind != kind || number != _at)
            return;
        // SIGKILL: nothing runs any more, no finally and no finalizer
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
