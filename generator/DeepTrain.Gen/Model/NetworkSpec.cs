namespace DeepTrain.Gen.Model;

/// <summary>
/// A type that the network is nested in, as its part must be declared: <c>partial class Outer&lt;T&gt;</c>.
/// </summary>
internal sealed record ContainingType(string Declaration);

/// <summary>The class to extend.</summary>
/// <param name="Accessibility">As written: <c>public</c>, <c>internal</c>, ...</param>
/// <param name="StateField">The name of its one emitted field: one that neither the class nor a base class has.</param>
internal sealed record NetworkHeader(
    string? Namespace, EquatableArray<ContainingType> Containers, string Accessibility, string Name, string StateField)
{
    /// <summary>
    /// The full name as the runtime writes it, <c>Audio.Outer{T}+Filter</c>: unique in a compilation, and never that of another
    /// network with something behind a dot.
    /// </summary>
    public string HintName
    {
        get
        {
            string containers = string.Concat(Containers.Select(c => NameOf(c.Declaration) + "+"));
            string full = (Namespace is null ? "" : Namespace + ".") + containers + Name;
            return full.Replace('<', '{').Replace('>', '}').Replace("@", "").Replace(" ", "");
        }
    }

    /// <summary>
    /// The class as its own code names it: in full, for a base class may have a type of its name. Within a generic type, whose
    /// parameters a type of the network may hide, its name has to do. A namespace of the user's that is called as the library's
    /// is escaped: an alias of the library must not take its place.
    /// </summary>
    public string QualifiedName
    {
        get
        {
            string containers = string.Concat(Containers.Select(c => NameOf(c.Declaration) + "."));
            if (containers.Contains("<"))
                return Name;
            string space = Namespace is null ? "" : Namespace + ".";
            string escape = (space + containers).StartsWith("DeepTrain.", StringComparison.Ordinal) ? "@" : "";
            return $"global::{escape}{space}{containers}{Name}";
        }
    }

    // the type parameters, which may hold spaces, belong to the name
    private static string NameOf(string declaration)
    {
        int end = declaration.IndexOf('<');
        int start = declaration.LastIndexOf(' ', end < 0 ? declaration.Length - 1 : end);
        return declaration.Substring(start + 1);
    }
}

/// <summary>What the declaration says of the data and the training; null where it is silent.</summary>
internal sealed record DataFacts(int? Samples, float InputMean, float InputStd)
{
    public float? TargetMean { get; init; }

    public float? TargetStd { get; init; }

    /// <summary>Updates of a training.</summary>
    public int? Steps { get; init; }

    /// <summary>Rows of a batch.</summary>
    public int? BatchSize { get; init; }

    public bool HasTargets => TargetMean is not null || TargetStd is not null;
}

/// <summary>A whole network that can be compiled: every name given, every shape inferred, every init resolved.</summary>
internal sealed record NetworkSpec(
    NetworkHeader Header,
    ulong Seed,
    int? UnrollLimit,
    DataFacts Data,
    Shape Input,
    EquatableArray<LayerSpec> Layers,
    LossSpec Loss,
    OptimizerSpec Optimizer)
{
    public Shape Output => Layers[Layers.Count - 1].Output;

    public int ParameterCount => Layers.Sum(layer => layer.ParameterCount);
}
