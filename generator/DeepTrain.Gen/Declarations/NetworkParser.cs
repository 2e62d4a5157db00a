using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Declarations;

/// <summary>
/// Reads a class marked with <c>[Network]</c>. Generator and analyzer share it, so that they never disagree: the analyzer
/// passes a receiver for what is wrong, the generator does not.
/// </summary>
internal static class NetworkParser
{
    public static NetworkDeclaration Parse(INamedTypeSymbol type, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        var problems = new Problems(report, cancellation);
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
        problems.IsMuted = hasCompilerErrors || isSpread;
        bool hasOrder = StepSequence.HasOrder(type, steps, problems);
        IReadOnlyList<LayerSpec> layers = read.Connect(type.Name, hasOrder, problems);

        // a class that cannot be a network has more important things to change than names
        problems.IsMuted = !isOrdinaryClass;
        EquatableArray<string> taken = MemberClashes.Find(type, read.TakesLabels(layers), problems).ToEquatableArray();
        bool isValid = header is not null && !problems.Any && !steps.Any(step => step.Arguments.HasCompilerErrors)
            && !networkArguments.HasCompilerErrors;
        NetworkSpec? spec = isValid
            ? new NetworkSpec(
                header!, parts.Seed, parts.UnrollLimit, parts.Data,
                read.Input, layers.ToEquatableArray(), read.Loss!, read.Optimizer!)
            : null;
        return new NetworkDeclaration(header, spec, isValid ? EquatableArray<string>.Empty : taken);
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
