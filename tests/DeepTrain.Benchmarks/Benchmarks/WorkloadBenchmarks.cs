using BenchmarkDotNet.Attributes;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Benchmarks;

/// <summary>Training steps of the workloads.</summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 3, iterationCount: 10)]
public class TrainBenchmarks
{
    private Repetition _repetition = null!;

    // an object, because BenchmarkDotNet wants what it sets to be public and the workloads are not
    [ParamsSource(nameof(Workloads))]
    public object Workload { get; set; } = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    public static IEnumerable<object> Workloads => WorkloadList.All.Where(workload => workload.IsTraining);

    [GlobalSetup]
    public void SetUp() => _repetition = new Repetition((Workload)Workload, Threads);

    [Benchmark]
    public void Train() => _repetition.Run(1);
}

/// <summary>Predictions of the workloads.</summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 3, iterationCount: 10)]
public class PredictBenchmarks
{
    // a loop of their own keeps the call of this class out of predictions that take nanoseconds
    private const int Times = 64;

    private Repetition _repetition = null!;

    [ParamsSource(nameof(Workloads))]
    public object Workload { get; set; } = null!;

    public static IEnumerable<object> Workloads => WorkloadList.All.Where(workload => !workload.IsTraining);

    [GlobalSetup]
    public void SetUp() => _repetition = new Repetition((Workload)Workload, threads: 1);

    [Benchmark(OperationsPerInvoke = Times)]
    public void Predict() => _repetition.Run(Times);
}
