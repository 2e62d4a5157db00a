using System.Globalization;

namespace DeepTrain.Runtime;

/// <summary>
/// Finds layers by their place, as PyTorch's <c>Sequential</c> names them: <c>0.weight</c>, <c>net.3.bias</c>. What is in
/// front of the last dot is a layer's path; the layers of a file, ordered by the numbers in their paths, are those layers of
/// the network that have parameters, in turn.
/// </summary>
internal static class LayerOrder
{
    /// <summary>The tensors by the network's names. In a strict match, there are as many layers on both sides.</summary>
    public static Dictionary<string, SafetensorsEntry> Match(
        SafetensorsReader file, Dictionary<string, SafetensorsEntry> named, NetworkState state, bool isStrict)
    {
        List<FileLayer> found = Ordered(file, named);
        string[] expected = [.. state.Layouts.Select(layout => Split(layout.FileName).Path).Distinct(StringComparer.Ordinal)];
        if (isStrict && found.Count != expected.Length)
        {
            throw file.Bad(
                $"expected {expected.Length} layers with tensors, {Quoted.Names(expected)}, " +
                $"found {found.Count}: {Quoted.Names([.. found.Select(layer => layer.Path)])}");
        }
        var matched = new Dictionary<string, SafetensorsEntry>(StringComparer.Ordinal);
        foreach ((FileLayer layer, string name) in found.Zip(expected))
        {
            foreach ((string tensor, SafetensorsEntry entry) in layer.Tensors)
                matched.Add(name == "" ? tensor : $"{name}.{tensor}", entry);
        }
        return matched;
    }

    /// <summary>Whether a name is of the kind that <see cref="Match"/> is for.</summary>
    public static bool IsNumbered(string name) => Split(name).Path.Split('.').Any(part => Number(part) != null);

    private static List<FileLayer> Ordered(SafetensorsReader file, Dictionary<string, SafetensorsEntry> named)
    {
        var layers = new Dictionary<string, FileLayer>(StringComparer.Ordinal);
        foreach ((string name, SafetensorsEntry entry) in named)
        {
            (string path, string tensor) = Split(name);
            if (path == "")
                throw file.Bad($"expected names such as 0.weight or net.3.bias, found {Quoted.Value(name)}");
            if (!layers.TryGetValue(path, out FileLayer? layer))
                layers.Add(path, layer = new FileLayer(path));
            layer.Tensors.Add((tensor, entry));
        }
        var ordered = layers.Values.ToList();
        ordered.Sort();
        // neighbours are enough: between two paths that differ in a word there is always a step from a word or to one
        foreach ((FileLayer before, FileLayer after) in ordered.Zip(ordered.Skip(1)))
        {
            if (!before.IsInOrderWith(after))
            {
                throw file.Bad(
                    $"expected numbers that say which layer comes first, found {Quoted.Name(before.Path)} and " +
                    $"{Quoted.Name(after.Path)}; Rename can put numbers in the place of words");
            }
        }
        return ordered;
    }

    private static (string Path, string Tensor) Split(string name)
    {
        int dot = name.LastIndexOf('.');
        return (name[..Math.Max(dot, 0)], name[(dot + 1)..]);
    }

    private static int? Number(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private sealed class FileLayer(string path) : IComparable<FileLayer>
    {
        private readonly string[] _parts = path.Split('.');

        public string Path => path;

        public List<(string Tensor, SafetensorsEntry Entry)> Tensors { get; } = [];

        public int CompareTo(FileLayer? other)
        {
            int part = FirstDifference(other!);
            if (part == Math.Min(_parts.Length, other!._parts.Length))
                return _parts.Length.CompareTo(other._parts.Length);
            (int? mine, int? its) = (Number(_parts[part]), Number(other._parts[part]));
            // numbers before words; 01 and 1 are different names
            int order = (mine ?? int.MaxValue).CompareTo(its ?? int.MaxValue);
            return order != 0 ? order : string.CompareOrdinal(_parts[part], other._parts[part]);
        }

        /// <summary>Whether it is numbers that decide, or one layer lies within the other.</summary>
        public bool IsInOrderWith(FileLayer other)
        {
            int part = FirstDifference(other);
            return part == Math.Min(_parts.Length, other._parts.Length)
                || (Number(_parts[part]) is { } mine && Number(other._parts[part]) is { } its && mine != its);
        }

        private int FirstDifference(FileLayer other)
        {
            int part = 0;
            while (part < _parts.Length && part < other._parts.Length && _parts[part] == other._parts[part])
                part++;
            return part;
        }
    }
}
