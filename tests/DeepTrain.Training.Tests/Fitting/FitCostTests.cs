namespace DeepTrain.Training.Tests.Fitting;

/// <summary>A fit allocates nothing for a batch, and leaves nothing behind.</summary>
public sealed class FitCostTests
{
    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0, 1, true)]
    [InlineData(1, 1, false)]
    [InlineData(0, 4, false)]
    public void No_batch_of_a_warm_epoch_allocates(int workers, int accumulate, bool isWeighted)
    {
        Dataset data = Rows.Labelled(640, inputs: 784, classes: 10);
        long[] allocated = [];
        // a collection may charge this thread once for what another test began; what a batch allocates, it allocates each time
        for (int round = 0; round == 0 || (round < Allocated.Rounds && Warm(allocated).Any(bytes => bytes != 0)); round++)
            allocated = AllocatedByBatch(data, workers, accumulate, isWeighted);

        Assert.All(Warm(allocated), bytes => Assert.Equal(0, bytes));

        // without the first batch of the epoch, which comes behind the records of the one before
        static long[] Warm(long[] allocated) => allocated[41..];
    }

    private static long[] AllocatedByBatch(Dataset data, int workers, int accumulate, bool isWeighted)
    {
        var allocated = new long[60];
        int batch = 0;
        long before = 0;
        Trainer.Fit(new Mnist(1), data, new FitOptions
        {
            Epochs = 3, BatchSize = 32, Workers = workers, Accumulate = accumulate, Schedule = Schedules.OneCycle(1e-3f),
            ClassWeights = isWeighted ? [1, 2, 1, 2, 1, 2, 1, 2, 1, 2] : null, Progress = new Silent(), Averaging = isWeighted ? new() : null,
            Checkpoint = null,
            Callbacks = [new CallbackOf
            {
                Batch = (_, _) =>
                {
                    long now = GC.GetAllocatedBytesForCurrentThread();
                    allocated[batch++] = now - before;
                    before = GC.GetAllocatedBytesForCurrentThread();
                },
            }],
        });
        return allocated;
    }

    [Fact]
    public void A_thousand_fits_leave_memory_as_it_is()
    {
        Dataset data = Rows.Labelled(64);
        FitOptions options = new()
        {
            Epochs = 2, Validation = data, Metrics = [Metrics.AreaUnderCurve], Workers = 1, Averaging = new(), EarlyStopping = new(),
        };
        for (int fit = 0; fit < 200; fit++)
            Trainer.Fit(new Classifier((ulong)fit), data, options);
        long before = Live();
        for (int fit = 0; fit < 1000; fit++)
            Trainer.Fit(new Classifier((ulong)fit), data, options);
        Assert.InRange(Live() - before, long.MinValue, 1 << 20);
    }

    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class Silent : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
        }
    }
}
