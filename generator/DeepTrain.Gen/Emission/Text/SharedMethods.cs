namespace DeepTrain.Gen.Emission;

/// <summary>
/// Methods that layers of equal shape have in common: the first layer that needs one writes it under its own name, later
/// ones call it. A network of twenty equal layers is not twenty times as long.
/// </summary>
internal sealed class SharedMethods
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>
    /// The name under which a method with this content exists or, if <paramref name="isNew"/>, is to be written.
    /// </summary>
    /// <param name="content">Whatever tells two methods of a kind apart.</param>
    public string Name(string ownName, FormattableString content, out bool isNew)
    {
        string key = FormattableString.Invariant(content);
        isNew = !_names.TryGetValue(key, out string? name);
        if (isNew)
            _names[key] = name = ownName;
        return name!;
    }
}
