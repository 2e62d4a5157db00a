namespace DeepTrain;

/// <summary>The checks of a network and its rows, one after the other, each on the network as it was given.</summary>
internal sealed class SanityRun(NetworkVisit visit, Dataset data, SanityOptions options, CancellationToken token)
{
    private const string NotFinite = "The rows hold NaN or infinity: see inputs.";

    private readonly List<CheckResult> _results = [];

    public IReadOnlyList<CheckResult> Run()
    {
        INetwork network = visit.Network;
        InputReport inputs = data.Describe(token);
        Add(DataChecks.Inputs(inputs));
        bool isFinite = !inputs.Inputs.Concat(inputs.Targets).Any(column => column.NonFinite > 0);
        if (isFinite)
            AddMeasured(network);
        else
        {
            foreach (CheckKind kind in (CheckKind[])[
                CheckKind.InitialLoss, CheckKind.Regularization, CheckKind.Gradients, CheckKind.TinySet, CheckKind.Signal,
                CheckKind.DeadUnits, CheckKind.SaturatedUnits])
                Add(new CheckResult(kind, CheckVerdict.Skipped, NotFinite, ""));
        }
        Add(DataChecks.BatchSize(network.Description, data, options));
        Add(DataChecks.Parameters(network.Description, data));
        Add(DataChecks.Baseline(network, data, inputs));
        Add(DataChecks.Classes(network, data));
        return _results;
    }

    private void AddMeasured(INetwork network)
    {
        Batch rows = data.ReadSpread(options.Rows);
        SignalMeter meter = SignalMeter.Measure(network, rows);
        Add(InitialLossCheck.Run(network, rows, meter));
        Add(RegularizationCheck.Run(network, rows, meter));
        visit.Restore();
        Add(GradientCheck.Run(network, data.ReadSpread(options.GradientRows), options.Seed, token));
        visit.Restore();
        Add(TinySetCheck.Run(visit, data, options, token));
        visit.Restore();
        Add(SignalChecks.Signal(meter));
        Add(SignalChecks.DeadUnits(meter));
        Add(SignalChecks.SaturatedUnits(meter));
    }

    private void Add(CheckResult result)
    {
        token.ThrowIfCancellationRequested();
        _results.Add(result);
    }
}
