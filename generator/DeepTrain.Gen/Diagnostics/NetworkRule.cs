using System.Globalization;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Signal;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>What tells from the declaration alone that a network will not train, or not well.</summary>
internal sealed class NetworkRule
{
    private readonly Func<NetworkFacts, IEnumerable<Finding>> _check;

    /// <param name="severity">The usual one; a finding may have another.</param>
    /// <param name="message">
    /// A format that says what is wrong; what to do about it, and what the finding explains of others, is put behind it.
    /// </param>
    public NetworkRule(
        string id, DiagnosticSeverity severity, string title, string message, string description,
        Func<NetworkFacts, IEnumerable<Finding>> check)
    {
        int arguments = 0;
        while (message.Contains("{" + Numbers.Of(arguments) + "}"))
            arguments++;
        Descriptor = Rule.Create(id, severity, title, message + "{" + Numbers.Of(arguments) + "}", description);
        _check = check;
    }

    public string Id => Descriptor.Id;

    public DiagnosticDescriptor Descriptor { get; }

    public IEnumerable<Finding> Check(NetworkFacts network) => _check(network);

    /// <summary>A finding of the usual severity.</summary>
    public Finding At(Place place, params string[] values) => new(this, Descriptor.DefaultSeverity, place, values);

    public Finding At(DiagnosticSeverity severity, Place place, params string[] values) =>
        new(this, severity, place, values);
}

/// <summary>Where to point: a step by its number, the input being 0, and what of it is to be changed.</summary>
internal readonly record struct Place(int Step, string? Argument = null)
{
    /// <summary>At <c>[Network]</c> itself.</summary>
    public static Place OfNetwork(string argument) => new(-1, argument);
}

/// <summary>A rule that applies to a network.</summary>
/// <param name="Values">The arguments of the rule's message.</param>
internal sealed record Finding(NetworkRule Rule, DiagnosticSeverity Severity, Place Place, IReadOnlyList<string> Values)
{
    /// <summary>The change that a code fix offers; its title is what the message says to do.</summary>
    public Mend? Mend { get; init; }

    /// <summary>
    /// What the mend makes of the predictor's network, where that is more than a plan of repairs knows: what else is wrong is found
    /// behind it.
    /// </summary>
    public Func<SignalNetwork, SignalNetwork>? Mended { get; init; }

    /// <summary>What to do where no code fix does it: a sentence without its full stop.</summary>
    public string? Advice { get; init; }

    /// <summary>Findings that are no news to who knows this one.</summary>
    public IReadOnlyList<Finding> Explains { get; init; } = [];

    /// <summary>Whether what this explains rests on a prediction that does not hold here, so that it adds no severity.</summary>
    public bool KnowsBetter { get; init; }

    public Finding With(Mend? mend) => this with { Mend = mend };

    public Finding Advise(string advice) => this with { Advice = advice };

    /// <summary>What stands in the message behind what is wrong: what to do, the change a code fix makes if there is one.</summary>
    public string Conclusion => (Mend?.Title ?? Advice) is { } advice ? $" {advice}.{Explanation()}" : Explanation();

    /// <param name="attributes">Finds the attribute of a step by its number.</param>
    public Diagnostic ToDiagnostic(Func<int, AttributeData> attributes, CancellationToken cancellation)
    {
        Location location = SourcePlaces.Of(attributes(Place.Step), Place.Argument, cancellation);
        object[] arguments = [.. Values, Conclusion];
        return Diagnostic.Create(
            Rule.Descriptor, location, Severity,
            additionalLocations: null, Mend?.ToProperties(attributes, cancellation), arguments);
    }

    private string Explanation()
    {
        string[] others = Explains
            .Select(finding => finding.Rule)
            .Select(rule => $"{rule.Id} ({rule.Descriptor.Title.ToString(CultureInfo.InvariantCulture)})")
            .Distinct()
            .ToArray();
        return others.Length == 0 ? "" : $" This also explains {string.Join(", ", others)}.";
    }
}
