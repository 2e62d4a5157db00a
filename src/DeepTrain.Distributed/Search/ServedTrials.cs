namespace DeepTrain;

/// <summary>
/// Rank 0's part: the trials are its own, and a thread hands them out to all other ranks. A rank of which nothing is heard
/// for the communicator's time-out is given up, and its trials are anybody's; should it come back, what it has done counts
/// all the same.
/// </summary>
internal sealed class ServedTrials : IRankTrials
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    private readonly Communicator _communicator;
    private readonly TrialDesk _desk;
    private readonly Client[] _clients;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;
    private volatile bool _isLeaving;
    private volatile string? _failure;

    public ServedTrials(Communicator communicator, TrialDesk desk)
    {
        (_communicator, _desk) = (communicator, desk);
        _clients = [.. Enumerable.Range(1, communicator.Size - 1).Select(
            rank => new Client(rank, communicator.OpenChannel(rank)))];
        _serving = Task.Factory.StartNew(
            Serve, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public CancellationToken Ended => _ending.Token;

    public Exception? Failure { get; private set; }

    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity) => _desk.Open(identity);

    public IDisposable? TryClaim(int number) =>
        _desk.TryClaim(number, rank: 0) ? new TrialClaim(() => _desk.Release(number, rank: 0)) : null;

    public void Publish(TrialResult result) => _desk.Publish(result);

    public IReadOnlyList<TrialResult> Read() => [.. _desk.ReadFrom(0).OrderBy(result => result.Number)];

    // who hears of it may have to wait: not on the thread that serves
    public void Cancel() => _ = _ending.CancelAsync();

    public async Task LeaveAsync(Exception? failure)
    {
        if (failure != null)
            _failure = $"Rank 0 has failed: {failure.GetType().Name}: {failure.Message}";
        _isLeaving = true;
        await _serving.ConfigureAwait(false);
        if (_clients.Any(client => client.IsLost))
            _communicator.GoOnWithoutSome();
        foreach (Client client in _clients)
            client.Channel.Dispose();
        _desk.Dispose();
    }

    // the search is over; others may still need what there is
    public void Dispose()
    {
    }

    private void Serve()
    {
        try
        {
            while (!_isLeaving || _clients.Any(client => !client.HasLeft && !client.IsLost))
            {
                bool isIdle = true;
                foreach (Client client in _clients)
                    isIdle &= !Serve(client);
                if (isIdle)
                    Thread.Sleep(s_pause);
            }
        }
        // the communicator as a whole is of no use any more: the search ends here too
        catch (Exception failure)
        {
            Failure = failure;
            Cancel();
        }
    }

    // Whether there was something to do.
    private bool Serve(Client client)
    {
        if (client.HasLeft)
            return false;
        try
        {
            if (client.Channel.TryReceive() is { } bytes)
            {
                client.Hear();
                client.Channel.Send(Reply(client, TrialMessage.Read(bytes)).ToBytes());
                return true;
            }
        }
        // this rank's connection is broken, not all of them
        catch (DistributedException broken) when (broken.Ranks.SequenceEqual([client.Rank]))
        {
            client.HasLeft = true;
            Lose(client);
        }
        if (!client.IsLost && client.Silence > _communicator.Timeout)
            Lose(client);
        return false;
    }

    private void Lose(Client client)
    {
        client.IsLost = true;
        _desk.ReleaseAll(client.Rank);
    }

    private TrialMessage Reply(Client client, TrialMessage message)
    {
        if ((TrialRequest)message.Kind is TrialRequest.Alive or TrialRequest.Leave && message.Number != 0)
            Cancel();
        TrialMessage reply = _failure is { } failure ? TrialMessage.Of(TrialReply.Failed, failure) : Answer(client, message);
        if ((TrialRequest)message.Kind == TrialRequest.Leave)
        {
            _desk.ReleaseAll(client.Rank);
            client.HasLeft = true;
        }
        bool lacksSome = _clients.Any(other => other.IsLost);
        return reply with { Number = (_ending.IsCancellationRequested ? 1 : 0) + (lacksSome ? 2 : 0) };
    }

    private TrialMessage Answer(Client client, TrialMessage message)
    {
        switch ((TrialRequest)message.Kind)
        {
            case TrialRequest.Open:
                return _desk.Identity is not { } identity ? TrialMessage.Of(TrialReply.Later)
                    : TrialIdentity.Difference(identity, message.Text, client.Rank) is { } difference
                        ? TrialMessage.Of(TrialReply.Differs, difference) : TrialMessage.Of(TrialReply.Done);
            case TrialRequest.Claim:
                return TrialMessage.Of(_desk.TryClaim(message.Number, client.Rank) ? TrialReply.Done : TrialReply.Taken);
            case TrialRequest.Release:
                _desk.Release(message.Number, client.Rank);
                return TrialMessage.Of(TrialReply.Done);
            case TrialRequest.Publish:
                try
                {
                    _desk.Publish(TrialResult.FromJson(message.Text));
                    return TrialMessage.Of(TrialReply.Done);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
                {
                    return TrialMessage.Of(TrialReply.NotWritten, failure.Message);
                }
            case TrialRequest.Read:
                return TrialMessage.Of(
                    TrialReply.Done, string.Join('\n', _desk.ReadFrom(message.Number).Select(result => result.ToJson())));
            default:
                return TrialMessage.Of(TrialReply.Done);
        }
    }

    private sealed class Client(int rank, IRankChannel channel)
    {
        private long _heard = Environment.TickCount64;

        public int Rank { get; } = rank;

        public IRankChannel Channel { get; } = channel;

        /// <summary>Whether it asks for nothing more.</summary>
        public bool HasLeft { get; set; }

        /// <summary>Whether it is not there any more, as far as anybody knows.</summary>
        public bool IsLost { get; set; }

        public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - _heard);

        public void Hear() => (_heard, IsLost) = (Environment.TickCount64, false);
    }
}
