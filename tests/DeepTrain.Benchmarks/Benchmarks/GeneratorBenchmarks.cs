using BenchmarkDotNet.Attributes;
using DeepTrain.Benchmarks.Compilation;

namespace DeepTrain.Benchmarks.Benchmarks;

/// <summary>The generator on network c: on opening the project, and after edits.</summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 3, iterationCount: 10)]
public class GeneratorBenchmarks
{
    private readonly GeneratorEdits _edits = new();

    [Benchmark(Baseline = true)]
    public object FirstRun() => _edits.Cold();

    [Benchmark]
    public object EditOfTheNetwork() => _edits.EditNetwork();

    [Benchmark]
    public object EditElsewhereInTheClass() => _edits.EditClass();

    [Benchmark]
    public object EditInAnotherFile() => _edits.EditElsewhere();

    [Benchmark]
    public object Build() => InMemoryProject.Build(GeneratorEdits.Program, GeneratorEdits.Network);
}
