using System.Globalization;

namespace DeepTrain;

/// <summary>What the run looks like, in words and in a few numbers.</summary>
internal static class OutcomeSection
{
    public static HtmlText Of(FitResult run)
    {
        RunDiagnosis diagnosis = RunDiagnosis.Of(run);
        string kind = diagnosis.Rate switch
        {
            RateVerdict.Good when !diagnosis.Overfits => "good",
            RateVerdict.TooHigh or RateVerdict.TooLow => "bad",
            _ => "",
        };
        var html = new HtmlText();
        html.Add($"<div class=\"verdict {kind}\"><p>{diagnosis.Text}</p>");
        if (run.Diagnosis.Length > 0 && run.Diagnosis != diagnosis.Text)
            html.Add($"<p>{run.Diagnosis}</p>");
        html.Add($"</div>");
        html.Add($"<table><tbody>");
        Row("ended", Ended(run.Stopped));
        Row("epochs", run.History.Count.ToString(CultureInfo.InvariantCulture));
        if (run.History.Count > 0)
        {
            EpochRecord last = run.History[^1];
            Row("updates", last.Steps.ToString(CultureInfo.InvariantCulture));
            Row("loss before training", Words.Number(run.History.InitialLoss));
            Row("training loss at the end", Words.Number(last.TrainingLoss));
            if (last.TrainingLossInInference is double inference)
                Row("training loss at the end, in inference mode", Words.Number(inference));
            if (last.ValidationLoss is double validation)
                Row("validation loss at the end", Words.Number(validation));
            Row("seconds", Words.Number(run.History.Sum(epoch => epoch.Seconds)));
        }
        if (run.BestEpoch is int best)
            Row("best epoch", $"{best + 1}, with {Words.Number(run.BestValue!.Value)}");
        if (run.ResumedAt is { } resumed)
            Row("resumed", resumed.ToString()!);
        html.Add($"</tbody></table>");
        return html;

        void Row(string name, string value) => html.Add($"<tr><th>{name}</th><td>{value}</td></tr>");
    }

    private static string Ended(StopReason reason) => reason switch
    {
        StopReason.Completed => "all epochs are done",
        StopReason.EarlyStopping => "early: nothing improved any more",
        StopReason.Cancelled => "it was cancelled",
        StopReason.NotFinite => "a loss was not finite",
        StopReason.Diverged => "the loss rose far above the initial one",
        _ => "a callback asked for it",
    };
}
