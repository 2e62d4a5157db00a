using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DeepTrain.Distributed.Ranks;

/// <summary>What ranks do, verb by verb.</summary>
public static class RankProgram
{
    /// <summary>Fits in all variants, one after the other, and writes what every rank has at the end.</summary>
    public static void Fit(Communicator communicator, string folder, string[] variants, int shards)
    {
        foreach (string variant in variants)
            FitTask.Run(variant, FitTask.Options(variant, shards, 3), communicator).Write(folder, $"{variant}.{communicator.Rank}");
        // long sums once more as between machines, by messages
        Environment.SetEnvironmentVariable("DEEPTRAIN_SHARED_MEMORY", "0");
        FitTask.Run("regression", FitTask.Options("regression", shards, 3), communicator).Write(folder, $"sent.{communicator.Rank}");
        Environment.SetEnvironmentVariable("DEEPTRAIN_SHARED_MEMORY", null);
        if (communicator.Rank == 0)
            Console.WriteLine($"{communicator.Transport}, {communicator.Size} ranks");
    }

    /// <summary>A fit with a checkpoint after every so many milliseconds, from which it goes on.</summary>
    public static void Resume(Communicator communicator, string folder, string variant, int shards, int epochs, int every)
    {
        // who kills a rank has to know which process that is
        File.WriteAllText(
            Path.Combine(folder, $"rank{communicator.Rank}.pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        communicator.Barrier();
        using var interrupt = new ConsoleInterrupt();
        Outcome outcome = FitTask.Run(variant, FitTask.Options(variant, shards, epochs, folder, every), communicator, interrupt.Token);
        if (communicator.Rank == 0)
        {
            outcome.Write(folder, "end");
            Console.WriteLine(outcome.ResumedAt?.ToString() ?? "from the beginning");
        }
    }

    /// <summary>Every call of a communicator, with results that can be foreseen.</summary>
    public static void Calls(Communicator communicator)
    {
        int rank = communicator.Rank, size = communicator.Size;
        communicator.Barrier();
        for (int root = 0; root < size; root++)
        {
            byte[] bytes = new byte[100_000];
            if (rank == root)
                Array.Fill(bytes, (byte)(root + 1));
            communicator.Broadcast(bytes, root);
            Require(bytes.All(next => next == root + 1), "Broadcast");
        }
        byte[] all = new byte[3 * size];
        communicator.AllGather([(byte)rank, 1, 2], all);
        Require(all.Chunk(3).Select((part, from) => part.SequenceEqual(new byte[] { (byte)from, 1, 2 })).All(same => same), "AllGather");
        byte[] send = [.. Enumerable.Range(0, size).SelectMany(to => new[] { (byte)rank, (byte)to })], receive = new byte[2 * size];
        communicator.AllToAll(send, receive);
        Require(receive.Chunk(2).Select((part, from) => part[0] == from && part[1] == rank).All(same => same), "AllToAll");
        double[] numbers = [rank, -rank, 1];
        communicator.AllReduce(numbers);
        Require(numbers.SequenceEqual([size * (size - 1) / 2d, -size * (size - 1) / 2d, size]), "AllReduce, sum of doubles");
        float[] floats = [rank, -rank];
        communicator.AllReduce(floats, Reduction.Max);
        Require(floats.SequenceEqual([size - 1f, 0f]), "AllReduce, largest float");
        floats = [rank, -rank];
        communicator.AllReduce(floats, Reduction.Min);
        Require(floats.SequenceEqual([0f, 1f - size]), "AllReduce, smallest float");
        // the runtime's own handling of signals must survive MPI's
        string? nothing = rank < 0 ? "" : null;
        try
        {
            _ = nothing!.Length;
            Require(false, "a null reference");
        }
        catch (NullReferenceException)
        {
        }
        Console.WriteLine($"rank {rank} of {size}: {communicator.Transport}");
    }

    /// <summary>One rank fails, hangs or ends, or leaves the order of calls; the others wait for it.</summary>
    public static void Fail(Communicator communicator, string how, int rank, TimeSpan timeout)
    {
        // however long it takes to start them all
        communicator.Barrier();
        communicator.Timeout = timeout;
        if (communicator.Rank == rank)
        {
            switch (how)
            {
                case "hang":
                    Thread.Sleep(TimeSpan.FromSeconds(30));
                    return;
                case "abort":
                    communicator.Abort("the test says so");
                    return;
                case "order":
                    communicator.AllReduce(new double[1]);
                    return;
                case "throw":
                case "kill":
                case "kill-long":
                    string variant = how == "kill-long" ? "regression" : "classes";
                    FitTask.Run(
                        variant, FitTask.Options(variant, 8, 3) with { Callbacks = [new Ending(how != "throw")] }, communicator);
                    return;
            }
        }
        if (how is "throw" or "kill")
            FitTask.Run("classes", FitTask.Options("classes", 8, 3), communicator);
        else if (how == "kill-long")
            FitTask.Run("regression", FitTask.Options("regression", 8, 3), communicator);
        else if (how == "options")
            FitTask.Run("classes", FitTask.Options("classes", 8, communicator.Rank == rank ? 4 : 3), communicator);
        else if (how == "network")
            DistributedTrainer.Fit(new Small((ulong)communicator.Rank), Dataset.FromArrays(new float[80], new int[10]), new FitOptions { Shards = 8 }, communicator);
        else
            communicator.Barrier();
    }

    /// <summary>The same where there is no MPI, on threads: what they would have written.</summary>
    public static string FailOnThreads(string how)
    {
        var output = new System.Text.StringBuilder();
        TimeSpan patience = TimeSpan.FromSeconds(8);
        try
        {
            ThreadCommunicator.Run(3, communicator =>
            {
                if (communicator.Rank == 1 && how is "hang" or "kill" or "kill-long")
                    return;
                if (how == "abort" && communicator.Rank == 1)
                    output.AppendLine("Rank 1 ends all ranks: the test says so");
                Fail(communicator, how, 1, patience);
            }, patience);
        }
        catch (AggregateException failed)
        {
            foreach (Exception error in failed.InnerExceptions)
                output.Append(error.GetType().Name).Append(": ").Append(error.Message).Append('\n');
        }
        return output.ToString();
    }

    /// <summary>How long a sum takes.</summary>
    public static void Time(Communicator communicator, int length, int shards)
    {
        var group = new ClusterGroup(communicator);
        ShardSums sums = group.CreateSums(shards, length);
        double best = double.PositiveInfinity, bestLibrary = best;
        float[] numbers = new float[length];
        for (int turn = 0; turn < 200; turn++)
        {
            communicator.Barrier();
            long start = Stopwatch.GetTimestamp();
            group.Sum(sums);
            sums.CopyTotal(0, 1, numbers);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            communicator.Barrier();
            start = Stopwatch.GetTimestamp();
            communicator.AllReduce(numbers);
            bestLibrary = Math.Min(bestLibrary, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        if (communicator.Rank == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{communicator.Transport}, {communicator.Size} ranks, {length} floats: {best:F3} ms; MPI_Allreduce {bestLibrary:F3} ms"));
    }

    private static void Require(bool isRight, string what)
    {
        if (!isRight)
            throw new InvalidOperationException($"{what} gave something else.");
    }

    private sealed class Ending(bool kills) : ICallback
    {
        public void OnBatchEnd(FitContext context, float loss)
        {
            if (context.Step != 5)
                return;
            if (kills)
            {
                // SIGKILL: nothing runs any more
                Process.GetCurrentProcess().Kill();
                Thread.Sleep(Timeout.Infinite);
            }
            throw new IOException("the disk is full");
        }
    }
}
