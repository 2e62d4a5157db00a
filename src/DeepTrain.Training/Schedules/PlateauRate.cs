namespace DeepTrain;

/// <summary>How far a fit's rate has been reduced, for lack of improvements.</summary>
internal sealed class PlateauRate(PlateauSchedule schedule)
{
    public PlateauState State { get; set; } = new(1, double.NaN, 0);

    public float Rate(float baseRate, long step, long total)
    {
        float rate = schedule.Rate(baseRate, step, total);
        // a base rate below the lowest stays as it is
        return Math.Max(rate * State.Factor, Math.Min(schedule.Lowest, rate));
    }

    public void Add(EpochRecord epoch)
    {
        double loss = epoch.ValidationLoss ?? epoch.TrainingLoss;
        bool isBetter = double.IsFinite(loss)
            && (double.IsNaN(State.Best) || loss < State.Best - schedule.Threshold * Math.Abs(State.Best));
        if (isBetter)
            State = State with { Best = loss, Waited = 0 };
        else if (State.Waited + 1 < schedule.Patience)
            State = State with { Waited = State.Waited + 1 };
        else
            State = State with { Factor = State.Factor * schedule.Factor, Waited = 0 };
    }
}
