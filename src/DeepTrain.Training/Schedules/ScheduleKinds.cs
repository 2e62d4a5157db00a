namespace DeepTrain;

internal sealed record ConstantSchedule(float? Value) : Schedule
{
    public override float Rate(float baseRate, long step, long total) => Value ?? baseRate;
}

internal sealed record StepSchedule(long Every, float Factor) : Schedule
{
    public override float Rate(float baseRate, long step, long total) => (float)(baseRate * Math.Pow(Factor, step / Every));
}

internal sealed record ExponentialSchedule(float Final) : Schedule
{
    public override float Rate(float baseRate, long step, long total) =>
        (float)(baseRate * Math.Pow(Final, (double)step / total));
}

internal sealed record InverseTimeSchedule(float Decay) : Schedule
{
    public override float Rate(float baseRate, long step, long total) => (float)(baseRate / (1 + (double)Decay * step));
}

internal sealed record CosineSchedule(int Restarts, float Floor, float Growth) : Schedule
{
    public override float Rate(float baseRate, long step, long total)
    {
        (_, double place) = PlaceOf(step, total);
        return (float)(baseRate * HalfCosine.Between(1, Floor, place));
    }

    /// <summary>The cycle of a step, from 0; of what comes after the last step the last.</summary>
    public int CycleOf(long step, long total) => PlaceOf(step, total).Cycle;

    private (int Cycle, double Place) PlaceOf(long step, long total)
    {
        // where the step is in all cycles, the first of which has length 1
        double first = 0, length = 1, all = 0;
        for (int cycle = 0; cycle <= Restarts; cycle++, length *= Growth)
            all += length;
        double place = Math.Min((double)step / total, 1) * all;
        length = 1;
        int number = 0;
        for (; number < Restarts && place >= first + length; number++, length *= Growth)
            first += length;
        return (number, (place - first) / length);
    }
}

internal sealed record OneCycleSchedule(float Highest, float WarmUp) : Schedule
{
    // PyTorch's div_factor and final_div_factor
    private const double First = 1 / 25.0, Last = First / 1e4;

    public override float Rate(float baseRate, long step, long total)
    {
        // the last step has the lowest rate, and the first that in the peak the highest
        double end = total - 1, peak = Math.Max(WarmUp * total - 1, 0);
        double share = step < peak
            ? HalfCosine.Between(First, 1, step / peak)
            : HalfCosine.Between(1, Last, end <= peak ? 0 : Math.Min((step - peak) / (end - peak), 1));
        return (float)(Highest * share);
    }
}

internal sealed record WarmUpSchedule(long Steps, Schedule Then) : Schedule
{
    public override float Rate(float baseRate, long step, long total) => step < Steps
        ? (float)(Then.Rate(baseRate, 0, Math.Max(total - Steps, 1)) * ((step + 1.0) / Steps))
        : Then.Rate(baseRate, step - Steps, Math.Max(total - Steps, 1));
}

/// <summary>Its rate depends on what is measured: <see cref="PlateauRate"/>, which belongs to one fit, knows it.</summary>
internal sealed record PlateauSchedule(float Factor, int Patience, float Lowest, double Threshold) : Schedule
{
    public long WarmUp { get; init; }

    public override float Rate(float baseRate, long step, long total) =>
        step < WarmUp ? (float)(baseRate * ((step + 1.0) / WarmUp)) : baseRate;
}

internal static class HalfCosine
{
    public static double Between(double start, double end, double share) =>
        end + (start - end) * (1 + Math.Cos(Math.PI * share)) / 2;
}
