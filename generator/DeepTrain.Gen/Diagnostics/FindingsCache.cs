using System.Collections.Concurrent;
using DeepTrain.Gen.Model;

namespace DeepTrain.Gen.Diagnostics;

/// <summary>
/// What was found in the networks seen last. An editor analyses every class again after each key press anywhere; a
/// network whose declaration says what it said before is not looked at again. Findings name no symbol and no place, so
/// keeping them keeps nothing else.
/// </summary>
internal static class FindingsCache
{
    /// <summary>More networks than a solution has open; beyond it everything is forgotten.</summary>
    private const int Capacity = 256;

    private static readonly ConcurrentDictionary<NetworkSpec, IReadOnlyList<Finding>> Known = new();

    /// <summary>The findings of a network: those of an equal one where there was one.</summary>
    public static IReadOnlyList<Finding> Of(NetworkSpec spec, CancellationToken cancellation)
    {
        if (Known.TryGetValue(spec, out IReadOnlyList<Finding>? known))
            return known;
        IReadOnlyList<Finding> findings = NetworkRules.Check(spec, cancellation);
        if (Known.Count >= Capacity)
            Known.Clear();
        return Known.GetOrAdd(spec, findings);
    }
}
