namespace DeepTrain;

/// <summary>
/// Whether a fit is to end before its time. Processes that train together have to end after the same batch, so that a wish
/// of one of them is known to all before it counts: it goes along with the sums of the batch that is under way.
/// </summary>
internal sealed class StopAgreement(FitContext context, IFitGroup? group)
{
    private bool _isCancelled;
    private bool _isStopRequested;

    /// <summary>The token of this process.</summary>
    public CancellationToken Token { get; set; }

    /// <summary>A token for what this process may end on its own.</summary>
    public CancellationToken OwnToken => group == null ? Token : CancellationToken.None;

    public bool IsCancelled => group == null ? Token.IsCancellationRequested : _isCancelled;

    public bool IsStopRequested => group == null ? context.IsStopRequested : _isStopRequested;

    /// <summary>The wishes of this process, as numbers to be added up.</summary>
    public (double Cancellations, double StopRequests) Wishes =>
        (Token.IsCancellationRequested ? 1 : 0, context.IsStopRequested ? 1 : 0);

    /// <summary>Takes the sums of everybody's wishes.</summary>
    public void Take(double cancellations, double stopRequests) =>
        (_isCancelled, _isStopRequested) = (_isCancelled || cancellations > 0, _isStopRequested || stopRequests > 0);

    /// <summary>Asks everybody, where there is no batch to go along with.</summary>
    public void Meet()
    {
        if (group == null)
            return;
        (double cancellations, double stopRequests) = Wishes;
        byte[] all = new byte[2 * group.Size];
        group.Gather([(byte)cancellations, (byte)stopRequests], all);
        for (int next = 0; next < all.Length; next += 2)
            Take(all[next], all[next + 1]);
    }
}
