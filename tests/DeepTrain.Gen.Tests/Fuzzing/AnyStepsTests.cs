using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using static DeepTrain.Gen.Tests.Fuzzing.Fuzz;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>Whatever steps stand in whatever order: the generator never throws.</summary>
public class AnyStepsTests
{
    public static TheoryData<int> Batches => Fuzz.Batches;

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Steps_in_any_order_are_compiled_or_reported(int batch)
    {
        var random = new Random(batch);
        string[] steps = [.. Draw(batch).SelectMany(network => network.Steps)];
        string[] sources = [.. Enumerable.Range(0, BatchSize).Select(i =>
        {
            IEnumerable<string> drawn = random.GetItems(steps, random.Next(7)).Select(step => $"[{step}] ");
            return $"[Network] {string.Concat(drawn)} partial class Net{i};";
        })];

        GeneratorRun run = GeneratorHarness.Run(sources);

        string[] reported = [.. (await AnalyzerHarness.Analyze(run.Output))
            .Where(IsDeclarationError)
            .Select(d => d.Location.SourceTree!.FilePath)
            .Distinct()];
        Assert.Equal(reported.Length, run.Reasons(TrackingNames.Skeleton).Count());
        Assert.Equal(BatchSize - reported.Length, run.Reasons(TrackingNames.Network).Count());
        Assert.Empty(AnalyzerHarness.Errors(run.Output));
    }
}
