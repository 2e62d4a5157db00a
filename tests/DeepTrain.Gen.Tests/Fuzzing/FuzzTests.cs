using System.Globalization;
using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>
/// Thousands of random declarations. The generator never throws; an illegal one gives exactly its one error and none of the
/// compiler's; a legal one gives none and compiles without a warning. <c>DEEPTRAIN_FUZZ=10</c> tries ten times as many.
/// </summary>
public class FuzzTests
{
    private const int BatchSize = 40;

    /// <summary>Emitted code is long, and the compiler takes its time.</summary>
    private const int CompiledBatchSize = 15;

    private static readonly int Effort = int.TryParse(
        Environment.GetEnvironmentVariable("DEEPTRAIN_FUZZ"), CultureInfo.InvariantCulture, out int effort) ? effort : 1;

    // enough to draw every kind
    private static readonly int CompiledBatchCount = 6 * Effort;

    public static TheoryData<int> CompiledBatches => [.. Enumerable.Range(0, CompiledBatchCount)];

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 25 * Effort)];

    [Fact]
    public void Every_kind_of_step_is_drawn()
    {
        HashSet<string> drawn = [.. Enumerable.Range(0, CompiledBatchCount)
            .SelectMany(batch => Draw(batch).Take(CompiledBatchSize))
            .SelectMany(network => network.Steps)
            .Select(step => step.Split('(')[0])];

        Assert.Empty(StepKinds.Layers.Keys.Concat(StepKinds.Losses.Keys).Concat(StepKinds.Optimizers.Keys).Append("Input").Except(drawn));
    }

    [Theory]
    [MemberData(nameof(CompiledBatches))]
    public async Task Legal_networks_compile_without_a_warning(int batch)
    {
        string[] sources = [.. Draw(batch).Take(CompiledBatchSize).Select(network => network.Source)];

        GeneratorRun run = GeneratorHarness.Run(sources);

        CSharpCompilationOptions strict = run.Output.Options.WithGeneralDiagnosticOption(ReportDiagnostic.Error);
        using var assembly = new MemoryStream();
        EmitResult emitted = run.Output.WithOptions(strict).Emit(assembly);
        var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(emitted.Success, Explain(errors, sources));
        Assert.Empty((await AnalyzerHarness.Analyze(run.Output)).Where(IsDeclarationError));
    }

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

    private static IEnumerable<RandomNetwork> Draw(int batch)
    {
        var random = new Random(1000 + batch);
        return Enumerable.Range(0, BatchSize).Select(i => new RandomNetwork(random, $"Net{i}")).ToArray();
    }

    private static bool IsDeclarationError(Diagnostic diagnostic) =>
        diagnostic.Id.StartsWith("DTG0", StringComparison.Ordinal);

    /// <summary>The first error of each id with the line it is on, and the declarations of the batch.</summary>
    private static string Explain(IEnumerable<Diagnostic> errors, string[] sources) => string.Join('\n', [
        .. errors.DistinctBy(error => error.Id).Select(error => $"{error}\n    {LineOf(error)}"),
        .. sources.Select((source, i) => $"// File{i + 1}.cs\n{source}")]);

    private static string? LineOf(Diagnostic error) =>
        error.Location.SourceTree?.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString();
}
