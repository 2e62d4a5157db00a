namespace DeepTrain.Tests.Reference;

/// <summary>A layer as declared: it prints its attribute and builds its reference.</summary>
internal abstract record LayerPlan
{
    public string? Name { get; init; }

    public string? Key { get; init; }

    public bool Trainable { get; init; } = true;

    public string Kind => GetType().Name;

    /// <summary>The arguments of the attribute, as C#.</summary>
    public virtual IEnumerable<string> Arguments => [];

    public string Attribute => Attributes.Print(Kind,
    [
        .. Arguments,
        .. Name is null ? [] : new[] { $"Name = \"{Name}\"" },
        .. Key is null ? [] : new[] { $"Key = \"{Key}\"" },
        .. Attributes.Flag("Trainable", Trainable, true),
    ]);

    public virtual int Outputs(int inputs) => inputs;

    /// <summary>The shape that comes out; a layer that keeps the size keeps the shape.</summary>
    public virtual Dims Output(Dims input) =>
        Outputs(input.Size) == input.Size && KeepsShape ? input : Dims.Flat(Outputs(input.Size));

    protected virtual bool KeepsShape => true;

    /// <summary>The start of a name that was not given.</summary>
    public virtual string NameStem => Kind.ToLowerInvariant();

    public abstract ReferenceLayer Build(LayerPlace place);
}

internal static class Attributes
{
    public static string Print(string kind, IEnumerable<string> arguments) =>
        arguments.Any() ? $"[{kind}({string.Join(", ", arguments)})]" : $"[{kind}]";

    /// <summary>A property that is printed only where it differs from its default.</summary>
    public static IEnumerable<string> Property(string name, float value, float unset) =>
        value == unset ? [] : [$"{name} = {value.Literal()}"];

    public static IEnumerable<string> Flag(string name, bool value, bool unset) =>
        value == unset ? [] : [$"{name} = {(value ? "true" : "false")}"];
}
