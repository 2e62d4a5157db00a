using System.Collections.Immutable;
using DeepTrain.Gen.Diagnostics;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// Reads a class marked with <c>[Network]</c>. Generator and analyzer share it, so that they never disagree: the analyzer
/// passes a receiver for what is wrong, the generator does not.
/// </summary>
internal static class NetworkParser
{
    public static NetworkDeclaration Parse(
        INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation) =>
        Parse(type, report, [], cancellation);

    /// <param name="dependents">The networks whose declarations use a constant of this one.</param>
    private static NetworkDeclaration Parse(
        INamedTypeSymbol type, Action<Diagnostic>? report, ImmutableArray<INamedTypeSymbol> dependents,
        CancellationToken cancellation)
    {
        var problems = new Problems(report, cancellation);
        type = WithConstants(type, dependents, problems, out bool areConstantsKnown);
        NetworkHeader? header = TargetClass.Read(type, problems);
        bool isOrdinaryClass = !problems.Any;
        AttributeData network = type.GetAttributes().First(StepKinds.IsNetwork);
        var networkArguments = new AttributeStepArguments(network, "Network", problems);
        NetworkParts parts = ReadNetwork(networkArguments);

        IReadOnlyList<DeclaredStep> steps = StepSequence.Read(type, network, problems);
        bool isSpread = steps.Count == 0 && problems.Any;

        // an attribute that the compiler rejects may be the very step that seems to be missing
        bool hasCompilerErrors = networkArguments.HasCompilerErrors
            || steps.Any(step => step.Arguments.HasCompilerErrors)
            || type.GetAttributes().Any(attribute => attribute.AttributeClass is null or { TypeKind: TypeKind.Error });
        var read = new ReadSteps(steps, problems);
        bool hasStandIns = false;
        foreach (AttributeData unknown in type.GetAttributes().Where(UnknownSteps.IsStandIn))
        {
            string name = StepKinds.NameOf(unknown);
            problems.Add(
                DeclarationRules.MissingStep, unknown, (string?)null, type.Name,
                $"has [{name}], and there is no such step; did you mean [{StepNames.Nearest(name)}]?");
            hasStandIns = true;
        }

        // what is misspelt may be what seems to be missing
        problems.IsMuted = hasCompilerErrors || hasStandIns || isSpread || !areConstantsKnown;
        bool hasOrder = StepSequence.HasOrder(type, steps, problems);
        IReadOnlyList<LayerSpec> layers = read.Connect(type.Name, hasOrder, problems);
        if (layers.Any(layer => !layer.Trainable) && layers.All(layer => !layer.Trainable || !layer.HasParameters))
            problems.Add(DeclarationRules.NothingTrainable, TargetClass.Place(type, cancellation), type.Name);

        // a class that cannot be a network has more important things to change than names
        problems.IsMuted = !isOrdinaryClass;
        EquatableArray<string> taken = MemberClashes.Find(type, read.TakesLabels(layers), problems).ToEquatableArray();
        bool callsBase = BaseConstructor.Check(type, problems);
        RequiredMembers.Check(type, problems);

        // what the project has to change stands beside what the class has to
        problems.IsMuted = false;
        TargetProject.Check(type, problems);
        bool isValid = header is not null && areConstantsKnown && !problems.Any
            && !steps.Any(step => step.Arguments.HasCompilerErrors)
            && !networkArguments.HasCompilerErrors;
        NetworkSpec? spec = isValid
            ? new NetworkSpec(
                header!, parts.Seed, parts.UnrollLimit, parts.Data,
                read.Input, layers.ToEquatableArray(), read.Loss!, read.Optimizer!)
            : null;
        return new NetworkDeclaration(header, spec, isValid ? EquatableArray<string>.Empty : taken, callsBase)
        {
            ClosedClass = header is null ? TargetClass.ClosedName(type) : null,
            StandIns = UnknownSteps.Find(type, cancellation).ToEquatableArray(),
        };
    }

    /// <summary>
    /// The class in a compilation that has the constants of other networks that its declaration uses.
    /// </summary>
    /// <param name="areKnown">False if one depends on this network in turn, or has an invalid declaration.</param>
    private static INamedTypeSymbol WithConstants(
        INamedTypeSymbol type, ImmutableArray<INamedTypeSymbol> dependents, Problems problems, out bool areKnown)
    {
        areKnown = true;
        if (type.ContainingAssembly is not ISourceAssemblySymbol { Compilation: { } compilation })
            return type;
        CancellationToken cancellation = problems.Cancellation;
        ImmutableArray<INamedTypeSymbol> chain = dependents.Add(type);
        var others = new Dictionary<ISymbol, NetworkDeclaration>(SymbolEqualityComparer.Default);
        bool areEmitted = true;
        foreach (NetworkConstants.Use use in NetworkConstants.Find(StepKinds.DeclarationOf(type), compilation, cancellation))
        {
            if (chain.Contains(use.Network, SymbolEqualityComparer.Default)
                || NetworkConstants.Reaches(use.Network, type, compilation, cancellation))
            {
                string round = SymbolEqualityComparer.Default.Equals(use.Network, type)
                    ? "uses a number of the network itself, which depends on it"
                    : $"uses a number of network '{use.Network.Name}', whose declaration uses one of '{type.Name}'";
                problems.Add(DeclarationRules.UnknownNumber, use.Argument.GetLocation(), type.Name, round);
                areKnown = false;
            }
            else if (!others.ContainsKey(use.Network))
            {
                others[use.Network] = Parse(use.Network, report: null, chain, cancellation);
                areEmitted &= NetworkConstants.AreEmitted(use.Network);
            }
        }

        areKnown &= others.Values.All(other => other.Spec is not null);
        return areKnown && !areEmitted
            ? NetworkConstants.Complete(type, compilation, others.Values, cancellation) ?? type
            : type;
    }

    private static NetworkParts ReadNetwork(AttributeStepArguments arguments) => new(
        arguments.Number("Seed"),
        arguments.IsGiven("UnrollLimit") ? arguments.Int("UnrollLimit", 0, minimum: 0) : null,
        new DataFacts(
            Count(arguments, "Samples"),
            arguments.Float("InputMean", 0f, FloatDomain.Finite),
            arguments.Float("InputStd", 1f, FloatDomain.NonNegative))
        {
            TargetMean = arguments.IsGiven("TargetMean") ? arguments.Float("TargetMean", 0f, FloatDomain.Finite) : null,
            TargetStd = arguments.IsGiven("TargetStd") ? arguments.Float("TargetStd", 1f, FloatDomain.NonNegative) : null,
            Steps = Count(arguments, "Steps"),
            BatchSize = Count(arguments, "BatchSize"),
        });

    private static int? Count(AttributeStepArguments arguments, string name) =>
        arguments.IsGiven(name) ? arguments.Int(name, 1, minimum: 1) : null;

    private sealed record NetworkParts(ulong Seed, int? UnrollLimit, DataFacts Data);
}
