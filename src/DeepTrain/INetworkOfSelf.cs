namespace DeepTrain;

/// <summary>
/// A network that code can create by its type alone: for cross-validation, search and ensembles, which train many networks of
/// one kind, <c>TSelf.Create(seed)</c> needs neither a delegate nor reflection. Every class marked with
/// <see cref="NetworkAttribute"/> is one.
/// </summary>
/// <typeparam name="TSelf">The network's own class.</typeparam>
/// <remarks>Code that calls <see cref="Create"/> is C# 11 or newer; <see cref="INetwork"/> needs no such version.</remarks>
public interface INetwork<TSelf> : INetwork
    where TSelf : INetwork<TSelf>
{
    /// <summary>A new network, with weights drawn from <paramref name="seed"/>.</summary>
    /// <param name="seed">The seed of the weights and of every random number in training.</param>
    static abstract TSelf Create(ulong seed);
}
