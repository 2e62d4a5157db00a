namespace DeepTrain;

/// <summary>How far the rows that a network was not trained on lie behind those that it was.</summary>
/// <param name="Overfits">Whether they fall behind.</param>
/// <param name="HasTooFewRows">Whether there are many more parameters than rows, too.</param>
/// <param name="Text">That in words; empty where all is well.</param>
internal sealed record GeneralizationGap(bool Overfits, bool HasTooFewRows, string Text)
{
    // of the best validation loss
    private const double Rise = 1.1;

    // of the training loss in inference mode, or of the training loss, which is measured earlier and with dropout
    private const double Gap = 2;

    private const double ManyParameters = 10;

    public static GeneralizationGap Of(FitResult run)
    {
        EpochRecord[] epochs = [.. run.History.Where(epoch => epoch.ValidationLoss != null)];
        var none = new GeneralizationGap(false, false, "");
        if (epochs.Length < LossCurve.FewestEpochs || epochs.Any(epoch => !double.IsFinite(epoch.ValidationLoss!.Value)))
            return none;
        int best = 0;
        for (int next = 1; next < epochs.Length; next++)
            best = epochs[next].ValidationLoss < epochs[best].ValidationLoss ? next : best;
        double least = epochs[best].ValidationLoss!.Value, last = epochs[^1].ValidationLoss!.Value;
        double training = epochs[^1].TrainingLossInInference ?? epochs[^1].TrainingLoss;
        // who fails on the training rows as well has other troubles
        bool learns = training < 0.9 * run.History.InitialLoss && training < epochs[best].TrainingLoss * 1.02;
        bool rises = learns && best < epochs.Length - 1 && last > Rise * least;
        bool isBehind = learns && last > Gap * training && last - training > 0.05 * run.History.InitialLoss;
        if (!rises && !isBehind)
            return none;
        string text = rises
            ? $"The network overfits: the validation loss rises from {Words.Number(least)} in epoch {epochs[best].Epoch + 1} to "
                + $"{Words.Number(last)}, while the training loss falls to {Words.Number(training)}."
            : $"The network overfits: the validation loss, {Words.Number(last)}, stays far behind the training loss, {Words.Number(training)}.";
        long rows = epochs[0].Rows;
        int parameters = run.Network.Description.ParameterCount;
        long numbers = rows * (run.Options.Validation is { HasLabels: false } targets ? targets.TargetSize : 1);
        bool hasTooFew = parameters > ManyParameters * numbers;
        return new GeneralizationGap(true, hasTooFew, hasTooFew
            ? $"{text} There are too few data: {Words.Count(parameters, "parameter")} for {Words.Count(rows, "row")}. Get more rows, or take "
                + "augmentation, Dropout, L2 or a smaller network."
            : $"{text} Dropout, L2, augmentation or more rows narrow the gap; the best weights are restored where RestoreBest is on.");
    }
}
