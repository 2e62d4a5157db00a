namespace DeepTrain.Training.Tests.Fitting;

/// <summary>A fit leaves nothing behind. What the whole process holds is measured, so no other test runs beside this one.</summary>
[Collection(Alone)]
public sealed class FitMemoryTests
{
    private const string Alone = "alone in its process";

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Collection;

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
}
