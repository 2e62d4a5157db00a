using System.Globalization;

namespace DeepTrain.Gen.Emission;

/// <summary>
/// The identifiers of a scope of emitted code, handed out one by one: who asks for a name that is taken gets another one, so
/// that two values never share a name, whatever the layers they belong to are called.
/// </summary>
internal sealed class Names
{
    private readonly Names? _outer;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenWithin = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), string> _known = [];

    public Names()
    {
    }

    private Names(Names outer) => _outer = outer;

    /// <summary>
    /// A scope within this one, such as a loop's body. C# lets no inner name hide an outer one; two inner scopes may use one
    /// name for different things.
    /// </summary>
    public Names Inner() => new(this);

    /// <summary>A name for a new value: the wish, or the wish with a number.</summary>
    public string New(string wish)
    {
        string name = wish;
        for (int number = 2; IsTaken(name); number++)
            name = wish + "_" + number.ToString(CultureInfo.InvariantCulture);
        _taken.Add(name);
        for (Names? outer = _outer; outer is not null; outer = outer._outer)
            outer._takenWithin.Add(name);
        return name;
    }

    /// <summary>The name of what <paramref name="value"/> describes: a new one, or the one that it was given before.</summary>
    /// <param name="value">Whatever tells this value from all others of the scope that ask for the same name.</param>
    public string Of(string wish, string value, out bool isNew)
    {
        isNew = !_known.TryGetValue((wish, value), out string? name);
        if (isNew)
            _known.Add((wish, value), name = New(wish));
        return name!;
    }

    private bool IsTaken(string name)
    {
        if (_takenWithin.Contains(name))
            return true;
        for (Names? scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._taken.Contains(name))
                return true;
        }

        return false;
    }
}
