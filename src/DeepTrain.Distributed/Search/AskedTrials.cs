using System.Diagnostics;

namespace DeepTrain;

/// <summary>
/// The part of any rank but 0, which asks rank 0. A thread says that this rank is there while its trials take their time,
/// and hears whether the search is to end.
/// </summary>
internal sealed class AskedTrials : IRankTrials
{
    private static readonly TimeSpan s_pulse = TimeSpan.FromMilliseconds(200);

    private readonly Communicator _communicator;
    private readonly IRankChannel _channel;
    private readonly CancellationTokenSource _ending = new();
    private readonly Thread _pulse;
    private readonly List<TrialResult> _results = [];

    // guards the channel and all below; pulsed at the end
    private readonly object _gate = new();
    private bool _hasLeft;
    private bool _lacksSome;
    private bool _isCancelled;
    private bool _isBroken; // the connection to rank 0

    public AskedTrials(Communicator communicator)
    {
        (_communicator, _channel) = (communicator, communicator.OpenChannel(0));
        _pulse = new Thread(Pulse) { IsBackground = true, Name = "DeepTrain search" };
        _pulse.Start();
    }

    public CancellationToken Ended => _ending.Token;

    public Exception? Failure { get; private set; }

    public void Open(IReadOnlyList<KeyValuePair<string, string>> identity)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            TrialMessage reply = Ask(TrialMessage.Of(TrialRequest.Open, text: TrialIdentity.Text(identity)));
            switch ((TrialReply)reply.Kind)
            {
                case TrialReply.Done:
                    return;
                case TrialReply.Differs:
                    throw new ArgumentException(reply.Text);
            }
            if (Stopwatch.GetElapsedTime(start) > _communicator.Timeout)
                throw Silent("begin the search");
            // rank 0 may have ended before it began
            _ending.Token.ThrowIfCancellationRequested();
            Thread.Sleep(20);
        }
    }

    public IDisposable? TryClaim(int number) =>
        (TrialReply)Ask(TrialMessage.Of(TrialRequest.Claim, number)).Kind == TrialReply.Done
            ? new TrialClaim(() => Release(number)) : null;

    public void Publish(TrialResult result)
    {
        TrialMessage reply = Ask(TrialMessage.Of(TrialRequest.Publish, text: result.ToJson()));
        if ((TrialReply)reply.Kind == TrialReply.NotWritten)
            throw new IOException($"Rank 0 could not keep the result of trial {result.Number}: {reply.Text}");
    }

    public IReadOnlyList<TrialResult> Read()
    {
        lock (_gate)
        {
            string lines = Ask(TrialMessage.Of(TrialRequest.Read, _results.Count)).Text;
            if (lines.Length > 0)
                _results.AddRange(lines.Split('\n').Select(TrialResult.FromJson));
            return [.. _results.OrderBy(result => result.Number)];
        }
    }

    public void Cancel()
    {
        lock (_gate)
        {
            _isCancelled = true;
            Monitor.PulseAll(_gate);
        }
        End();
    }

    public async Task LeaveAsync(Exception? failure)
    {
        await Task.Run(Leave).ConfigureAwait(false);
        _pulse.Join();
        if (_lacksSome)
            _communicator.GoOnWithoutSome();
        _channel.Dispose();
    }

    // the search is over; this rank leaves when its result is made
    public void Dispose()
    {
    }

    // Rank 0 gives what this rank has to others, and waits for no more of it. The last request: nothing is answered after
    // it.
    private void Leave()
    {
        lock (_gate)
        {
            _hasLeft = true;
            Monitor.PulseAll(_gate);
            if (_isBroken)
                return;
            try
            {
                Exchange(TrialMessage.Of(TrialRequest.Leave, _isCancelled ? 1 : 0));
            }
            catch (DistributedException)
            {
                // it is known, or it is over
            }
        }
    }

    private void Release(int number)
    {
        // what has ended the search has ended the claim
        if (Failure == null)
            Ask(TrialMessage.Of(TrialRequest.Release, number));
    }

    private void Pulse()
    {
        lock (_gate)
        {
            while (!_hasLeft)
            {
                try
                {
                    Ask(TrialMessage.Of(TrialRequest.Alive, _isCancelled ? 1 : 0));
                }
                // whoever asks for something next hears of it
                catch (DistributedException)
                {
                    return;
                }
                Monitor.Wait(_gate, s_pulse);
            }
        }
    }

    private TrialMessage Ask(TrialMessage request)
    {
        lock (_gate)
        {
            if (Failure != null)
                throw new DistributedException(Failure.Message, (Failure as DistributedException)?.Ranks ?? [], Failure);
            TrialMessage reply = Exchange(request);
            if ((TrialReply)reply.Kind == TrialReply.Failed)
            {
                var failure = new DistributedException(reply.Text, [0]);
                Failure = failure;
                End();
                throw failure;
            }
            return reply;
        }
    }

    private TrialMessage Exchange(TrialMessage request)
    {
        try
        {
            _channel.Send(request.ToBytes());
            TrialMessage reply = TrialMessage.Read(Receive());
            _lacksSome |= (reply.Number & 2) != 0;
            if ((reply.Number & 1) != 0)
                End();
            return reply;
        }
        catch (DistributedException failure)
        {
            (Failure, _isBroken) = (failure, true);
            End();
            throw;
        }
    }

    // Who hears of it may hold a lock, and ask for something meanwhile: not on this thread.
    private void End() => _ = _ending.CancelAsync();

    private byte[] Receive()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (_channel.TryReceive() is { } bytes)
                return bytes;
            TimeSpan waited = Stopwatch.GetElapsedTime(start);
            if (waited > _communicator.Timeout)
                throw Silent("answer");
            // others may need this processor to get on
            if (waited.TotalMilliseconds < 1)
                Thread.Yield();
            else
                Thread.Sleep(1);
        }
    }

    private DistributedException Silent(string what) => new(
        $"Rank 0, which hands out trials, did not {what} within {_communicator.Timeout.TotalSeconds:0.###} s.", [0]);
}
