namespace DeepTrain;

/// <summary>A moving average of a network's parameters, and how it takes their place for a while.</summary>
internal sealed class WeightAverage
{
    private readonly INetwork _network;
    private readonly float _decay;
    private readonly int _every;
    private readonly float[] _scratch;
    private readonly float[][] _own;

    public WeightAverage(INetwork network, WeightAveraging options)
    {
        _network = network;
        (_decay, _every) = (options.Decay, options.Every);
        int count = network.Parameters.Count, longest = 0;
        (Averages, _own) = (new float[count][], new float[count][]);
        for (int next = 0; next < count; next++)
        {
            Parameter parameter = network.Parameters[next];
            Averages[next] = new float[parameter.Length];
            _own[next] = new float[parameter.Length];
            parameter.CopyTo(Averages[next]);
            longest = Math.Max(longest, parameter.Length);
        }
        _scratch = new float[longest];
    }

    /// <summary>The averages, parameter by parameter.</summary>
    public float[][] Averages { get; }

    /// <summary>How often it was averaged.</summary>
    public long Count { get; set; }

    /// <summary>Adds the weights behind an update, if it is their turn.</summary>
    /// <param name="step">Updates so far.</param>
    public void Add(long step)
    {
        if (step % _every != 0)
            return;
        float keep = Math.Min(_decay, (1f + Count) / (10f + Count));
        for (int next = 0; next < Averages.Length; next++)
        {
            float[] average = Averages[next];
            Span<float> weights = _scratch.AsSpan(0, average.Length);
            _network.Parameters[next].CopyTo(weights);
            for (int i = 0; i < average.Length; i++)
                average[i] += (1 - keep) * (weights[i] - average[i]);
        }
        Count++;
    }

    /// <summary>Puts the averages in the weights' place.</summary>
    public void Show()
    {
        for (int next = 0; next < Averages.Length; next++)
        {
            _network.Parameters[next].CopyTo(_own[next]);
            _network.Parameters[next].CopyFrom(Averages[next]);
        }
    }

    /// <summary>Puts the weights back that <see cref="Show"/> replaced.</summary>
    public void Hide()
    {
        for (int next = 0; next < Averages.Length; next++)
            _network.Parameters[next].CopyFrom(_own[next]);
    }
}
