using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DeepTrain.Gen.Tests.Harness;

/// <summary>What the generator made of a compilation.</summary>
internal sealed record GeneratorRun(GeneratorDriver Driver, CSharpCompilation Output)
{
    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    public ImmutableArray<GeneratedSourceResult> Files => Result.GeneratedSources;

    public IReadOnlyDictionary<string, string> Texts =>
        Files.ToDictionary(file => file.HintName, file => file.SourceText.ToString());

    /// <summary>What became of the outputs of a step, by its tracking name.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var runs)
            ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason)
            : [];

    public IEnumerable<IncrementalStepRunReason> OutputReasons => Result.TrackedOutputSteps
        .SelectMany(step => step.Value)
        .SelectMany(run => run.Outputs)
        .Select(output => output.Reason);
}

/// <summary>
/// Runs the generator, twice each time: the second run must find everything cached and give the same text.
/// </summary>
internal static class GeneratorHarness
{
    public static GeneratorRun Run(params string[] sources) => Run(TestCompilation.Create(sources));

    /// <param name="widths">The vector widths that the build asks for; null for the usual ones.</param>
    public static GeneratorRun Run(CSharpCompilation compilation, string? widths = null)
    {
        var parseOptions = (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options;
        GeneratorRun first = Run(NewDriver(parseOptions, widths), compilation);
        GeneratorRun second = Run(first.Driver, compilation.Clone());
        Assert.Equal(first.Texts, second.Texts);
        Assert.All(second.OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        return first;
    }

    /// <summary>One run of a driver, which may have run before.</summary>
    public static GeneratorRun Run(GeneratorDriver driver, CSharpCompilation compilation)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        var run = new GeneratorRun(driver, (CSharpCompilation)output);
        Assert.Null(run.Result.Exception);
        Assert.Empty(diagnostics);
        return run;
    }

    public static GeneratorDriver NewDriver(CSharpParseOptions? parseOptions = null, string? widths = null) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        parseOptions: parseOptions ?? TestCompilation.ParseOptions,
        optionsProvider: widths is null ? null : new BuildProperties(widths),
        driverOptions: new GeneratorDriverOptions(
            IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true, baseDirectory: "/generated"));
}
