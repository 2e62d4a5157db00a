using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// Takes what is wrong with a declaration. The analyzer passes a receiver; the generator has none and only asks whether
/// there was anything.
/// </summary>
internal sealed class Problems(Action<Diagnostic>? receiver, CancellationToken cancellation)
{
    public bool Any { get; private set; }

    /// <summary>Set while what goes wrong is a consequence of something the compiler reports itself.</summary>
    public bool IsMuted { get; set; }

    public CancellationToken Cancellation => cancellation;

    /// <summary>
    /// A problem of one argument of an attribute, or of the attribute if the source does not give that argument.
    /// </summary>
    public void Add(DiagnosticDescriptor rule, AttributeData attribute, string? argument, params object[] values) =>
        Add(
            rule, () => SourcePlaces.Of(attribute, argument, cancellation),
            ImmutableDictionary<string, string?>.Empty, values);

    public void Add(
        DiagnosticDescriptor rule, AttributeData attribute, ImmutableDictionary<string, string?> properties,
        params object[] values) =>
        Add(rule, () => SourcePlaces.Of(attribute, null, cancellation), properties, values);

    /// <summary>A problem of a class or of one of its members, at its name.</summary>
    public void Add(DiagnosticDescriptor rule, Location place, params object[] values) =>
        Add(rule, () => place, ImmutableDictionary<string, string?>.Empty, values);

    private void Add(
        DiagnosticDescriptor rule, Func<Location> place, ImmutableDictionary<string, string?> properties, object[] values)
    {
        Any = true;
        if (receiver is not null && !IsMuted)
            receiver(Diagnostic.Create(rule, place(), properties, values));
    }
}
