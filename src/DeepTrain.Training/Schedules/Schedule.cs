namespace DeepTrain;

/// <summary>The learning rate in the course of a fit; see <see cref="Schedules"/>.</summary>
public abstract record Schedule
{
    /// <summary>The rate of an update: a function of these numbers and of nothing else.</summary>
    /// <param name="baseRate">The network's rate when the fit began.</param>
    /// <param name="step">Updates before this one, from 0.</param>
    /// <param name="total">Updates in the whole fit, at least 1.</param>
    /// <returns>Finite, at least 0.</returns>
    public abstract float Rate(float baseRate, long step, long total);
}
