namespace DeepTrain;

/// <summary>A step of a range test.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Loss">The batch's loss before the update, without penalty.</param>
/// <param name="Smoothed">The mean of this loss and those before, each counting less the older it is.</param>
public readonly record struct RatePoint(float Rate, double Loss, double Smoothed);
