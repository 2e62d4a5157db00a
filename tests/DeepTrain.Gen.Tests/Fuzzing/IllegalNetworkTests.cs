using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using static DeepTrain.Gen.Tests.Fuzzing.Fuzz;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>An illegal declaration gives exactly its one error and none of the compiler's.</summary>
public class IllegalNetworkTests
{
    public static TheoryData<int> Batches => Fuzz.Batches;

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Illegal_networks_give_their_one_error(int batch)
    {
        var random = new Random(batch);
        Spoiling[] spoilings = [.. Enumerable.Range(0, BatchSize)
            .Select(_ => Spoiling.All[random.Next(Spoiling.All.Count)])];
        string[] sources = [.. Draw(batch).Zip(spoilings, (network, spoiling) => spoiling.Apply(network, random))];

        GeneratorRun run = GeneratorHarness.Run(sources);

        Diagnostic[] errors = [.. AnalyzerHarness.Errors(run.Output)];
        Assert.True(errors.Length == 0, Explain(errors, sources));
        var reported = (await AnalyzerHarness.Analyze(run.Output))
            .Where(IsDeclarationError)
            .ToLookup(d => d.Location.SourceTree!.FilePath);
        for (int i = 0; i < sources.Length; i++)
        {
            Diagnostic[] own = [.. reported[$"File{i + 1}.cs"]];
            Assert.True(
                own.Length == 1 && own[0].Id == spoilings[i].Id,
                $"expected one {spoilings[i].Id}, got: {string.Join("; ", own.Select(d => d.ToString()))}\n{sources[i]}");
        }
    }
}
