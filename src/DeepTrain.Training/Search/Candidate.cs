namespace DeepTrain;

/// <summary>A class of networks that a search may choose.</summary>
public sealed class Candidate
{
    private Candidate(string name, Func<ulong, INetwork> create) => (Name, Create) = (name, create);

    /// <summary>What results and tables call it.</summary>
    public string Name { get; }

    /// <summary>A new network from a seed.</summary>
    public Func<ulong, INetwork> Create { get; }

    /// <summary>A class that the compiler has made a network of.</summary>
    /// <param name="name">What results call it; null for the class's own name.</param>
    public static Candidate Of<TNetwork>(string? name = null)
        where TNetwork : class, INetwork<TNetwork> => Of(name ?? typeof(TNetwork).Name, TNetwork.Create);

    /// <summary>Networks that a function creates.</summary>
    /// <param name="name">What results call them.</param>
    /// <param name="create">A new network from a seed, the same for the same one.</param>
    public static Candidate Of(string name, Func<ulong, INetwork> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return new Candidate(name, create);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
