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

        // without the first batch of the epoch, which comes behind the records of the one before
        Assert.All(allocated[41..], bytes => Assert.Equal(0, bytes));
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
