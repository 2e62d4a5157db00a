namespace DeepTrain;

/// <summary>What a check has found, and what to change.</summary>
/// <param name="Kind">Which check it is.</param>
/// <param name="Verdict">What it has found.</param>
/// <param name="Measured">The numbers behind that, in words.</param>
/// <param name="Advice">What to change; empty where nothing has to be.</param>
public sealed record CheckResult(CheckKind Kind, CheckVerdict Verdict, string Measured, string Advice)
{
    /// <summary>The name as tables show it, for example <c>initial loss</c>.</summary>
    public string Name => Kind switch
    {
        CheckKind.InitialLoss => "initial loss",
        CheckKind.TinySet => "tiny set is learnt",
        CheckKind.DeadUnits => "dead units",
        CheckKind.SaturatedUnits => "saturated units",
        CheckKind.BatchSize => "batch size",
        CheckKind.Baseline => "to be beaten",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
