using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text;

namespace DeepTrain;

/// <summary>Whether all ranks are about to train the same network in the same way, and can.</summary>
internal static class ReplicaCheck
{
    private const int ErrorBytes = 1000, HashBytes = 16, SampledRows = 32;

    private static readonly string[] s_subjects =
    [
        "network: its weights, optimizer, counters and seed have to be the same, so create it from one seed or load one file",
        "rows: every rank has to be given all rows, and reads its part of them",
        "validation rows",
        "options",
    ];

    /// <summary>Ends on all ranks in the same way; the communicator can be used on.</summary>
    /// <param name="communicator">The ranks.</param>
    /// <param name="network">What is to be trained.</param>
    /// <param name="data">On what.</param>
    /// <param name="options">How.</param>
    /// <param name="own">What this rank alone can find wrong.</param>
    /// <exception cref="ArgumentException">A rank has found something wrong, or is about to train something
    /// else.</exception>
    public static void Require(Communicator communicator, INetwork network, Dataset data, FitOptions options, Action own)
    {
        Exception? error = null;
        byte[] mine = new byte[1 + sizeof(int) + s_subjects.Length * HashBytes];
        try
        {
            own();
            Describe(network, data, options, mine.AsSpan(1));
        }
        // everybody has to hear of it, or would wait
        catch (Exception wrong)
        {
            (error, mine[0]) = (wrong, 1);
        }
        byte[] all = new byte[mine.Length * communicator.Size];
        communicator.AllGather(mine, all);
        if (Enumerable.Range(0, communicator.Size).Any(rank => all[rank * mine.Length] != 0))
            ThrowFirst(communicator, error);
        for (int rank = 1; rank < communicator.Size; rank++)
            Compare(all.AsSpan(1, mine.Length - 1), all.AsSpan(rank * mine.Length + 1, mine.Length - 1), rank);
    }

    // Its own error on a rank that has one, and on others the words of the first that has.
    private static void ThrowFirst(Communicator communicator, Exception? error)
    {
        byte[] mine = new byte[ErrorBytes], all = new byte[ErrorBytes * communicator.Size];
        byte[] text = Encoding.UTF8.GetBytes(error?.Message ?? "");
        text.AsSpan(0, Math.Min(text.Length, ErrorBytes)).CopyTo(mine);
        communicator.AllGather(mine, all);
        if (error != null)
            ExceptionDispatchInfo.Throw(error);
        for (int rank = 0; rank < communicator.Size; rank++)
        {
            string words = Encoding.UTF8.GetString(all.AsSpan(rank * ErrorBytes, ErrorBytes)).TrimEnd('\0');
            if (words.Length > 0)
                throw new ArgumentException($"Rank {rank}: {words}");
        }
        throw new ArgumentException("A rank has found something wrong, and says nothing of it.");
    }

    private static void Compare(ReadOnlySpan<byte> first, ReadOnlySpan<byte> its, int rank)
    {
        int bits = MemoryMarshal.Read<int>(first), itsBits = MemoryMarshal.Read<int>(its);
        if (bits != itsBits)
        {
            throw new ArgumentException(
                $"Expected vectors of one width on all ranks, as gradients lie in memory by it; rank 0 has {bits} bits, rank {rank} "
                + $"{itsBits}. Start the wider ones with DOTNET_EnableAVX512=0.");
        }
        for (int next = 0; next < s_subjects.Length; next++)
        {
            int start = sizeof(int) + next * HashBytes;
            if (!first.Slice(start, HashBytes).SequenceEqual(its.Slice(start, HashBytes)))
            {
                throw new ArgumentException(
                    $"Expected the same on all ranks; rank {rank} differs from rank 0 in its {s_subjects[next]}.");
            }
        }
    }

    private static void Describe(INetwork network, Dataset data, FitOptions options, Span<byte> into)
    {
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 0;
        MemoryMarshal.Write(into, bits);
        into = into[sizeof(int)..];
        Hash(NetworkSnapshot.Of(network).Bytes.Span, into[..HashBytes]);
        Hash(Sample(data), into.Slice(HashBytes, HashBytes));
        Hash(options.Validation is { } validation ? Sample(validation) : [], into.Slice(2 * HashBytes, HashBytes));
        Hash(Encoding.UTF8.GetBytes(Words(network, data, options)), into.Slice(3 * HashBytes, HashBytes));
    }

    // A few rows: to notice other files, not to prove equal ones.
    private static byte[] Sample(Dataset data)
    {
        Batch batch = data.ReadSpread(SampledRows);
        return
        [
            .. MemoryMarshal.AsBytes(batch.Inputs), .. MemoryMarshal.AsBytes(batch.Targets), .. MemoryMarshal.AsBytes(data.Labels),
            .. BitConverter.GetBytes(data.Rows),
        ];
    }

    // What a checkpoint tells apart, and what else decides how far a fit goes.
    private static string Words(INetwork network, Dataset data, FitOptions options)
    {
        var words = new StringBuilder();
        foreach ((string name, string value) in RunIdentity.Of(network, data, options))
            words.Append(name).Append('=').Append(value).Append('\n');
        words.Append(CultureInfo.InvariantCulture, $"{options.Epochs} {options.Steps} {options.DivergenceFactor} {options.RestoreBest} ");
        words.Append(CultureInfo.InvariantCulture, $"{options.EarlyStopping?.Patience} {options.EarlyStopping?.MinDelta} ");
        words.Append(CultureInfo.InvariantCulture, $"{options.Schedule} {options.Checkpoint != null}");
        return words.ToString();
    }

    private static void Hash(ReadOnlySpan<byte> bytes, Span<byte> into)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..HashBytes].CopyTo(into);
    }
}
