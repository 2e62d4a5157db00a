using System.Collections.Concurrent;
using System.Diagnostics;

namespace DeepTrain.Misuse;

/// <summary>Something that a program does wrong, and what it reports when it is through.</summary>
internal sealed record Misdeed(string Verb, Func<string> Do)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1.5);

    // for what has to happen once: a busy machine may keep the threads from meeting
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static readonly Misdeed[] All =
    [
        new("labels", () => ChangeLabels((network, inputs, labels) => network.TrainBatch(inputs, labels))),
        new("labels-of-loss", () => ChangeLabels((network, inputs, labels) => network.Loss(inputs, labels))),
        new("train-twice", () => Collide((network, random) => Train(network, random), Train)),
        new("train-and-apply", () => Collide(Compute, Apply)),
        new("train-and-load", () => Collide(Train, Load)),
        new("train-and-inspect", () => Collide(Train, Inspect)),
        new("train-and-change-threads", () => Collide(Train, (network, random) => network.Threads = random.Next(1, 4))),
        new("observer-that-trains", TrainWithinInspect),
        new("hundred-thousand-threads", ManyThreads),
        new("two-billion-rows", TwoBillionRows), // takes minutes, so that no test asks for it
    ];

    // the array changes between any two reads of a label
    private static string ChangeLabels(Func<Small, float[], int[], float> method)
    {
        const int Rows = 64;
        var network = new Small(1);
        float[] inputs = new float[Rows * Small.InputSize];
        int[] labels = new int[Rows];
        bool stop = false;
        var vandal = new Thread(() =>
        {
            var random = new Random(1);
            while (!Volatile.Read(ref stop))
            {
                int at = random.Next(Rows);
                labels[at] = random.Next(2) == 0 ? int.MaxValue - random.Next(1000) : int.MinValue + random.Next(1000);
                Thread.SpinWait(20);
                labels[at] = 1;
            }
        });
        vandal.Start();
        int refused = 0, taken = 0;
        for (var clock = Stopwatch.StartNew(); GoesOn(clock, taken > 0 && refused > 0);)
        {
            try
            {
                method(network, inputs, labels);
                taken++;
            }
            catch (ArgumentException)
            {
                refused++;
            }
        }

        Volatile.Write(ref stop, true);
        vandal.Join();
        return Verdict(taken > 0 && refused > 0, $"{taken} batches taken, {refused} refused");
    }

    private static string Collide(Action<Shared, Random> first, Action<Shared, Random> second)
    {
        var network = new Shared(1) { Threads = 2 };
        var refused = new int[2];
        var unexpected = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. new[] { first, second }.Select((deed, i) => new Thread(() =>
        {
            var random = new Random(i);
            for (var clock = Stopwatch.StartNew(); GoesOn(clock, Volatile.Read(ref refused[0]) + Volatile.Read(ref refused[1]) > 0);)
            {
                try
                {
                    deed(network, random);
                }
                catch (InvalidOperationException)
                {
                    refused[i]++;
                }
                catch (Exception other)
                {
                    unexpected.Enqueue(other);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        network.TrainBatch(new float[Shared.InputSize], [0]); // and it still works
        return Verdict(
            refused.Sum() > 0 && unexpected.IsEmpty,
            $"{refused.Sum()} calls refused{string.Concat(unexpected.Select(other => $", {other}").Distinct().Take(3))}");
    }

    private static bool GoesOn(Stopwatch clock, bool hasHappened) =>
        clock.Elapsed < Duration || (!hasHappened && clock.Elapsed < Patience);

    private static void Train(Shared network, Random random)
    {
        int rows = random.Next(1, 200);
        network.TrainBatch(new float[rows * Shared.InputSize], new int[rows]);
    }

    private static void Compute(Shared network, Random random)
    {
        int rows = random.Next(1, 200);
        network.ComputeGradients(new float[rows * Shared.InputSize], new int[rows]);
    }

    private static void Apply(Shared network, Random random) => network.ApplyGradients();

    private static void Inspect(Shared network, Random random) => network.Inspect(
        new float[3 * Shared.InputSize], new float[3 * Shared.OutputSize], new Observer(() => { }));

    private static readonly string File = Save();

    private static string Save()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("deeptrain-misuse-").FullName, "network.safetensors");
        new Shared(2).Save(path);
        return path;
    }

    private static void Load(Shared network, Random random) => network.Load(File);

    private static string TrainWithinInspect()
    {
        var network = new Shared(1);
        int refused = 0;
        var observer = new Observer(() =>
        {
            foreach (Action deed in new Action[]
            {
                () => Train(network, new Random(1)), () => Compute(network, new Random(1)), () => Load(network, new Random(1)),
                () => Inspect(network, new Random(1)), network.ApplyGradients, () => network.Save(File),
            })
            {
                try
                {
                    deed();
                }
                catch (InvalidOperationException)
                {
                    refused++;
                }
            }
        });
        network.Inspect(new float[Shared.InputSize], new float[Shared.OutputSize], observer);
        Train(network, new Random(1));
        return Verdict(refused == 6 * Shared.Description.Layers.Count, $"{refused} calls refused");
    }

    private static string ManyThreads()
    {
        var many = new Shared(1) { Threads = 100_000 };
        var one = new Shared(1);
        for (int step = 0; step < 5; step++)
        {
            Train(many, new Random(step));
            Train(one, new Random(step));
        }

        float[] inputs = new float[Shared.InputSize], outputs = new float[Shared.OutputSize], expected = new float[Shared.OutputSize];
        many.Predict(inputs, outputs);
        one.Predict(inputs, expected);
        return Verdict(many.Threads == 100_000 && outputs.SequenceEqual(expected), "the same bits as with one thread");
    }

    // zeros that nobody has written to take no memory
    private static unsafe string TwoBillionRows()
    {
        const int Rows = int.MaxValue - 10;
        float* zeros;
        try
        {
            zeros = (float*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(Rows, sizeof(float));
        }
        catch (OutOfMemoryException)
        {
            return "survived: this machine does not lend eight gigabytes of zeros";
        }

        var span = new ReadOnlySpan<float>(zeros, Rows);
        float loss = new Line(1).Loss(span, span);
        return Verdict(loss == 0, $"a loss of {loss}");
    }

    private static string Verdict(bool isGood, string what) => (isGood ? "survived: " : "wrong: ") + what;

    private sealed class Observer(Action act) : ILayerObserver
    {
        public void Observe(
            LayerDescription layer, int rows, ReadOnlySpan<float> activations, ReadOnlySpan<float> gradients) => act();
    }
}
