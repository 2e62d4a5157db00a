using System.Globalization;
using System.Runtime.Intrinsics;
using DeepTrain.Benchmarks.Measuring;
using DeepTrain.Benchmarks.Workloads;

namespace DeepTrain.Benchmarks.Comparison;

/// <summary>
/// PyTorch with one and two threads, with OpenBLAS's kernels for AVX2 and, where the processor has it, for AVX-512: left to
/// itself, OpenBLAS chooses AVX2 on some processors that have both. The choice and the threads of OpenBLAS are read once,
/// when it is loaded, so each combination is a process.
/// </summary>
internal sealed class TorchPeers : IDisposable
{
    private readonly List<Peer> _peers = [];

    public TorchPeers()
    {
        (string Name, string CoreType)[] blas = Vector512.IsHardwareAccelerated
            ? [(Avx2, "Haswell"), (Avx512, "SkylakeX")]
            : [(Avx2, "Haswell")];
        foreach (int threads in (int[])[1, 2])
        {
            string count = threads.ToString(CultureInfo.InvariantCulture);
            foreach ((string name, string coreType) in blas)
            {
                _peers.Add(new Peer(threads, name, PeerProcess.Start(
                    PeerKind.PyTorch,
                    [PeerProcess.Script("torch_peer.py"), "--threads", count],
                    ("OPENBLAS_NUM_THREADS", count), ("OMP_NUM_THREADS", count), ("OPENBLAS_CORETYPE", coreType))));
            }
        }
    }

    public const string Avx2 = "AVX2";
    public const string Avx512 = "AVX-512";

    public string Version => _peers[0].Process.Version;

    /// <summary>Measures a workload once with each.</summary>
    public void Measure(Workload workload, int parameterCount, double seconds, List<TorchTime> times)
    {
        foreach (Peer peer in _peers)
        {
            PeerAnswer answer = peer.Process.Ask(workload, seconds);
            if (answer.Parameters != parameterCount)
            {
                throw new InvalidOperationException(
                    $"torch_peer.py's network '{workload.Key}' has {answer.Parameters} parameters, not {parameterCount}.");
            }
            times.Add(new TorchTime(peer.Threads, peer.Blas, answer.Us, answer.Variant!));
        }
    }

    public void Dispose() => _peers.ForEach(peer => peer.Process.Dispose());

    private sealed record Peer(int Threads, string Blas, PeerProcess Process);
}

/// <summary>A measurement of PyTorch.</summary>
internal sealed record TorchTime(int Threads, string Blas, double Microseconds, string Variant)
{
    /// <summary>The median over the rounds, of one kind of PyTorch.</summary>
    public static double? Median(IEnumerable<TorchTime> times, int threads, string blas)
    {
        double[] chosen =
            [.. times.Where(time => time.Threads == threads && time.Blas == blas).Select(time => time.Microseconds)];
        return chosen.Length == 0 ? null : Timing.Median(chosen);
    }
}
