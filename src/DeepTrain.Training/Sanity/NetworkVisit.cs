namespace DeepTrain;

/// <summary>The use of somebody's network, which is as it was when the use ends.</summary>
internal sealed class NetworkVisit : IDisposable
{
    private readonly NetworkSnapshot _before;

    /// <exception cref="ArgumentException">A number of the network is not finite: it could not be brought back.</exception>
    public NetworkVisit(INetwork network)
    {
        Network = network;
        _before = NetworkSnapshot.Of(network);
        if (!_before.IsFinite)
        {
            throw new ArgumentException(
                $"Expected a network of finite numbers; {network.Description.Name} has NaN or infinity among its parameters or its "
                + "optimizer's state, as a training that has diverged leaves them.", nameof(network));
        }
    }

    public INetwork Network { get; }

    /// <summary>Makes the network what it was.</summary>
    public void Restore() => _before.Restore(Network);

    public void Dispose() => Restore();
}
