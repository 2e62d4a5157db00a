namespace DeepTrain.Training.Tests.Fitting;

/// <summary>A fit allocates nothing for a batch.</summary>
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

    private sealed class Silent : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
        }
    }
}
