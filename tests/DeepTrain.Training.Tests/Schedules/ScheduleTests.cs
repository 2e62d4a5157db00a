namespace DeepTrain.Training.Tests.SchedulesOfRates;

/// <summary>Rates against their formulas, and against values that PyTorch gives.</summary>
public sealed class ScheduleTests
{
    private const float Base = 0.1f;

    [Fact]
    public void Formulas()
    {
        for (long step = 0; step < 50; step++)
        {
            Equal(Base, Schedules.Constant(), step, 50);
            Equal(0.3, Schedules.Constant(0.3f), step, 50);
            Equal(Base * Math.Pow(0.5, step / 20), Schedules.Step(20, 0.5f), step, 50);
            Equal(Base * Math.Pow(0.01, step / 50.0), Schedules.Exponential(), step, 50);
            Equal(Base / (1 + 0.05 * step), Schedules.InverseTime(0.05f), step, 50);
            Equal(Base * (0.2 + 0.8 * (1 + Math.Cos(Math.PI * step / 50)) / 2), Schedules.Cosine(floor: 0.2f), step, 50);
        }
    }

    [Fact]
    public void Cosines_begin_anew()
    {
        // two cycles of 10; and of 10, 20 and 40
        for (long step = 0; step < 20; step++)
            Equal(Base * (1 + Math.Cos(Math.PI * (step % 10) / 10)) / 2, Schedules.Cosine(restarts: 1), step, 20);
        foreach ((int start, int length) in new[] { (0, 10), (10, 20), (30, 40) })
        {
            for (int at = 0; at < length; at++)
            {
                Equal(
                    Base * (1 + Math.Cos(Math.PI * at / length)) / 2, Schedules.Cosine(restarts: 2, growth: 2), start + at, 70);
            }
        }
    }

    [Theory]
    // OneCycleLR(max_lr=0.1, total_steps=10, pct_start=0.3): the peak is step 2, the last step 9
    [InlineData(0, 0.004)]
    [InlineData(1, 0.052)]
    [InlineData(2, 0.1)]
    [InlineData(9, 4e-7)]
    public void One_cycle_is_that_of_PyTorch(long step, double expected) => Equal(expected, Schedules.OneCycle(0.1f), step, 10);

    [Fact]
    public void One_cycle_rises_and_falls_for_any_length()
    {
        foreach (int total in new[] { 1, 2, 3, 7, 1000 })
        {
            foreach (float warmUp in new[] { 0f, 0.3f, 0.99f })
            {
                float[] rates = [.. Enumerable.Range(0, total).Select(step => Schedules.OneCycle(0.1f, warmUp).Rate(5, step, total))];
                int peak = Array.IndexOf(rates, rates.Max());
                Assert.All(rates, rate => Assert.InRange(rate, 1e-8f, 0.1f));
                Assert.Equal(rates[..(peak + 1)].Order(), rates[..(peak + 1)]);
                Assert.Equal(rates[peak..].OrderDescending(), rates[peak..]);
            }
        }
    }

    [Fact]
    public void A_warm_up_is_a_line_to_what_follows()
    {
        Schedule schedule = Schedules.Cosine().WithWarmUp(4);
        for (long step = 0; step < 4; step++)
            Equal(Base * (step + 1) / 4, schedule, step, 24);
        for (long step = 4; step < 24; step++)
            Equal(Base * (1 + Math.Cos(Math.PI * (step - 4) / 20)) / 2, schedule, step, 24);
    }

    [Fact]
    public void A_rate_is_reduced_on_a_plateau()
    {
        // losses that a callback cannot change: rows with nothing to learn from, and a rate of 0
        Dataset data = Rows.Labelled(32);
        var rates = new List<float>();
        Trainer.Fit(new PlainClassifier(1) { LearningRate = 1e-30f }, data, new FitOptions
        {
            Epochs = 9, FullBatch = true, Shuffle = false, Schedule = Schedules.ReduceOnPlateau(0.5f, patience: 2, lowest: 2e-31f),
            Callbacks = [new CallbackOf { Epoch = (_, epoch) => rates.Add(epoch.LearningRate) }],
        });
        // the first epoch is the best, and then two of patience each
        Assert.Equal([1e-30f, 1e-30f, 1e-30f, 5e-31f, 5e-31f, 2.5e-31f, 2.5e-31f, 2e-31f, 2e-31f], rates);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Constant(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Step(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Step(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Exponential(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.InverseTime(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Cosine(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Cosine(growth: 0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.OneCycle(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.OneCycle(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.ReduceOnPlateau(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.ReduceOnPlateau(patience: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Constant().WithWarmUp(0));
    }

    private static void Equal(double expected, Schedule schedule, long step, long total) =>
        Assert.Equal(expected, schedule.Rate(Base, step, total), Math.Abs(expected) * 1e-5);
}
