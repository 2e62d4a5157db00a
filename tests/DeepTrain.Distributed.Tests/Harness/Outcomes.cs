using System.Collections.Concurrent;
using DeepTrain.Distributed.Ranks;

namespace DeepTrain.Distributed.Tests;

/// <summary>What fits leave, and whether it is the same.</summary>
internal static class Outcomes
{
    public const int Shards = 8;

    public const string Variants = "classes,weighted,accumulated,full,regression";

    private static readonly ConcurrentDictionary<(string Variant, int Shards), Outcome> s_alone = [];

    /// <summary>That of <see cref="Trainer.Fit"/>, which knows nothing of ranks.</summary>
    public static Outcome Alone(string variant, int shards = Shards) => s_alone.GetOrAdd(
        (variant, shards), key => FitTask.Run(key.Variant, FitTask.Options(key.Variant, key.Shards, 3), communicator: null));

    public static void AssertSame(Outcome expected, Outcome actual, string what)
    {
        Assert.True(expected.History.SequenceEqual(actual.History), $"{what}:\n{string.Join('\n', expected.History.Concat(actual.History))}");
        Assert.True(expected.Last.AsSpan().SequenceEqual(actual.Last), $"{what}: other last weights");
        Assert.True(expected.Best.AsSpan().SequenceEqual(actual.Best), $"{what}: other best weights");
    }

    /// <summary>What a rank has written.</summary>
    public static Outcome Read(string folder, string name) => new(
        File.ReadAllBytes(Path.Combine(folder, $"{name}.best")), File.ReadAllBytes(Path.Combine(folder, $"{name}.last")),
        File.ReadAllLines(Path.Combine(folder, $"{name}.history")), null);
}
