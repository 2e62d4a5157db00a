using DeepTrain.Gen.Declarations;
using DeepTrain.Gen.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using static DeepTrain.Gen.Tests.Fuzzing.Fuzz;

namespace DeepTrain.Gen.Tests.Fuzzing;

/// <summary>A legal declaration gives no error and compiles without a warning.</summary>
public class LegalNetworkTests
{
    public static TheoryData<int> CompiledBatches => Fuzz.CompiledBatches;

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
        EmitResult emitted = run.Output.WithOptions(strict).Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.True(emitted.Success, Explain(errors, sources));
        Assert.Empty((await AnalyzerHarness.Analyze(run.Output)).Where(IsDeclarationError));
    }
}
