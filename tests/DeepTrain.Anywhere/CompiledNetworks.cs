using DeepTrain.Tests.Networks;
using DeepTrain.Tests.Reference;

namespace DeepTrain.Tests.Compilation;

/// <summary>The networks that were compiled with this program, in the place of those that tests compile while they run.</summary>
internal sealed class CompiledNetworks(IReadOnlyDictionary<string, Func<ulong, INetwork>> all)
{
    public INetwork Create(string name, ulong seed) => all[name](seed);
}

internal static class NetworkCompiler
{
    public static CompiledNetworks Compile(string source) => new(All);

#if DECLARED
    private static IReadOnlyDictionary<string, Func<ulong, INetwork>> All => Declared.Networks;
#else
    private static IReadOnlyDictionary<string, Func<ulong, INetwork>> All =>
        throw new InvalidOperationException("This build has no networks: it declares them for the next.");
#endif

    /// <summary>The source of all networks of the catalogue, and a table of how each is created.</summary>
    public static string Declaration()
    {
        IEnumerable<string> table = Catalogue.All.Select(plan => $"        [\"{plan.Name}\"] = seed => new global::{plan.Name}(seed),");
        return $$"""
            {{NetworkPlan.Source(Catalogue.All)}}
            internal static class Declared
            {
                public static readonly System.Collections.Generic.Dictionary<string, System.Func<ulong, DeepTrain.INetwork>> Networks = new()
                {
            {{string.Join('\n', table)}}
                };
            }
            """;
    }
}
