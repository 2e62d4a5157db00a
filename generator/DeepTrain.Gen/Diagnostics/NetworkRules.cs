using DeepTrain.Gen.Diagnostics.Rules;
using DeepTrain.Gen.Model;
using Microsoft.CodeAnalysis;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>Every rule about networks that can be compiled.</summary>
internal static class NetworkRules
{
    public static readonly IReadOnlyList<NetworkRule> All =
    [
        .. InitialisationRules.All, .. BiasRules.All, .. GainRules.All, .. ActivationRules.All, .. PropagationRules.All,
        .. NormalisationRules.All, .. DropoutRules.All, .. OutputRules.All, .. OptimizerRules.All, .. MomentumRules.All,
        .. DecayRules.All, .. VerdictRules.All, .. ArchitectureRules.All, .. ConvolutionRules.All, .. ScalingRules.All,
    ];

    /// <summary>What is wrong with a network: each cause once, with what it explains.</summary>
    public static IReadOnlyList<Finding> Check(NetworkSpec spec, CancellationToken cancellation)
    {
        var facts = new NetworkFacts(spec);
        if (facts.Blocks.Count == 0)
            return [];
        var findings = new List<Finding>();
        foreach (NetworkRule rule in All)
        {
            cancellation.ThrowIfCancellationRequested();
            findings.AddRange(rule.Check(facts));
        }

        // what is frozen is loaded: how it would start is no news, and explains what follows from it
        IEnumerable<Finding> causes = Causes.Reduce(findings).Where(finding => !facts.IsFrozen(finding.Place.Step));
        // who is told to fail must be told why
        if (facts.IsDoubtful && !facts.HasFrozenWeights
            && causes.All(finding => finding.Severity < DiagnosticSeverity.Warning && !finding.KnowsBetter))
            causes = causes.Concat(VerdictRules.Explain(facts)).ToArray();
        Finding[] all = causes.ToArray();
        bool isAlone = all.Count(finding => finding.Severity >= DiagnosticSeverity.Warning) == 1;
        return JointMends.Of(all.Select(finding => Repairs.Complete(facts, finding, isAlone)).ToArray());
    }
}
