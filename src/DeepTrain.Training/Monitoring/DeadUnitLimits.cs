namespace DeepTrain;

/// <summary>How many dead units are worth a word; 10 to 20 % are usual in networks that train.</summary>
internal static class DeadUnitLimits
{
    public const double Note = 0.1;

    public const double Warning = 0.2;
}
