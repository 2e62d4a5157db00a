namespace DeepTrain;

/// <summary>Losses as functions of the difference between output and target.</summary>
internal static class ErrorLoss
{
    public static double Of(LossKind loss, double error, double huberDelta) => loss switch
    {
        LossKind.MeanAbsoluteError => Math.Abs(error),
        LossKind.Huber => Huber(error, huberDelta),
        _ => error * error,
    };

    public static double Huber(double error, double delta)
    {
        double distance = Math.Abs(error);
        return distance <= delta ? error * error / 2 : delta * (distance - delta / 2);
    }
}
