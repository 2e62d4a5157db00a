using System.Globalization;
using DeepTrain.Benchmarks.Comparison;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Verbs;

/// <summary>The same work here, in libtorch through TorchSharp, in PyTorch and in ONNX Runtime, in turn, and the ratios.</summary>
internal static class Compare
{
    private const double SecondsEach = 0.3;
    private const int Rounds = 3;

    /// <summary>Long batches and wide layers in the place of the usual workloads, without PyTorch.</summary>
    private const string Large = "--large";

    /// <returns>The exit code.</returns>
    public static int Run(string[] options)
    {
        string[] known = [Large, PeerKind.WithoutTorchSharp, PeerKind.WithoutPyTorch, PeerKind.WithoutOnnxRuntime];
        if (options.Except(known).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"Unknown option {unknown}. There are {string.Join(", ", known)}.");
            return 1;
        }
        bool isLarge = options.Contains(Large);
        bool withTorch = !isLarge && !options.Contains(PeerKind.WithoutPyTorch);
        IReadOnlyList<Workload> workloads = isLarge ? WorkloadList.Large : WorkloadList.All;
        string models = Directory.CreateTempSubdirectory("networks").FullName;
        try
        {
            using PeerProcess? sharp = options.Contains(PeerKind.WithoutTorchSharp) ? null
                : PeerProcess.Start(PeerKind.TorchSharp, [PeerProcess.Script(Path.Combine("torchsharp", "run")), "--threads", "1"]);
            using TorchPeers? torch = withTorch ? new TorchPeers() : null;
            using PeerProcess? onnx = options.Contains(PeerKind.WithoutOnnxRuntime) ? null : StartOnnxRuntime(workloads, models);
            Print(workloads, sharp, torch, onnx);
            return 0;
        }
        catch (PeerMissingException missing)
        {
            Console.Error.WriteLine(missing.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(models, recursive: true);
        }
    }

    // it reads what our networks write
    private static PeerProcess StartOnnxRuntime(IReadOnlyList<Workload> workloads, string models)
    {
        foreach (Workload workload in workloads.Where(workload => !workload.IsTraining).DistinctBy(workload => workload.Key))
            workload.Create().ExportOnnx(Path.Combine(models, workload.Key + ".onnx"));
        return PeerProcess.Start(
            PeerKind.OnnxRuntime, ["run", "-c", "Release", "--project", PeerProcess.Script("onnxruntime"), "-v", "quiet", "--", models, "1"]);
    }

    private static void Print(IReadOnlyList<Workload> workloads, PeerProcess? sharp, TorchPeers? torch, PeerProcess? onnx)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Medians of {Rounds} rounds in turn, in microseconds; {MultiplyAddLimit.VectorBits}-bit vectors; against "
            + $"{sharp?.Version ?? "no TorchSharp"}, {torch?.Version ?? "no PyTorch"} and {onnx?.Version ?? "no ONNX Runtime"}, the fastest way of each.\n"));
        var table = new MarkdownTable(
            "workload", "rows", "ours, 1 thread", "TorchSharp, 1 thread", "its way", "ratio", "PyTorch, 1 thread, AVX2 BLAS", "PyTorch, 1 thread, AVX-512 BLAS", "ratio",
            "ours, 2 threads", "PyTorch, best of 1 and 2 threads", "its way", "ratio", "ONNX Runtime, 1 thread", "ratio");
        foreach (Workload workload in workloads)
        {
            Console.Error.WriteLine(workload); // it takes minutes: say where it is
            table.Add(Measure(workload, sharp, torch, onnx));
        }
        Console.WriteLine(table);
    }

    private static object?[] Measure(Workload workload, PeerProcess? sharp, TorchPeers? torch, PeerProcess? onnx)
    {
        var one = new Repetition(workload, threads: 1);
        Repetition? two = workload.HasWorkForThreads ? new Repetition(workload, threads: 2) : null;
        List<double> ourOne = [], ourTwo = [], onnxTimes = [];
        List<TorchTime> torchTimes = [];
        List<PeerAnswer> sharpAnswers = [];
        for (int round = 0; round < Rounds; round++)
        {
            ourOne.Add(Timing.MedianMicroseconds(one.Run, SecondsEach));
            if (two is not null)
                ourTwo.Add(Timing.MedianMicroseconds(two.Run, SecondsEach));
            if (sharp is not null && workload.Pass != Pass.TrainEpoch)
                sharpAnswers.Add(sharp.Ask(workload, SecondsEach));
            torch?.Measure(workload, one.Network.ParameterCount, SecondsEach, torchTimes);
            if (onnx is not null && !workload.IsTraining)
                onnxTimes.Add(onnx.Ask(workload, SecondsEach).Us);
        }

        double ours = Timing.Median(ourOne);
        double? oursTwo = two is null ? null : Timing.Median(ourTwo);
        double? avx2 = TorchTime.Median(torchTimes, 1, TorchPeers.Avx2);
        double? avx512 = TorchTime.Median(torchTimes, 1, TorchPeers.Avx512);
        double? twoAvx2 = TorchTime.Median(torchTimes, 2, TorchPeers.Avx2);
        double? twoAvx512 = TorchTime.Median(torchTimes, 2, TorchPeers.Avx512);
        double? best = Least(avx2, avx512, twoAvx2, twoAvx512);
        double? sharpTime = sharpAnswers.Count == 0 ? null : Timing.Median([.. sharpAnswers.Select(answer => answer.Us)]);
        if (sharpAnswers.Find(answer => answer.Parameters != one.Network.ParameterCount) is { } other)
        {
            throw new InvalidOperationException(
                $"TorchSharp, '{workload}': {other.Parameters} parameters, where ours has {one.Network.ParameterCount}.");
        }
        double? onnxTime = onnxTimes.Count == 0 ? null : Timing.Median(onnxTimes);
        return
        [
            workload.Name, workload.Rows, ours, sharpTime, sharpAnswers.MinBy(answer => answer.Us)?.Variant, sharpTime / ours, avx2, avx512, Least(avx2, avx512) / ours,
            oursTwo, best, torchTimes.MinBy(time => time.Microseconds)?.Variant, best / oursTwo, onnxTime, onnxTime / ours,
        ];
    }

    private static double? Least(params double?[] times) => times.Min();
}
