using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DeepTrain.Runtime;

namespace DeepTrain;

/// <summary>A fit's state as one file: numbers and texts, the networks' own files, and a hash over all of it.</summary>
internal static class CheckpointFile
{
    private static ReadOnlySpan<byte> Magic => "DeepTrain checkpoint 1\n"u8;

    /// <summary>Replaces the file as a whole.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is still there.</exception>
    public static void Write(string path, FitState state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream =>
        {
            using var hash = SHA256.Create();
            using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
            using (var buffered = new BufferedStream(hashed, 1 << 16))
            using (var writer = new BinaryWriter(buffered, Encoding.UTF8))
            {
                writer.Write(Magic);
                Write(writer, state);
            }
            stream.Write(hash.Hash!);
        });
    }

    /// <summary>Reads a file; null if there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or the path names no regular file.</exception>
    public static byte[]? ReadBytes(string path)
    {
        FileKind.RequireRegular("read", path, FileKind.Target(path));
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>What a file holds.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no checkpoint.</exception>
    public static FitState Parse(string path, byte[] file)
    {
        if (!file.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"{path}: expected a checkpoint of this version, found another file.");
        int end = file.Length - SHA256.HashSizeInBytes;
        if (end < Magic.Length || !SHA256.HashData(file.AsSpan(0, end)).AsSpan().SequenceEqual(file.AsSpan(end)))
            throw new InvalidDataException($"{path}: expected a whole checkpoint, found a damaged one: its hash is another.");
        using var reader = new BinaryReader(new MemoryStream(file, Magic.Length, end - Magic.Length), Encoding.UTF8);
        try
        {
            FitState state = Read(reader);
            return reader.BaseStream.Position == reader.BaseStream.Length
                ? state : throw new InvalidDataException($"{path}: expected the end of the checkpoint, found more.");
        }
        // the hash keeps accidents out, not a file that was made to harm
        catch (Exception broken) when (broken is EndOfStreamException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{path}: expected a whole checkpoint, found a damaged one.", broken);
        }
    }

    private static void Write(BinaryWriter writer, FitState state)
    {
        WriteTexts(writer, state.Identity);
        writer.Write(state.VectorBits);
        writer.Write(state.Epoch);
        writer.Write(state.Batch);
        writer.Write(state.Step);
        writer.Write(state.BaseRate);
        writer.Write(state.LastRate);
        writer.Write(state.Sums.Loss);
        writer.Write(state.Sums.Weight);
        writer.Write(state.Sums.Rows);
        writer.Write(state.Sums.Seconds);
        writer.Write(state.Divergence.Initial);
        writer.Write(state.Divergence.Reference);
        writer.Write(state.Divergence.Sum);
        writer.Write(state.Divergence.Count);
        writer.Write(state.Divergence.Batches);
        writer.Write(state.Plateau.Factor);
        writer.Write(state.Plateau.Best);
        writer.Write(state.Plateau.Waited);
        writer.Write(state.Best != null);
        if (state.Best is { } best)
        {
            writer.Write(best.Value);
            writer.Write(best.Epoch);
            writer.Write(best.Waited);
            writer.Write(best.State != null);
            if (best.State != null)
                WriteBytes(writer, best.State.Bytes.Span);
        }
        writer.Write(state.History.Count);
        foreach (EpochRecord epoch in state.History)
            WriteEpoch(writer, epoch);
        WriteTexts(writer, state.Callbacks);
        writer.Write(state.Average != null);
        if (state.Average is { } average)
        {
            writer.Write(average.Count);
            writer.Write(average.Averages.Length);
            foreach (float[] numbers in average.Averages)
                WriteBytes(writer, MemoryMarshal.AsBytes<float>(numbers));
        }
        WriteBytes(writer, state.Network.Bytes.Span);
    }

    // Properties are set in the order in which they are written.
    private static FitState Read(BinaryReader reader) => new()
    {
        Identity = ReadTexts(reader),
        VectorBits = reader.ReadInt32(),
        Epoch = ReadCount(reader),
        Batch = ReadCount(reader),
        Step = reader.ReadInt64(),
        BaseRate = reader.ReadSingle(),
        LastRate = reader.ReadSingle(),
        Sums = new EpochSums(reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64(), reader.ReadDouble()),
        Divergence = new DivergenceState(
            reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt64()),
        Plateau = new PlateauState(reader.ReadSingle(), reader.ReadDouble(), reader.ReadInt32()),
        Best = !reader.ReadBoolean()
            ? null
            : new BestState(
                reader.ReadDouble(), reader.ReadInt32(), ReadCount(reader),
                reader.ReadBoolean() ? NetworkSnapshot.FromBytes(ReadBytes(reader)) : null),
        History = ReadMany(reader, ReadEpoch),
        Callbacks = ReadTexts(reader),
        Average = !reader.ReadBoolean()
            ? null
            : new AverageState(
                reader.ReadInt64(),
                [.. ReadMany(reader, next => MemoryMarshal.Cast<byte, float>(ReadBytes(next)).ToArray())]),
        Network = NetworkSnapshot.FromBytes(ReadBytes(reader)),
    };

    private static void WriteEpoch(BinaryWriter writer, EpochRecord epoch)
    {
        writer.Write(epoch.Epoch);
        writer.Write(epoch.Steps);
        writer.Write(epoch.Rows);
        writer.Write(epoch.TrainingLoss);
        WriteOptional(writer, epoch.TrainingLossInInference);
        WriteOptional(writer, epoch.ValidationLoss);
        writer.Write(epoch.Penalty);
        writer.Write(epoch.LearningRate);
        writer.Write(epoch.Seconds);
        writer.Write(epoch.Metrics.Count);
        foreach (double value in epoch.Metrics)
            writer.Write(value);
    }

    private static EpochRecord ReadEpoch(BinaryReader reader) => new()
    {
        Epoch = ReadCount(reader),
        Steps = reader.ReadInt64(),
        Rows = reader.ReadInt64(),
        TrainingLoss = reader.ReadDouble(),
        TrainingLossInInference = ReadOptional(reader),
        ValidationLoss = ReadOptional(reader),
        Penalty = reader.ReadDouble(),
        LearningRate = reader.ReadSingle(),
        Seconds = reader.ReadDouble(),
        Metrics = ReadMany(reader, next => next.ReadDouble()),
    };

    private static void WriteOptional(BinaryWriter writer, double? number)
    {
        writer.Write(number.HasValue);
        writer.Write(number ?? 0);
    }

    private static double? ReadOptional(BinaryReader reader)
    {
        bool isThere = reader.ReadBoolean();
        double number = reader.ReadDouble();
        return isThere ? number : null;
    }

    private static void WriteTexts(BinaryWriter writer, IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        writer.Write(texts.Count);
        foreach ((string key, string value) in texts)
        {
            writer.Write(key);
            writer.Write(value);
        }
    }

    private static List<KeyValuePair<string, string>> ReadTexts(BinaryReader reader) =>
        ReadMany(reader, next => KeyValuePair.Create(next.ReadString(), next.ReadString()));

    private static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        int length = ReadCount(reader);
        byte[] bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }

    // As many as the file says, but no more memory than it has bytes.
    private static List<T> ReadMany<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        int count = ReadCount(reader);
        var all = new List<T>();
        for (int next = 0; next < count; next++)
            all.Add(read(reader));
        return all;
    }

    private static int ReadCount(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        return count >= 0 ? count : throw new FormatException($"Expected a count, found {count}.");
    }
}
